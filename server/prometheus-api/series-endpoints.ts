import type { Caller } from '@/lib/context';
import type { LabelSet } from '@/lib/metrics/labels';
import type { Found, SeriesQuery } from '@/lib/metrics/metric-store';
import { ApiError, blameParameter } from '@/lib/prometheus-api/api-error';
import { isLabelName, unescapeLabelName } from '@/lib/prometheus-api/label-name';
import { matchSetsOf } from '@/lib/prometheus-api/match-sets';
import { countOf, limitOf, optionalTime, type Parameters } from '@/lib/prometheus-api/parameters';
import { maxTimeMs, minTimeMs } from '@/lib/prometheus-api/parse-time';
import { labelsJson } from '@/lib/prometheus-api/result-json';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { successAnswer } from './api-answer';
import { formParametersOf } from './form-parameters';
import type { QueryLimits, ReadContext } from './options';

type Answering = (request: WireRequest, caller: Caller) => Promise<Answer>;

const nothing: Found<never> = { found: [], truncated: false };
/** Metrics whose metadata is told at most. */
const maxMetadata = 50_000;

/** `/api/v1/series`: the labels of every series that a `match[]` selects. */
export function createSeries({ store, limits, gate }: ReadContext): Answering {
  return async (request, caller) => {
    const parameters = await formParametersOf(request);
    if (parameters.all('match[]').length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
    const query = seriesQueryOf(parameters, limits, 'match[]');
    return gate(request, caller, async () => {
      const { found, truncated } = isEmpty(query) ? nothing : await store.series(caller.tenant, query);
      return listAnswer(request, seriesPieces(found), truncated, limits);
    });
  };
}

/** `/api/v1/labels`: the names of labels. */
export function createLabels({ store, limits, gate }: ReadContext): Answering {
  return async (request, caller) => {
    const query = seriesQueryOf(await formParametersOf(request), limits, null);
    return gate(request, caller, async () => {
      const { found, truncated } = isEmpty(query) ? nothing : await store.labelNames(caller.tenant, query);
      return listAnswer(request, [JSON.stringify(found)], truncated, limits);
    });
  };
}

/** `/api/v1/label/{name}/values`: the values of one label. */
export function createLabelValues({ store, limits, gate }: ReadContext): Answering {
  return async (request, caller) => {
    const label = unescapeLabelName(request.params.name ?? '');
    if (!isLabelName(label)) throw new ApiError('bad_data', `invalid label name: ${JSON.stringify(label)}`);
    const query = seriesQueryOf(await formParametersOf(request), limits, null);
    return gate(request, caller, async () => {
      const { found, truncated } = isEmpty(query) ? nothing : await store.labelValues(caller.tenant, label, query);
      return listAnswer(request, [JSON.stringify(found)], truncated, limits);
    });
  };
}

/** `/api/v1/metadata`: what metrics are, as their exporters say. */
export function createMetadata({ store, limits }: ReadContext): Answering {
  return async (request, caller) => {
    const parameters = await formParametersOf(request);
    const limit = countOf(parameters, 'limit');
    const perMetric = countOf(parameters, 'limit_per_metric');
    const metric = parameters.get('metric') || undefined;
    const asked = limit < 0 ? maxMetadata : Math.min(limit, maxMetadata);
    const found = asked === 0 ? [] : await store.metadata(caller.tenant, { metric, limit: asked });
    const byMetric = new Map<string, object[]>();
    for (const { metric: name, type, help, unit } of found) {
      const known = byMetric.get(name) ?? [];
      if (perMetric <= 0 || known.length < perMetric) known.push({ type, help, unit });
      byMetric.set(name, known);
    }
    return successAnswer(request, [JSON.stringify(Object.fromEntries(byMetric))], { maxBytes: limits.maxAnswerBytes });
  };
}

/** Throws ApiError and PromqlError; those of `match[]` name it where `blame` says so, which Prometheus does for `/series` alone. */
function seriesQueryOf(parameters: Parameters, { maxFound }: QueryLimits, blame: 'match[]' | null): SeriesQuery {
  const limit = limitOf(parameters);
  const fromMs = optionalTime(parameters, 'start', minTimeMs);
  const toMs = optionalTime(parameters, 'end', maxTimeMs);
  try {
    return { matchers: matchSetsOf(parameters.all('match[]')), fromMs, toMs, limit: limit === 0 ? maxFound : Math.min(limit, maxFound) };
  } catch (error) {
    if (blame === null) throw error;
    throw error instanceof ApiError ? new ApiError('bad_data', `invalid parameter "${blame}": ${error.message}`) : blameParameter(error, blame);
  }
}

function isEmpty({ fromMs, toMs }: SeriesQuery): boolean {
  return fromMs > toMs;
}

function listAnswer(request: WireRequest, pieces: Iterable<string>, truncated: boolean, { maxAnswerBytes }: QueryLimits): Promise<Answer> {
  return successAnswer(request, pieces, { warnings: truncated ? ['results truncated due to limit'] : [], maxBytes: maxAnswerBytes });
}

function* seriesPieces(found: readonly LabelSet[]): Generator<string> {
  yield '[';
  let text = '';
  for (const [index, labels] of found.entries()) {
    text += `${index === 0 ? '' : ','}${labelsJson(labels)}`;
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield `${text}]`;
}

import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { decodeExpositionInto, type ExpositionFormat } from '@/lib/ingest/exposition';
import type { SampleSink } from '@/lib/ingest/sink';
import { labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { isLabelName } from '@/lib/prometheus-api/label-name';
import { parametersOf, type Parameters } from '@/lib/prometheus-api/parameters';
import type { Answer } from '@/server/http/answer';
import type { WireEndpoint, WireRequest } from '@/server/http/wire';
import type { Log } from '@/server/log';
import { queryOf } from './form-parameters';
import { createTextFailure, RefusedSamples, refusalText } from './ingest-failure';
import { ingestLimits } from './ingest-limits';

const maxExtraLabels = 32;

/**
 * Samples in Prometheus text or OpenMetrics, as VictoriaMetrics takes them: `timestamp` (milliseconds since 1970) for lines without a time,
 * `extra_label=name=value` for labels that every series gets, over its own. Nothing of a body that cannot be read is stored.
 */
export function createImport({ store, log }: { store: MetricStore; log: Log }): WireEndpoint {
  return {
    methods: ['POST'],
    path: '/api/v1/import/prometheus',
    permission: 'monitoring.write',
    summary: 'Samples in Prometheus text or OpenMetrics',
    answer: (request, caller) => importText(store, request, caller),
    failure: createTextFailure(log),
  };
}

async function importText(store: MetricStore, request: WireRequest, { tenant, now }: Caller): Promise<Answer> {
  const parameters = parametersOf(queryOf(request));
  const timeMs = timestampOf(parameters, now);
  const extra = extraLabelsOf(parameters);
  const body = await request.decodedBytes(ingestLimits);
  const batch = store.batch(tenant);
  decodeExpositionInto(body, extra.size === 0 ? batch : withLabels(batch, extra), timeMs, formatOf(request));
  const receipt = await store.append(tenant, batch);
  const refused = refusalText(receipt.refused);
  if (refused !== null) throw new RefusedSamples(refused, receipt);
  return { status: 204, headers: {}, body: '' };
}

function formatOf({ headers }: WireRequest): ExpositionFormat {
  return /^application\/openmetrics-text\b/i.test(headers.get('content-type') ?? '') ? 'openmetrics' : 'text';
}

function timestampOf(parameters: Parameters, now: number): number {
  const text = parameters.get('timestamp');
  if (text === '') return now;
  if (!/^-?\d{1,15}$/.test(text)) throw new AppError('invalid', `timestamp must be whole milliseconds since 1970, not ${JSON.stringify(text)}.`);
  return Number(text);
}

function extraLabelsOf(parameters: Parameters): ReadonlyMap<string, string> {
  const given = parameters.all('extra_label');
  if (given.length > maxExtraLabels) throw new AppError('invalid', `At most ${maxExtraLabels} extra_label parameters are taken; there are ${given.length}.`);
  const labels = new Map<string, string>();
  for (const text of given) {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    if (equals < 1 || name === metricName || !isLabelName(name)) throw new AppError('invalid', `extra_label must be name=value, not ${JSON.stringify(text)}.`);
    labels.set(name, text.slice(equals + 1));
  }
  return labels;
}

/** The bytes of a series do not tell the labels that it gets here, so a sink must not know it by them. */
function withLabels(sink: SampleSink, extra: ReadonlyMap<string, string>): SampleSink {
  return {
    begin: () => false,
    series: (labels) => sink.series(merged(labels, extra)),
    learn: () => undefined,
    sample: (timeMs, low, high) => sink.sample(timeMs, low, high),
    metadata: (metadata) => sink.metadata(metadata),
  };
}

function merged(labels: LabelSet, extra: ReadonlyMap<string, string>): LabelSet {
  const pairs: [string, string][] = [...extra];
  for (let index = 0; index < labels.length; index += 2) {
    const name = labels[index] ?? '';
    if (!extra.has(name)) pairs.push([name, labels[index + 1] ?? '']);
  }
  return labelSetOf(pairs);
}

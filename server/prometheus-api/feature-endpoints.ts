import type { Caller } from '@/lib/context';
import { invalidParameter } from '@/lib/prometheus-api/api-error';
import { parametersOf } from '@/lib/prometheus-api/parameters';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { successAnswer } from './api-answer';
import { queryOf } from './form-parameters';
import type { QueryLimits, ShownFeatures } from './options';

type Answering = (request: WireRequest, caller: Caller) => Promise<Answer>;

/** `/api/v1/targets`: what is scraped. Prometheus lets `state` and `scrapePool` choose. */
export function createTargets({ targets }: ShownFeatures, limits: QueryLimits): Answering {
  return async (request, { tenant }) => {
    const parameters = parametersOf(queryOf(request));
    const [state, pool] = [parameters.get('state').toLowerCase(), parameters.get('scrapePool')];
    const discovered = (await targets?.(tenant)) ?? { activeTargets: [], droppedTargets: [], droppedTargetCounts: {} };
    const isShown = (kind: 'active' | 'dropped') => state === '' || state === 'any' || state === kind;
    const ofPool = <T extends { scrapePool: string }>(each: T) => pool === '' || each.scrapePool === pool;
    return jsonData(request, limits, {
      activeTargets: isShown('active') ? discovered.activeTargets.filter(ofPool) : [],
      droppedTargets: isShown('dropped') ? discovered.droppedTargets.filter(ofPool) : [],
      droppedTargetCounts: Object.fromEntries(Object.entries(discovered.droppedTargetCounts).filter(([scrapePool]) => ofPool({ scrapePool }))),
    });
  };
}

/** `/api/v1/rules`: the rules that are evaluated, in their groups. */
export function createRules({ rules }: ShownFeatures, limits: QueryLimits): Answering {
  return async (request, { tenant }) => {
    const parameters = parametersOf(queryOf(request));
    const type = parameters.get('type').toLowerCase();
    if (type !== '' && type !== 'alert' && type !== 'record') throw invalidParameter('type', `not supported value ${JSON.stringify(type)}`);
    return jsonData(request, limits, { groups: (await rules?.(tenant, parameters)) ?? [] });
  };
}

/** `/api/v1/alerts`: the alerts that are active. */
export function createAlerts({ alerts }: ShownFeatures, limits: QueryLimits): Answering {
  return async (request, { tenant }) => jsonData(request, limits, { alerts: (await alerts?.(tenant)) ?? [] });
}

/** An answer with `data` that is small enough to be made in one go. */
export function jsonData(request: WireRequest, { maxAnswerBytes }: QueryLimits, data: unknown): Promise<Answer> {
  return successAnswer(request, [JSON.stringify(data)], { maxBytes: maxAnswerBytes });
}

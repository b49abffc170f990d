import type { QueryAnswer } from '@/lib/metrics/metric-store';
import { blameParameter } from '@/lib/prometheus-api/api-error';
import { expressionObject } from '@/lib/prometheus-api/expression-json';
import { limitOf, lookbackOf, optionalDuration, optionalTime, rangeOf, type Parameters } from '@/lib/prometheus-api/parameters';
import { limitResult, resultPieces, statsJson } from '@/lib/prometheus-api/result-json';
import type { Caller } from '@/lib/context';
import type { Expr } from '@/lib/promql/ast';
import { parsePromql } from '@/lib/promql/parse';
import { printExpr } from '@/lib/promql/print';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { successAnswer } from './api-answer';
import { formParametersOf } from './form-parameters';
import type { QueryLimits, ReadContext } from './options';

type Answering = (request: WireRequest, caller: Caller) => Promise<Answer>;

/** `/api/v1/query`: an expression at one time. */
export function createInstantQuery({ store, limits, gate }: ReadContext): Answering {
  return async (request, caller) => {
    const parameters = await formParametersOf(request);
    const limit = limitOf(parameters);
    const timeMs = optionalTime(parameters, 'time', caller.now);
    const options = { timeMs, timeoutMs: timeoutOf(parameters, limits), lookbackMs: lookbackOf(parameters), isCanceled: () => request.isGone() };
    return gate(request, caller, async () => {
      const answer = await blamed(store.query(caller.tenant, { expr: parameters.get('query'), ...options }));
      return queryAnswer(request, answer, { limit, withStats: parameters.get('stats') !== '', maxBytes: limits.maxAnswerBytes });
    });
  };
}

/** `/api/v1/query_range`: an expression at every step of a range. */
export function createRangeQuery({ store, limits, gate }: ReadContext): Answering {
  return async (request, caller) => {
    const parameters = await formParametersOf(request);
    const limit = limitOf(parameters);
    const options = { ...rangeOf(parameters), timeoutMs: timeoutOf(parameters, limits), lookbackMs: lookbackOf(parameters), isCanceled: () => request.isGone() };
    return gate(request, caller, async () => {
      const answer = await blamed(store.queryRange(caller.tenant, { expr: parameters.get('query'), ...options }));
      return queryAnswer(request, answer, { limit, withStats: parameters.get('stats') !== '', maxBytes: limits.maxAnswerBytes });
    });
  };
}

/** `/api/v1/query_exemplars`: Nines keeps none, so there are none; the expression must be one all the same. */
export function createExemplarQuery({ limits }: Pick<ReadContext, 'limits'>): Answering {
  return async (request) => {
    const parameters = await formParametersOf(request);
    optionalTime(parameters, 'start', 0);
    optionalTime(parameters, 'end', 0);
    parsePromql(parameters.get('query'));
    return successAnswer(request, ['[]'], { maxBytes: limits.maxAnswerBytes });
  };
}

/** `/api/v1/format_query`: the expression on one line as Prometheus writes it. */
export const createFormatQuery = (context: Pick<ReadContext, 'limits'>): Answering => createShownExpression(context, printExpr);

/** `/api/v1/parse_query`: the expression as a tree. */
export const createParseQuery = (context: Pick<ReadContext, 'limits'>): Answering => createShownExpression(context, expressionObject);

function createShownExpression({ limits }: Pick<ReadContext, 'limits'>, show: (expr: Expr) => string | object): Answering {
  return async (request) => {
    const parameters = await formParametersOf(request);
    try {
      return await successAnswer(request, [JSON.stringify(show(parsePromql(parameters.get('query'))))], { maxBytes: limits.maxAnswerBytes });
    } catch (error) {
      throw blameParameter(error, 'query');
    }
  };
}

async function blamed(asked: Promise<QueryAnswer>): Promise<QueryAnswer> {
  try {
    return await asked;
  } catch (error) {
    throw blameParameter(error, 'query');
  }
}

function timeoutOf(parameters: Parameters, { queryTimeoutMs }: QueryLimits): number {
  const asked = optionalDuration(parameters, 'timeout') ?? queryTimeoutMs;
  return Math.max(1, Math.min(Math.floor(asked), queryTimeoutMs));
}

function queryAnswer(request: WireRequest, { result, warnings, infos, cost }: QueryAnswer, asked: { limit: number; withStats: boolean; maxBytes: number }): Promise<Answer> {
  const { resolution } = cost;
  const limited = limitResult(result, asked.limit);
  return successAnswer(request, resultPieces(limited.result, asked.withStats ? statsJson(cost) : null), {
    warnings: limited.truncated ? [...warnings, 'results truncated due to limit'] : warnings,
    infos: resolution === '5m' || resolution === '1h' ? [...infos, `Nines: answered from ${resolution} roll-ups`] : infos,
    headers: resolution === null ? {} : { 'x-nines-resolution': resolution },
    maxBytes: asked.maxBytes,
  });
}

import { isPromqlError } from '@/lib/promql/error';
import type { ErrorCode } from '@/lib/errors';

/** The errorType of an answer: those of Prometheus, and of Mimir for what Prometheus itself never refuses. */
export type ErrorType =
  | 'bad_data'
  | 'execution'
  | 'canceled'
  | 'timeout'
  | 'internal'
  | 'unavailable'
  | 'not_found'
  | 'unauthorized'
  | 'forbidden'
  | 'too_many_requests';

/** Status of each errorType (https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview). */
export const apiErrorStatus: Record<ErrorType, number> = {
  bad_data: 400,
  execution: 422,
  canceled: 503,
  timeout: 503,
  internal: 500,
  unavailable: 503,
  not_found: 404,
  unauthorized: 401,
  forbidden: 403,
  too_many_requests: 429,
};

/** The errorType of each of Nines' own failures. */
export const errorTypeOf: Record<ErrorCode, ErrorType> = {
  invalid: 'bad_data',
  unauthenticated: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'not_found',
  method_not_allowed: 'bad_data',
  conflict: 'bad_data',
  too_large: 'bad_data',
  too_many_requests: 'too_many_requests',
  internal: 'internal',
  unavailable: 'unavailable',
};

/** A refusal in the words of the Prometheus HTTP API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly errorType: ErrorType,
    message: string,
  ) {
    super(message);
  }
}

/** `invalid parameter "start": why`. */
export function invalidParameter(name: string, why: string): ApiError {
  return new ApiError('bad_data', `invalid parameter ${JSON.stringify(name)}: ${why}`);
}

/** Names the parameter in a PromQL error that its text is to blame for; every other error stays what it is. */
export function blameParameter(error: unknown, name: string): unknown {
  return isPromqlError(error) && error.kind === 'bad_data' ? invalidParameter(name, error.message) : error;
}

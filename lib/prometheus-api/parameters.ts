import { ApiError, invalidParameter } from './api-error';
import { parseDuration, parseTimestamp } from './parse-time';

/** What a request asks for, in its address and, by POST, in a form: the form's value counts where both have one. */
export interface Parameters {
  /** The first value; the empty string without one. */
  get(name: string): string;
  /** Every value, the form's first. */
  all(name: string): string[];
}

/** Parameters of an address (what follows its `?`) and of a form; a part that percent-encoding makes no text of is kept as replacement characters. */
export function parametersOf(query: string, form = ''): Parameters {
  const inForm = new URLSearchParams(form);
  const inQuery = new URLSearchParams(query);
  return {
    get: (name) => inForm.get(name) ?? inQuery.get(name) ?? '',
    all: (name) => [...inForm.getAll(name), ...inQuery.getAll(name)],
  };
}

/** A time that must be there, in milliseconds since 1970. Throws ApiError. */
function requiredTime(parameters: Parameters, name: string): number {
  const text = parameters.get(name);
  const timeMs = parseTimestamp(text);
  if (timeMs === null) throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return timeMs;
}

/** A time that may be left out. Throws ApiError. */
export function optionalTime(parameters: Parameters, name: string, otherwiseMs: number): number {
  const text = parameters.get(name);
  if (text === '') return otherwiseMs;
  const timeMs = parseTimestamp(text);
  if (timeMs === null) throw invalidParameter(name, `Invalid time value for '${name}': cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return timeMs;
}

/** A duration in milliseconds. Throws ApiError. */
function requiredDuration(parameters: Parameters, name: string): number {
  const durationMs = parseDuration(parameters.get(name));
  if (typeof durationMs === 'string') throw invalidParameter(name, durationMs);
  return durationMs;
}

/** A duration that may be left out, in milliseconds. Throws ApiError. */
export function optionalDuration(parameters: Parameters, name: string): number | undefined {
  return parameters.get(name) === '' ? undefined : requiredDuration(parameters, name);
}

/** `lookback_delta` in milliseconds, undefined without one. Throws ApiError. */
export function lookbackOf(parameters: Parameters): number | undefined {
  const text = parameters.get('lookback_delta');
  const durationMs = text === '' ? undefined : parseDuration(text);
  if (typeof durationMs === 'string') throw new ApiError('bad_data', `error parsing lookback delta duration: ${durationMs}`);
  // Prometheus takes what is not above zero for its own default.
  return durationMs !== undefined && durationMs >= 1 ? Math.floor(durationMs) : undefined;
}

/** `limit`; 0 and none mean no limit of the caller's own. Throws ApiError. */
export function limitOf(parameters: Parameters): number {
  const text = parameters.get('limit');
  if (text === '') return 0;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw invalidParameter('limit', `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return Number(text);
}

/** A limit of `/metadata`, where 0 means nothing at all; -1 without one. Throws ApiError. */
export function countOf(parameters: Parameters, name: string): number {
  const text = parameters.get(name);
  if (text === '') return -1;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw new ApiError('bad_data', `${name} must be a number`);
  return Number(text);
}

/** Steps of one series that an answer has at most (web/api/v1/api.go). */
const maxPoints = 11_000;

/** Start, end and step of a range query in milliseconds. Throws ApiError in the words of Prometheus. */
export function rangeOf(parameters: Parameters): { startMs: number; endMs: number; stepMs: number } {
  const startMs = requiredTime(parameters, 'start');
  const endMs = requiredTime(parameters, 'end');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  // Times are whole milliseconds: a shorter step would be none.
  const stepMs = Math.floor(requiredDuration(parameters, 'step'));
  if (stepMs <= 0) {
    throw invalidParameter('step', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  }
  if (Math.floor((endMs - startMs) / stepMs) > maxPoints) {
    throw new ApiError('bad_data', 'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
  }
  return { startMs, endMs, stepMs };
}

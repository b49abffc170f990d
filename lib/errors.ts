/** The closed set of failures that Nines answers with, and the HTTP status of each. */
export const errorStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Where in the input something is wrong: a JSON pointer-like path and what to change. */
export interface FieldIssue {
  path: string;
  message: string;
}

export interface ErrorDetails {
  issues?: FieldIssue[];
  /** Seconds after which another try makes sense (the Retry-After header). */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** Every expected failure. The message says what happened and what to do; it is shown to the caller. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly issues: FieldIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.issues = details.issues ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** True across bundles too: the same class may be loaded twice (the server's bundle and Next's). */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

/** The sentence of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { z } from 'zod';
import { errorStatus, type AppError, type ErrorCode } from '@/lib/errors';

/** Problem details as RFC 9457 has them, with the request's id and the faults of the input. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  requestId: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

const titles: Record<ErrorCode, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Sign in first',
  forbidden: 'Not permitted',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Too large',
  too_many_requests: 'Too many requests',
  internal: 'Something went wrong',
  unavailable: 'Not available now',
};

/** The problem that an expected error is sent as. */
export function problemOf(error: Pick<AppError, 'code' | 'message' | 'issues'>, requestId: string): Problem {
  return {
    type: `urn:nines:problem:${error.code}`,
    title: titles[error.code],
    status: errorStatus[error.code],
    detail: error.message,
    requestId,
    ...(error.issues.length > 0 ? { issues: error.issues } : {}),
  };
}

import { AppError, isAppError } from '@/lib/errors';

/** A change that fits by its form and by the permissions of who asks, and that a rule refuses all the same: it belongs into the audit trail, as `forbidden` does. */
export class RuleRefusal extends AppError {
  readonly isRuleRefusal = true;
}

/** Whether somebody was refused what they asked for, as against a mistake in it or a change that came first. */
export function isRefusal(error: unknown): error is AppError {
  return isAppError(error) && (error.code === 'forbidden' || 'isRuleRefusal' in error);
}

/** Throws an error again, a `conflict` as a refusal. */
export function asRefusal(error: unknown): never {
  throw isAppError(error) && error.code === 'conflict' ? new RuleRefusal(error.code, error.message, { issues: error.issues, cause: error }) : error;
}

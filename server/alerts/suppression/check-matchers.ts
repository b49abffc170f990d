import type { AlertMatcher } from '@/lib/alerts/schemas';
import { AppError } from '@/lib/errors';
import { compileAlertMatcher } from '@/lib/alerts/matchers';

/** Throws `invalid` for an expression that RE2 refuses, and for matchers that accept every alert, as Alertmanager does. */
export function checkMatchers(matchers: readonly AlertMatcher[], path: string): void {
  const accepted = matchers.map((matcher) => compileAlertMatcher(matcher));
  if (accepted.some((accepts) => !accepts(''))) return;
  const message = 'at least one must not accept an empty value; for all alerts write alertname=~".+"';
  throw new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}

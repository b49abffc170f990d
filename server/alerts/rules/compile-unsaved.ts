import { compileRule, type CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import { AppError, isAppError } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { thresholdsOf } from './thresholds';

/** The settings of a request's `settings`, with the tenant's thresholds of now. Throws `invalid` with paths of the request. */
export async function compileUnsaved(database: Database, tenant: TenantRef, settings: RuleSettings): Promise<CompiledRule> {
  const thresholds = await thresholdsOf(database, tenant);
  return withPlace('body.settings', () => compileRule(settings, thresholds));
}

/** What goes wrong in there is told with its place in the request. */
export function withPlace<T>(place: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, path: `${place}.${issue.path}` }));
    const [first] = issues;
    throw new AppError(error.code, first ? `${first.path}: ${first.message}` : error.message, { issues });
  }
}

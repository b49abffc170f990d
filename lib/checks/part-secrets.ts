import type { z } from 'zod';
import { AppError, type FieldIssue } from '@/lib/errors';
import type { CheckKind } from './kinds/kind';
import { checkKindOf } from './kinds/registry';
import type { CheckDraft } from './schemas';

type Secrets = Record<string, string | undefined>;

/** A check in its two parts, both as the schemas of its kind have them. */
export interface PartedCheck {
  kind: CheckKind;
  settings: Record<string, unknown>;
  secrets: Secrets;
}

/** What is stored of the check that a draft replaces. */
interface StoredParts {
  kind: string;
  settings: unknown;
  secrets: Secrets;
}

/**
 * Checks a draft by the schemas of its kind. Secrets that it leaves out are taken from `stored`, as long as they go to the same place (`usesStored` says
 * that there are such). Throws AppError `invalid` that names each field which is wrong, missing, or must be entered again.
 */
export function partSecrets(draft: Pick<CheckDraft, 'kind' | 'settings' | 'secrets'>, stored?: StoredParts): PartedCheck & { usesStored: boolean } {
  const kind = checkKindOf(draft.kind);
  if (!kind) throw invalid([{ path: 'kind', message: 'There is no such kind of check. GET /api/monitoring/check-kinds lists them.' }]);
  if (stored && stored.kind !== draft.kind) throw invalid([{ path: 'kind', message: 'The kind of a check stays. Create another check.' }]);
  const settings = kind.settings.safeParse(draft.settings);
  if (!settings.success) throw invalid(issuesOf(settings.error, 'settings'));
  const kept = Object.entries(stored?.secrets ?? {}).filter(([name, value]) => value !== undefined && !Object.hasOwn(draft.secrets, name));
  const isElsewhere = stored !== undefined && kind.destinationOf(settings.data) !== kind.destinationOf(kind.settings.parse(stored.settings));
  if (isElsewhere && kept.length > 0) throw invalid(kept.map(([name]) => ({ path: `secrets.${name}`, message: 'Enter the secret again: the check now looks at another place.' })));
  const given = Object.entries(draft.secrets).filter(([, value]) => value !== null && value !== '');
  const secrets = kind.secrets.safeParse(Object.fromEntries([...kept, ...given]));
  if (!secrets.success) throw invalid(issuesOf(secrets.error, 'secrets'));
  return { kind, settings: settings.data as Record<string, unknown>, secrets: secrets.data, usesStored: kept.length > 0 };
}

/** Paths are of the draft; the messages repeat no value. */
function issuesOf(error: z.ZodError, part: string): FieldIssue[] {
  return error.issues.slice(0, 20).map(({ path, message, code, input }) => ({
    path: [part, ...path.map(String)].join('.'),
    message: code === 'invalid_type' && input === undefined ? 'is needed' : message,
  }));
}

function invalid(issues: FieldIssue[]): AppError {
  const first = issues[0];
  return new AppError('invalid', first ? `${first.path}: ${first.message}` : 'The check is not valid.', { issues });
}

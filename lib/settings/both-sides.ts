import { differingFields } from '@/lib/differing-fields';
import { AppError } from '@/lib/errors';

const most = 50;
const longest = 200;

/** The refusal of a stale save: for each field that differs, what is stored now and what would have been saved. Lists are shown whole. */
export function staleError(mine: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>): AppError {
  const issues = differingFields(mine, theirs, most).map(({ path, ...side }) => ({ path, message: `is ${shown(side.theirs)} now; yours is ${shown(side.mine)}` }));
  return new AppError('conflict', 'These settings were changed by somebody else in the meantime. Load them again and repeat the change.', { issues });
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

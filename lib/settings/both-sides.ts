import { AppError, type FieldIssue } from '@/lib/errors';

const most = 50;
const longest = 200;

/** The refusal of a stale save: for each field that differs, what is stored now and what would have been saved. Lists are shown whole. */
export function staleError(mine: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>): AppError {
  const issues: FieldIssue[] = [];
  compare('', mine, theirs, issues);
  return new AppError('conflict', 'These settings were changed by somebody else in the meantime. Load them again and repeat the change.', { issues });
}

function compare(path: string, mine: unknown, theirs: unknown, issues: FieldIssue[]): void {
  if (issues.length >= most || JSON.stringify(mine) === JSON.stringify(theirs)) return;
  if (isPlain(mine) && isPlain(theirs)) {
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) compare(path === '' ? key : `${path}.${key}`, mine[key], theirs[key], issues);
    return;
  }
  issues.push({ path, message: `is ${shown(theirs)} now; yours is ${shown(mine)}` });
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

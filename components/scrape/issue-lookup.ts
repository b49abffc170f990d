import type { FieldIssue } from '@/lib/errors';

/** What is wrong with a field, of the issues of the form or of the server, whose paths begin with `body` and perhaps `job`. */
export function issueOf(issues: readonly FieldIssue[], path: string): string | undefined {
  const found = issues.filter((issue) => {
    const own = ownPath(issue);
    return own === path || own.startsWith(`${path}.`);
  });
  if (found.length === 0) return undefined;
  return found.map((issue) => {
    const rest = ownPath(issue).slice(path.length + 1);
    return rest === '' ? issue.message : `${rest}: ${issue.message}`;
  }).join(' ');
}

export function ownPath({ path }: FieldIssue): string {
  return path.replace(/^body\.(?:job\.)?/, '');
}

/** The sections that open by themselves, because something in them is wrong. */
export function hasIssue(issues: readonly FieldIssue[], paths: readonly string[]): boolean {
  return paths.some((path) => issueOf(issues, path) !== undefined);
}

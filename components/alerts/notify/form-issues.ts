import type { FieldIssue } from '@/lib/errors';

/** What is wrong with a field and with what is below it; the server's paths begin with `body` and perhaps the name of the document. */
export function issueAt(issues: readonly FieldIssue[], path: string): string | undefined {
  const found = issues.flatMap((issue) => {
    const own = ownPath(issue);
    if (own === path) return [issue.message];
    return own.startsWith(`${path}.`) ? [`${own.slice(path.length + 1)}: ${issue.message}`] : [];
  });
  return found.length === 0 ? undefined : found.join(' ');
}

export function ownPath({ path }: FieldIssue): string {
  return path.replace(/^body\.(?:(?:channel|policy|schedule)\.)?/, '');
}

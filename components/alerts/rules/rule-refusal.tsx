import type { FieldIssue } from '@/lib/errors';

/** Why the rule was not taken, once more below it: the field may be far above. */
export function RuleRefusal({ issues, message }: { issues: readonly FieldIssue[]; message: string | null }) {
  return (
    <div role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">
      {message ?? (issues.length === 1 ? 'One thing is to be corrected:' : `${issues.length} things are to be corrected:`)}
      {message === null ? (
        <ul className="list-inside list-disc">
          {issues.map(({ path, message: words }) => (
            <li key={path + words} className="break-words">
              <span className="font-mono text-xs">{path}</span>: {words}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

import { messageOf, type FieldIssue } from '@/lib/errors';
import { ownPath } from './form-issues';

/** Why a form was not taken: what is to be corrected, or what the server said. */
export function FormRefusal({ issues, error }: { issues: readonly FieldIssue[]; error: unknown }) {
  if (issues.length === 0 && !error) return null;
  return (
    <div role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
      {issues.length === 0 ? messageOf(error) : issues.length === 1 ? 'One thing is to be corrected:' : `${issues.length} things are to be corrected:`}
      {issues.length === 0 ? null : (
        <ul className="list-inside list-disc">
          {issues.map((issue) => (
            <li key={issue.path + issue.message} className="break-words">
              <span className="font-mono text-xs">{ownPath(issue)}</span>: {issue.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { isAppError, messageOf } from '@/lib/errors';

/** Why a document was refused, each fault with its place. */
export function Refusal({ error }: { error: unknown }) {
  const issues = isAppError(error) ? error.issues : [];
  return (
    <div role="alert" className="min-w-0 rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
      {issues.length === 0 ? messageOf(error) : issues.length === 1 ? 'One thing is wrong, and nothing was applied:' : `${issues.length} things are wrong, and nothing was applied:`}
      {issues.length === 0 ? null : (
        <ul className="list-inside list-disc">
          {issues.map(({ path, message }) => (
            <li key={path + message} className="break-words">
              {path ? <span className="font-mono text-xs">{path.replace(/^body\.(?:yaml\.?|document\.?)?/, '')}</span> : null}
              {path ? ': ' : ''}
              {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { sections, type ConfigChange } from '@/lib/configuration/schemas';

interface ChangeListProps {
  changes: readonly ConfigChange[];
  /** What is said when there is nothing. */
  none: string;
}

const kindWords = { create: 'Added', update: 'Changed', remove: 'Removed' } as const;
const most = 200;

/** What changes, one by one, with both sides of each field. */
export function ChangeList({ changes, none }: ChangeListProps) {
  if (changes.length === 0) return <p className="px-4 py-3 text-sm text-muted">{none}</p>;
  return (
    <>
      <ul aria-label="Changes" className="divide-y">
        {changes.slice(0, most).map((change) => (
          <li key={`${change.section} ${change.name ?? ''} ${change.kind}`} className="flex min-w-0 flex-col gap-1 px-4 py-3 text-sm">
            <p className="min-w-0 break-words">
              <span className="font-medium">{kindWords[change.kind]}</span> <span className="text-muted">{sections[change.section].title}</span>
              {change.name === null ? null : <span className="font-medium"> {change.name}</span>}
            </p>
            {change.impact ? <p className="text-warning">{change.impact}</p> : null}
            <Fields change={change} />
          </li>
        ))}
      </ul>
      {changes.length > most ? <p className="border-t px-4 py-3 text-sm text-muted">{changes.length - most} more changes are not shown. Download the documents to compare them all.</p> : null}
    </>
  );
}

function Fields({ change: { kind, fields } }: { change: ConfigChange }) {
  if (kind !== 'update' && fields.length > 6) return <p className="text-xs text-muted">{fields.length} fields</p>;
  return (
    <dl className="flex min-w-0 flex-col gap-1">
      {fields.map(({ path, before, after }) => (
        <div key={path} className="grid min-w-0 grid-cols-1 gap-x-3 font-mono text-xs sm:grid-cols-[12rem_1fr]">
          <dt className="min-w-0 break-words text-muted">{path}</dt>
          <dd className="min-w-0 break-words">
            {before === null ? null : (
              <del className="text-muted">
                <span className="sr-only">before: </span>
                {before}
              </del>
            )}
            {before !== null && after !== null ? <span aria-hidden> → </span> : null}
            {after === null ? null : (
              <ins className="no-underline">
                <span className="sr-only">after: </span>
                {after}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

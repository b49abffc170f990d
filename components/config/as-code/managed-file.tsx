import { useNow } from '@/components/alerts/use-now';
import { Since } from '@/components/time/since';
import { Card, CardHeader } from '@/components/ui/card';
import { StateBadge } from '@/components/ui/state';
import type { ConfigFileView } from '@/lib/configuration/schemas';

/** The watched file: what it manages, and what is wrong with it by line. */
export function ManagedFile({ file, titles, readMs }: { file: ConfigFileView | null; titles: readonly string[]; readMs: number }) {
  const now = useNow(readMs, readMs);
  return (
    <Card aria-label="Watched file">
      <CardHeader title="Watched file" note={file ? <StateBadge state={file.problems.length > 0 ? 'critical' : 'ok'} /> : undefined} />
      <div className="flex min-w-0 flex-col gap-2 px-4 pb-4 text-sm">
        {file === null ? (
          <p className="text-muted">None. Start Nines with CONFIG_PATH set to a file or folder: it is applied when it changes, and what it states is locked here.</p>
        ) : (
          <>
            <p className="min-w-0 break-words">
              <span className="font-mono text-xs">{file.name}</span> manages {titles.length === 0 ? 'nothing' : titles.join(', ')}. {titles.length === 0 ? '' : 'That is changed in the file and nowhere else.'}
            </p>
            <p className="text-muted">
              {file.appliedAt === null ? 'It was never applied.' : <>Applied <Since atMs={file.appliedAt} nowMs={now} form="ago" />.</>} Read <Since atMs={file.checkedAt} nowMs={now} form="ago" />.
            </p>
            {file.problems.length > 0 ? (
              <div role="alert" className="min-w-0 rounded-base border border-critical-fill bg-critical-soft px-4 py-2">
                <p>The file as it is now is not applied; the last good one holds.</p>
                <ul className="list-inside list-disc">
                  {file.problems.map((problem) => (
                    <li key={`${problem.file}${problem.line}${problem.path}${problem.message}`} className="break-words">
                      <span className="font-mono text-xs">
                        {problem.file}
                        {problem.line === null ? '' : `, line ${problem.line}`}
                        {problem.path ? `, ${problem.path}` : ''}
                      </span>
                      : {problem.message}
                    </li>
                  ))}
                </ul>
              </div>
            ) : null}
          </>
        )}
      </div>
    </Card>
  );
}

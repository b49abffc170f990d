import { Button } from '@/components/ui/button';
import type { ScrapeJobView } from '@/lib/scrape/views';
import { draftOf, type JobDraft } from './job-draft';

interface JobConflictProps {
  mine: JobDraft;
  theirs: ScrapeJobView;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

const names: Partial<Record<keyof JobDraft, string>> = {
  isEnabled: 'On', groups: 'Targets', interval: 'Interval', metricsPath: 'Path', params: 'Parameters', filePaths: 'Files', fileRefresh: 'Files read again every',
  authType: 'Authentication', username: 'User name', ca: 'Certificate authority', serverName: 'Server name', insecureSkipVerify: 'Certificate not checked',
  clientCert: 'Client certificate', relabelling: 'Relabelling of targets', metricRelabelling: 'Relabelling of samples', honorLabels: 'Keep labels',
  honorTimestamps: 'Keep times', followRedirects: 'Follow redirects', sampleLimit: 'Samples a scrape', targetLimit: 'Targets at most', bodySizeMiB: 'Size of an answer',
};

/** Somebody changed the job in the meantime: both sides where they differ, and the choice between them. */
export function JobConflict({ mine, theirs, onTakeTheirs, onKeepMine }: JobConflictProps) {
  const other = draftOf(theirs.settings);
  const keys = (Object.keys(other) as (keyof JobDraft)[]).filter((key) => !isSecret(key) && shown(mine, key) !== shown(other, key));
  return (
    <section role="alert" aria-label="Conflict" className="flex flex-col gap-3 rounded-base border border-warning-fill bg-warning-soft p-4 text-sm">
      <p className="font-medium">Somebody else changed this job while you edited it. Nothing of yours was saved.</p>
      {keys.length === 0 ? (
        <p>Both sides say the same, but perhaps for their secrets.</p>
      ) : (
        <dl className="grid grid-cols-1 gap-3 sm:grid-cols-[10rem_1fr_1fr]">
          {keys.map((key) => (
            <div key={key} className="contents">
              <dt className="font-medium first-letter:uppercase">{names[key] ?? key}</dt>
              <dd className="min-w-0 font-mono text-xs break-words whitespace-pre-wrap">
                <span className="font-sans text-muted">Now: </span>
                {shown(other, key) || 'empty'}
              </dd>
              <dd className="min-w-0 font-mono text-xs break-words whitespace-pre-wrap">
                <span className="font-sans text-muted">Yours: </span>
                {shown(mine, key) || 'empty'}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>Take what is stored</Button>
        <Button onClick={onKeepMine}>Keep mine, then save again</Button>
      </div>
    </section>
  );
}

function isSecret(key: keyof JobDraft): boolean {
  return key === 'password' || key === 'token' || key === 'clientKey';
}

function shown(draft: JobDraft, key: keyof JobDraft): string {
  if (key === 'groups') return draft.groups.map(({ targets, labels }) => [targets.trim(), labels.trim()].filter(Boolean).join(' with ')).join('\n');
  if (key === 'headers') return draft.headers.map(({ name }) => name).join(', ');
  const value = draft[key];
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

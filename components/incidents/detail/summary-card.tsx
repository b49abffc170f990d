import { ExternalLink, Pencil } from 'lucide-react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Incident } from '@/lib/incidents/schemas';
import { sourceWord } from '../incident-words';
import { Markdown } from './markdown';

/** What is known now, who it belongs to, and the way to the runbook. */
export function SummaryCard({ incident, onEdit }: { incident: Incident; onEdit: (() => void) | null }) {
  const { summary, team, runbookUrl, source } = incident;
  const hasRunbook = runbookUrl !== null && /^https?:\/\//i.test(runbookUrl);
  return (
    <Card aria-labelledby="summary-title">
      <header className="flex items-center justify-between gap-3 pt-1 pr-2 pl-4">
        <h3 id="summary-title" className="text-sm font-medium">
          Summary
        </h3>
        {onEdit ? (
          <Button look="quiet" aria-keyshortcuts="e" onClick={onEdit}>
            <Pencil aria-hidden className="size-4" />
            Edit
          </Button>
        ) : null}
      </header>
      <div className="flex min-w-0 flex-col gap-3 px-4 pb-4">
        {summary.trim() === '' ? <p className="text-sm text-muted">Nobody has written yet what is known.{onEdit ? ' A sentence or two save everybody the question.' : ''}</p> : <Markdown text={summary} />}
        {hasRunbook ? (
          <a href={runbookUrl} target="_blank" rel="noreferrer" className={buttonStyle({ className: 'self-start' })}>
            <ExternalLink aria-hidden className="size-4" />
            Runbook
          </a>
        ) : null}
        <p className="text-xs text-muted">
          Declared {sourceWord[source]}
          {team ? `, team ${team}` : ''}.
        </p>
      </div>
    </Card>
  );
}

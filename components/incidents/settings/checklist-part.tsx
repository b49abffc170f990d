'use client';

import { Plus } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Button } from '@/components/ui/button';
import type { FieldIssue } from '@/lib/errors';
import { ItemTools } from './item-tools';
import { moved, withItem } from './settings-draft';
import { SettingsPart } from './settings-part';

interface ChecklistPartProps {
  checklist: readonly string[];
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (checklist: string[]) => void;
}

const mostTasks = 50;

/** The tasks that each incident begins with. */
export function ChecklistPart({ checklist, issues, canEdit, onChange }: ChecklistPartProps) {
  const error = issueAt(issues, 'checklist');
  return (
    <SettingsPart title="Checklist" about={`Tasks that each new incident begins with, in this order; at most ${mostTasks}.`}>
      {checklist.length === 0 ? <p className="text-sm text-muted">No task: incidents begin without any.</p> : null}
      <ol className="flex flex-col gap-2">
        {checklist.map((text, index) => (
          <li key={index} className="flex min-w-0 flex-wrap items-center justify-end gap-x-2 sm:flex-nowrap">
            <input
              aria-label={`Task ${index + 1}`}
              autoComplete="off"
              maxLength={300}
              value={text}
              onChange={(event) => onChange(withItem(checklist, index, event.target.value))}
              className="h-11 min-w-0 grow basis-full rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:basis-0 sm:text-sm"
            />
            {canEdit ? <ItemTools name={`task ${index + 1}`} isFirst={index === 0} isLast={index === checklist.length - 1} onMove={(by) => onChange(moved(checklist, index, by))} onRemove={() => onChange(withItem(checklist, index, null))} /> : null}
          </li>
        ))}
      </ol>
      {error ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      {canEdit && checklist.length < mostTasks ? (
        <Button className="self-start" onClick={() => onChange([...checklist, ''])}>
          <Plus aria-hidden className="size-4" />
          Add a task
        </Button>
      ) : null}
    </SettingsPart>
  );
}

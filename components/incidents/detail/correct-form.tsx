'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { addEntry } from '@/lib/incidents/api';
import { incidentLimits, type TimelineEntry } from '@/lib/incidents/schemas';
import { DialogForm } from './dialog-form';
import { isMarkdown } from './entry-mark';
import { Markdown } from './markdown';
import { MarkdownField } from './markdown-field';
import { useAct } from './use-act';

interface CorrectFormProps {
  id: string;
  entry: TimelineEntry;
  onClose: () => void;
}

/** Says what should have been written; what was written stays below it. */
export function CorrectForm({ id, entry, onClose }: CorrectFormProps) {
  const [text, setText] = useState(isMarkdown(entry.kind) ? entry.text : '');
  const correct = useAct(() => callEndpoint(addEntry, { params: { id }, body: { text: text.trim(), corrects: entry.id } }), onClose);
  return (
    <DialogForm submit="Correct" isPending={correct.isPending} isDisabled={text.trim() === '' || text.trim() === entry.text} error={correct.error} onSubmit={() => correct.mutate(undefined)}>
      <div className="max-h-40 overflow-y-auto rounded-base border bg-page px-3 py-2">
        <p className="mb-1 text-xs text-muted">What was written, which stays readable</p>
        {isMarkdown(entry.kind) ? <Markdown text={entry.text} /> : <p className="text-sm break-words">{entry.text}</p>}
      </div>
      <MarkdownField label="Correction" isFirst value={text} rows={4} maxLength={incidentLimits.comment} placeholder="How it was" onChange={setText} />
    </DialogForm>
  );
}

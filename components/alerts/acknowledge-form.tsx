'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import type { AlertView } from '@/lib/alerts/schemas';
import { ProseField } from './prose-field';
import type { AcknowledgeDetails } from './use-alert-actions';
import { usePeople } from './use-people';
import type { Viewer } from './viewer';

interface AcknowledgeFormProps {
  alerts: readonly AlertView[];
  viewer: Viewer;
  onAcknowledge: (details: AcknowledgeDetails) => void;
}

const hourMs = 3_600_000;
const ends = [
  { value: '0', label: 'Until it ends' },
  { value: String(hourMs / 2), label: 'For 30 min' },
  { value: String(hourMs), label: 'For 1 h' },
  { value: String(4 * hourMs), label: 'For 4 h' },
  { value: String(24 * hourMs), label: 'For 24 h' },
];

/** Who works on it, until when and what there is to say. */
export function AcknowledgeForm({ alerts, viewer, onAcknowledge }: AcknowledgeFormProps) {
  const [first] = alerts;
  const [comment, setComment] = useState(alerts.length === 1 ? (first?.comment ?? '') : '');
  const [ownerId, setOwnerId] = useState(alerts.length === 1 ? (first?.owner?.id ?? viewer.id) : viewer.id);
  const [lengthMs, setLengthMs] = useState('0');
  const people = usePeople(viewer);
  const submit = () => {
    const owner = people.find(({ id }) => id === ownerId) ?? viewer;
    onAcknowledge({ comment: comment.trim(), owner: { id: owner.id, name: owner.name }, lengthMs: lengthMs === '0' ? null : Number(lengthMs) });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="text-sm text-muted">Its escalation stops: nobody else is told while you have it.</p>
      <ProseField label="Comment" data-first value={comment} maxLength={2_000} onChange={(event) => setComment(event.target.value)} />
      {people.length > 1 ? (
        <SelectField label="Owner" value={ownerId} onChange={setOwnerId} options={people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (you)` : name }))} />
      ) : null}
      <SelectField label="How long" value={lengthMs} onChange={setLengthMs} options={ends} />
      <Button type="submit" look="primary" size="large">
        Acknowledge
      </Button>
    </form>
  );
}

'use client';

import { useState } from 'react';
import { ProseField } from '@/components/alerts/prose-field';
import { incidentName, incidentStateWord } from '@/components/incidents/incident-words';
import { sheetStyle } from '@/components/incidents/sheet-style';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident, IncidentState } from '@/lib/incidents/schemas';

export interface AskedMove {
  incident: Incident;
  state: IncidentState;
}

interface MoveDialogProps {
  /** Null: closed. */
  asked: AskedMove | null;
  onClose: () => void;
  onMove: (note: string) => void;
}

/** Ending an incident, or opening it again, with what there is to say of it. */
export function MoveDialog({ asked, onClose, onMove }: MoveDialogProps) {
  const isEnd = asked !== null && !isOpen(asked.state);
  return (
    <Dialog open={asked !== null} onClose={onClose} title={asked ? `${isEnd ? 'Resolve' : 'Open again'}: ${incidentName(asked.incident)}` : 'Move'} className={sheetStyle}>
      {asked ? <MoveForm asked={asked} isEnd={isEnd} onMove={onMove} /> : null}
    </Dialog>
  );
}

function MoveForm({ asked: { incident, state }, isEnd, onMove }: { asked: AskedMove; isEnd: boolean; onMove: (note: string) => void }) {
  const [note, setNote] = useState('');
  const { open } = incident.alerts;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onMove(note.trim());
      }}
    >
      <p className="text-sm text-muted">
        {isEnd ? 'Its time of resolution is now. The review comes next.' : `It is ${incidentStateWord[state].toLowerCase()} again, and its time of resolution is taken out.`}
        {isEnd && open > 0 ? ` ${open} of its alerts ${open === 1 ? 'is' : 'are'} still open.` : ''}
      </p>
      <ProseField
        label="Note for the timeline"
        data-first
        value={note}
        maxLength={2_000}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <Button type="submit" look="primary" size="large">
        {isEnd ? 'Resolve the incident' : 'Open it again'}
      </Button>
    </form>
  );
}

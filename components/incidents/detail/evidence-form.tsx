'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Check } from '@/components/ui/check';
import { Segmented } from '@/components/ui/segmented';
import { addEntry } from '@/lib/incidents/api';
import { incidentLimits, type EvidenceRequest } from '@/lib/incidents/schemas';
import { DialogForm } from './dialog-form';
import { EvidenceChartFields } from './evidence-chart-fields';
import { EvidenceCheckFields } from './evidence-check-fields';
import type { IncidentData } from './incident-data';
import { MarkdownField } from './markdown-field';
import { useAct } from './use-act';

/** Evidence for the timeline that stays as it is now: a chart, or what a check saw. */
export function EvidenceForm({ data, onClose }: { data: IncidentData; onClose: () => void }) {
  const { incident, alerts } = data;
  const [kind, setKind] = useState<EvidenceRequest['kind']>('chart');
  const [asked, setAsked] = useState<EvidenceRequest | null>(null);
  const [text, setText] = useState('');
  const [isPinned, setIsPinned] = useState(true);
  const add = useAct(() => callEndpoint(addEntry, { params: { id: incident.id }, body: { text: text.trim(), evidence: asked, isPinned }, timeoutMs: 30_000 }), onClose);
  return (
    <DialogForm submit="Add evidence" isPending={add.isPending} isDisabled={asked === null || text.trim() === ''} error={add.error} onSubmit={() => add.mutate(undefined)}>
      <Segmented
        label="What to keep"
        className="self-start max-sm:self-stretch"
        value={kind}
        onChange={(next) => {
          setKind(next);
          setAsked(null);
        }}
        options={[{ value: 'chart', label: 'A chart' }, { value: 'check_event', label: 'What a check saw' }]}
      />
      {kind === 'chart' ? <EvidenceChartFields incident={incident} alerts={alerts} onAsk={setAsked} /> : <EvidenceCheckFields services={incident.services} onAsk={setAsked} />}
      <MarkdownField label="What it shows" value={text} rows={2} maxLength={incidentLimits.comment} placeholder="Latency doubles right after the deployment" onChange={setText} />
      <Check label="Pin it to the top of the timeline" checked={isPinned} onChange={(event) => setIsPinned(event.target.checked)} />
    </DialogForm>
  );
}

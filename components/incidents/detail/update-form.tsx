'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { channelsQuery } from '@/components/alerts/notify/notify-queries';
import { callEndpoint } from '@/components/api-client';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { SelectField } from '@/components/ui/select-field';
import { postUpdate } from '@/lib/incidents/api';
import { incidentLimits } from '@/lib/incidents/schemas';
import { readStatusPage } from '@/lib/status-pages/api';
import { incidentSettingsQuery } from '../incident-queries';
import { beganAt, incidentStateWord, severityShown } from '../incident-words';
import { DialogForm } from './dialog-form';
import type { IncidentData } from './incident-data';
import { MarkdownField } from './markdown-field';
import { newKey } from './new-key';
import { nextStates } from './state-form';
import { beginUpdate, updateBody, updateFaults, withState, withTemplate, type UpdateDraft, type UpdateFacts } from './update-draft';
import { UpdateChannels } from './update-channels';
import { UpdatePosted } from './update-posted';
import { UpdatePublic } from './update-public';
import { useAct } from './use-act';
import { useKeptText } from './use-kept-text';

const same = 'same';

/** Tells others: channels, who watches, and the status page, in one go. What was written stays until it is posted. */
export function UpdateForm({ data, onClose }: { data: IncidentData; onClose: () => void }) {
  const { incident, publication } = data;
  const zone = useZone() ?? 'UTC';
  const settings = useQuery(incidentSettingsQuery()).data?.settings;
  const channels = useQuery(channelsQuery()).data?.channels ?? [];
  const page = useQuery({ queryKey: ['status page'], queryFn: ({ signal }) => callEndpoint(readStatusPage, { signal }) }).data;
  const [kept, keep] = useKeptText(`incident update ${incident.id}`);
  const [key] = useState(newKey);
  const [draft, setDraft] = useState(() => beginUpdate(kept, publication));
  const [replaced, setReplaced] = useState('');
  const [isTried, setIsTried] = useState(false);
  const faults = isTried ? updateFaults(draft) : {};
  const facts: UpdateFacts = { incident, severity: severityShown(settings?.severities ?? [], incident.severity).name, since: formatAbsolute(beganAt(incident), zone) };
  const choices = nextStates(incident.state).filter((state) => state !== 'reviewed');
  const take = (next: UpdateDraft) => {
    setDraft(next);
    keep(next.text);
  };
  const post = useAct(() => callEndpoint(postUpdate, { params: { id: incident.id }, body: updateBody(draft, key), timeoutMs: 30_000 }), () => keep(''));
  const submit = () => {
    setIsTried(true);
    if (Object.keys(updateFaults(draft)).length === 0) post.mutate(undefined);
  };
  if (post.isSuccess) return <UpdatePosted result={post.data} publicUrl={draft.isPublic && page?.isOn ? page.url : null} onClose={onClose} />;
  const templates = settings?.templates ?? [];
  return (
    <DialogForm submit="Post update" isPending={post.isPending} error={post.error} onSubmit={submit}>
      {templates.length > 0 ? (
        <SelectField
          label="Template"
          value=""
          options={[{ value: '', label: 'Choose one to begin with' }, ...templates.map(({ name }, index) => ({ value: String(index), label: name }))]}
          onChange={(index) => {
            const template = templates[Number(index)];
            if (index === '' || !template) return;
            setReplaced(draft.filled?.text === draft.text ? '' : draft.text);
            take(withTemplate(draft, template, facts, choices));
          }}
        />
      ) : null}
      {replaced.trim() === '' ? null : (
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
          The template took the place of what you wrote.
          <Button
            look="quiet"
            onClick={() => {
              take({ ...draft, text: replaced, filled: null });
              setReplaced('');
            }}
          >
            Put it back
          </Button>
        </p>
      )}
      <MarkdownField label="Update" isFirst value={draft.text} rows={6} maxLength={incidentLimits.comment} error={faults.text} placeholder="What users see, what is done about it, when you will say more" onChange={(text) => take({ ...draft, text, filled: null })} />
      <SelectField
        label="State"
        value={draft.state ?? same}
        options={[{ value: same, label: `Stays ${incidentStateWord[incident.state].toLowerCase()}` }, ...choices.map((state) => ({ value: state, label: incidentStateWord[state] }))]}
        onChange={(value) => setDraft(withState(draft, value === same ? null : value, facts))}
      />
      <UpdateChannels channels={channels} chosen={draft.channelIds} onChange={(channelIds) => setDraft({ ...draft, channelIds })} />
      <Check label="Tell those who watch this incident" checked={draft.toWatchers} onChange={(event) => setDraft({ ...draft, toWatchers: event.target.checked })} />
      {page && page.version > 0 ? <UpdatePublic draft={draft} page={page} fault={faults.publicTitle} onEdit={(change) => setDraft({ ...draft, ...change })} /> : null}
    </DialogForm>
  );
}

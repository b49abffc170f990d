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
import { incidentLimits, type Incident, type IncidentState } from '@/lib/incidents/schemas';
import { readStatusPage } from '@/lib/status-pages/api';
import { incidentSettingsQuery } from '../incident-queries';
import { beganAt, incidentStateWord, severityShown } from '../incident-words';
import { DialogForm } from './dialog-form';
import type { IncidentData } from './incident-data';
import { MarkdownField } from './markdown-field';
import { newKey } from './new-key';
import { nextStates } from './state-form';
import { beginUpdate, refill, updateBody, updateFaults, withState, withTemplate, type UpdateDraft, type UpdateFacts } from './update-draft';
import { UpdateChannels } from './update-channels';
import { UpdateConflict } from './update-conflict';
import { internalNamesIn } from './update-internal-names';
import { UpdatePosted } from './update-posted';
import { UpdatePublic } from './update-public';
import { useKeptText } from './use-kept-text';
import { usePostUpdate } from './use-post-update';

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
  const [stored, setDraft] = useState(() => beginUpdate(kept, publication));
  // A page that is switched off takes nothing.
  const draft = page && !page.isOn ? { ...stored, isPublic: false } : stored;
  // The incident as it was when the state was chosen: what it becomes meanwhile is not what was decided upon.
  const [base, setBase] = useState(incident);
  const [replaced, setReplaced] = useState('');
  const [isTried, setIsTried] = useState(false);
  const faults = isTried ? updateFaults(draft) : {};
  const facts: UpdateFacts = { incident, severity: severityShown(settings?.severities ?? [], incident.severity).name, since: formatAbsolute(beganAt(incident), zone), components: page?.components ?? [] };
  const allowed: IncidentState[] = nextStates(incident.state).filter((state) => state !== 'reviewed');
  const choices = draft.state === null || allowed.includes(draft.state) ? allowed : [...allowed, draft.state];
  const take = (next: UpdateDraft) => {
    setDraft(next);
    keep(next.text);
  };
  const takeState = (next: UpdateDraft) => {
    if (next.state !== draft.state) setBase(incident);
    take(next);
  };
  const post = usePostUpdate(incident.id, () => keep(''));
  const { conflict } = post;
  const send = (from: Incident) => post.mutate({ base: from, body: (version) => updateBody(draft, { key, version, componentIds: page?.components.map(({ id }) => id) ?? null }) });
  const submit = () => {
    setIsTried(true);
    if (Object.keys(updateFaults(draft)).length === 0) send(base);
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
            takeState(withTemplate(draft, template, facts, allowed));
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
        onChange={(value) => takeState(withState(draft, value === same ? null : value, facts))}
      />
      <UpdateChannels channels={channels} chosen={draft.channelIds} onChange={(channelIds) => setDraft({ ...draft, channelIds })} />
      <Check label="Tell those who watch this incident" checked={draft.toWatchers} onChange={(event) => setDraft({ ...draft, toWatchers: event.target.checked })} />
      {page && page.version > 0 ? (
        <UpdatePublic
          draft={draft}
          page={page}
          fault={faults.publicTitle}
          internalNames={internalNamesIn([draft.publicTitle, draft.text], data, page.components.map(({ name }) => name))}
          onEdit={(change) => take(refill({ ...draft, ...change }, facts))}
        />
      ) : null}
      {conflict ? (
        <UpdateConflict
          field={conflict.field}
          isPending={post.isPending}
          onKeepMine={() => send(conflict.theirs)}
          onTakeTheirs={() => {
            post.reset();
            take(withState(draft, null, { ...facts, incident: conflict.theirs }));
          }}
        />
      ) : null}
    </DialogForm>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { incidentHooksQuery } from '@/components/incidents/incident-queries';
import { Button } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { isAppError } from '@/lib/errors';
import { createIncidentHook } from '@/lib/incidents/api';
import type { IncidentSeverity } from '@/lib/incidents/schemas';

interface HookFormProps {
  severities: readonly IncidentSeverity[];
  onDone: () => void;
}

/** A new address, which is shown this once. */
export function HookForm({ severities, onDone }: HookFormProps) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [severity, setSeverity] = useState(severities.find(({ look }) => look === 'warning')?.key ?? severities[0]?.key ?? '');
  const make = useMutation({
    mutationFn: () => callEndpoint(createIncidentHook, { body: { name: name.trim(), severity } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: incidentHooksQuery().queryKey }),
  });
  if (make.data) return <MadeHook url={make.data.url} onDone={onDone} />;
  const issues = isAppError(make.error) ? make.error.issues : [];
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') make.mutate();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={100} placeholder="Slack /incident" value={name} error={issueAt(issues, 'name')} hint="Who calls it. Stands in the timeline of what it declares." onChange={(event) => setName(event.target.value)} />
      <SelectField label="Severity, unless the call says another" value={severity} options={severities.map((each) => ({ value: each.key, label: each.name }))} onChange={setSeverity} />
      <FormRefusal issues={issues} error={make.error} />
      <Button type="submit" look="primary" size="large" pending={make.isPending} disabled={name.trim() === ''}>
        Make the address
      </Button>
    </form>
  );
}

function MadeHook({ url, onDone }: { url: string; onDone: () => void }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm">Copy it now: it is not shown again. Whoever has it can declare incidents.</p>
      <CopyField label="Address" text={url} isFirst hint="POST to it, with JSON or as the slash command of a chat." />
      <Button look="primary" size="large" onClick={onDone}>
        I have it
      </Button>
    </div>
  );
}

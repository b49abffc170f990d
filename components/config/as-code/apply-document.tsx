'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { TextArea } from '@/components/ui/text-area';
import { applyConfiguration } from '@/lib/configuration/api';
import { documentLimits } from '@/lib/configuration/schemas';
import { PlanConfirm } from '../plan-confirm';
import { Refusal } from '../refusal';

const timeoutMs = 60_000;

/** A document that is pasted or chosen: first what it would change, then the doing of it. */
export function ApplyDocument() {
  const queries = useQueryClient();
  const fileId = useId();
  const [yaml, setYaml] = useState('');
  const [allowRemovals, setAllowRemovals] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  // What is removed is shown whether or not it may be: the dry run changes nothing.
  const plan = useMutation({ mutationFn: () => callEndpoint(applyConfiguration, { body: { yaml, dryRun: true, allowRemovals: true }, timeoutMs }) });
  const apply = useMutation({
    mutationFn: (sha256: string) => callEndpoint(applyConfiguration, { body: { yaml, sha256, allowRemovals }, timeoutMs }),
    onSuccess: async () => {
      plan.reset();
      setYaml('');
      setAllowRemovals(false);
      await queries.invalidateQueries();
    },
  });
  const change = (text: string) => {
    setYaml(text);
    setAllowRemovals(false);
    plan.reset();
    apply.reset();
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card aria-label="Apply a document">
        <CardHeader title="Apply a document" />
        <div className="flex min-w-0 flex-col gap-3 px-4 pb-4">
          <TextArea label="Document" rows={10} value={yaml} placeholder={'version: 1\nthresholds:\n  cpu: { warning: 80, critical: 95 }'} hint="YAML. A section that it has is replaced whole; sections that it has not are left alone. Nothing changes before you have seen what would." onChange={(event) => change(event.target.value)} />
          <div className="flex flex-wrap items-center gap-3">
            <Button look="primary" size="large" pending={plan.isPending} disabled={yaml.trim() === ''} onClick={() => plan.mutate()}>
              See what it would change
            </Button>
            <label htmlFor={fileId} className="relative inline-flex h-11 cursor-pointer items-center rounded-base border bg-surface px-4 text-sm font-medium focus-within:outline-2 hover:bg-sunken">
              Choose a file
              <input
                id={fileId} type="file" accept=".yaml,.yml,application/yaml,text/yaml" className="absolute -inset-px cursor-pointer opacity-0"
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  event.target.value = '';
                  if (!file) return;
                  setTooLarge(file.size > documentLimits.bytes);
                  if (file.size <= documentLimits.bytes) void file.text().then(change);
                }}
              />
            </label>
            <span role="status" className="text-sm text-muted empty:sr-only">
              {tooLarge ? `The file is larger than ${documentLimits.bytes / 2 ** 20} MiB.` : apply.isSuccess ? `Applied: version ${apply.data.version} holds now.` : ''}
            </span>
          </div>
        </div>
      </Card>
      {plan.isError ? <Refusal error={plan.error} /> : null}
      {apply.isError ? <Refusal error={apply.error} /> : null}
      {plan.data ? (
        <PlanConfirm plan={plan.data} title="What it would change" label="Apply the document" pending={apply.isPending} allowRemovals={allowRemovals} onAllowRemovals={setAllowRemovals} onConfirm={() => plan.data && apply.mutate(plan.data.sha256)} onCancel={() => plan.reset()} />
      ) : null}
    </div>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ChangeEvent } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { StateIcon } from '@/components/ui/state';
import { TextArea } from '@/components/ui/text-area';
import { importChecks } from '@/lib/checks/api';
import { messageOf } from '@/lib/errors';
import { checksKey } from './check-queries';
import { counted } from './check-words';

type Source = 'uptime-kuma' | 'blackbox';

const sources = [
  { value: 'uptime-kuma', label: 'Uptime Kuma' },
  { value: 'blackbox', label: 'Blackbox exporter' },
] as const;

const words: Record<Source, { label: string; hint: string; placeholder: string; accept: string }> = {
  'uptime-kuma': { label: 'Backup', hint: 'The JSON that Uptime Kuma writes under Settings, Backup, Export.', placeholder: '{ "version": "1.23.0", "monitorList": [ ... ] }', accept: '.json,application/json' },
  blackbox: { label: 'Modules', hint: 'The configuration of the blackbox exporter.', placeholder: 'modules:\n  http_2xx:\n    prober: http', accept: '.yml,.yaml,text/yaml,application/yaml' },
};

const longestFile = 2_000_000;

/** Takes over checks from elsewhere: looked at first, then created. */
export function ImportChecks({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [source, setSource] = useState<Source>('uptime-kuma');
  const [text, setText] = useState('');
  const [targets, setTargets] = useState('');
  const [fault, setFault] = useState<string>();
  const send = useMutation({
    mutationFn: (isTrial: boolean) => callEndpoint(importChecks, { body: { source, text, targets: source === 'blackbox' ? linesOf(targets) : [], isTrial }, timeoutMs: 60_000 }),
    onSuccess: (_, isTrial) => (isTrial ? undefined : queries.invalidateQueries({ queryKey: checksKey })),
  });
  const { data, variables: isTrial } = send;
  const isMade = data !== undefined && isTrial === false;
  const forget = () => {
    setFault(undefined);
    if (!send.isIdle) send.reset();
  };
  const take = (next: string) => {
    setText(next);
    forget();
  };
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    if (file.size > longestFile) setFault(`A file has at most 2 MB; ${file.name} is larger.`);
    else take(await file.text());
  };
  const { label, hint, placeholder, accept } = words[source];
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') setFault('Choose a file first, or paste it.');
        else send.mutate(true);
      }}
    >
      <Segmented
        label="From"
        options={sources}
        value={source}
        onChange={(next) => {
          setSource(next);
          forget();
        }}
        className="self-start"
      />
      <label className="flex min-w-0 flex-col gap-1 text-sm font-medium">
        File
        <input type="file" accept={accept} onChange={(event) => void read(event)} className="block min-h-11 w-full min-w-0 rounded-base border border-line-strong p-2 text-sm font-normal file:mr-3 file:rounded-base file:border file:bg-surface file:px-3 file:py-1 file:text-ink sm:min-h-9" />
      </label>
      <TextArea label={label} rows={data ? 3 : 8} value={text} placeholder={placeholder} hint={hint} error={fault ?? (send.isError ? messageOf(send.error) : undefined)} onChange={(event) => take(event.target.value)} />
      {source === 'blackbox' ? (
        <TextArea
          label="Targets"
          rows={3}
          value={targets}
          placeholder="https://example.com"
          hint="One a line; each is looked at by each module."
          onChange={(event) => {
            setTargets(event.target.value);
            forget();
          }}
        />
      ) : null}
      {data ? <Found {...data} isMade={isMade} /> : null}
      <div className="flex flex-wrap gap-2">
        {isMade ? (
          <Button look="primary" size="large" onClick={onClose}>
            See the checks
          </Button>
        ) : data && data.made.length > 0 ? (
          <Button look="primary" size="large" pending={send.isPending} onClick={() => send.mutate(false)}>
            Create {counted(data.made.length, 'check')}
          </Button>
        ) : (
          <Button type="submit" look="primary" size="large" pending={send.isPending}>
            Look what is in it
          </Button>
        )}
      </div>
    </form>
  );
}

interface FoundProps {
  made: readonly { name: string; kind: string; target: string }[];
  skipped: readonly { name: string; reason: string }[];
  isMade: boolean;
}

function Found({ made, skipped, isMade }: FoundProps) {
  return (
    <section aria-label="Checks found" role="status" className="min-w-0 rounded-base border">
      <h3 className="px-4 py-3 text-sm font-medium">
        {isMade ? `${counted(made.length, 'check was', 'checks were')} created` : `${counted(made.length, 'check')} can be created`}
        {skipped.length > 0 ? `, ${skipped.length.toLocaleString('en')} left out` : ''}
      </h3>
      <ul className="max-h-72 divide-y overflow-y-auto border-t" tabIndex={0}>
        {skipped.map(({ name, reason }, index) => (
          <li key={`skipped ${index}`} className="flex items-start gap-3 px-4 py-2 text-sm">
            <StateIcon state="warning" className="mt-0.5" />
            <p className="min-w-0 break-words">
              <span className="font-medium">{name}</span> <span className="text-muted">{reason}</span>
            </p>
          </li>
        ))}
        {made.map(({ name, kind, target }, index) => (
          <li key={`made ${index}`} className="flex items-start gap-3 px-4 py-2 text-sm">
            <StateIcon state="ok" className="mt-0.5" />
            <p className="min-w-0 break-words">
              <span className="font-medium">{name}</span>{' '}
              <span className="text-muted">
                {kind} {target}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

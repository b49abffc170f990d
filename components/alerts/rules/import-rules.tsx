'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ChangeEvent, type MouseEvent } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import { TextArea } from '@/components/ui/text-area';
import { importAlertRules, type ImportAnswer } from '@/lib/alerts/rules/api';
import { messageOf } from '@/lib/errors';
import { rulesKey } from './rule-queries';
import { counted } from './rule-words';

type Mode = 'check' | 'create';

const longestFile = 2 * 1024 * 1024;

/** A file that was mended and is chosen again is a change only when the choice before it is forgotten. */
function forget({ currentTarget }: MouseEvent<HTMLInputElement>) {
  currentTarget.value = '';
}

/** Takes a Prometheus rule file: looked at first, then created. */
export function ImportRules({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [yaml, setYaml] = useState('');
  const [fault, setFault] = useState<string>();
  const send = useMutation({
    mutationFn: (mode: Mode) => callEndpoint(importAlertRules, { body: { yaml, mode } }),
    onSuccess: (_, mode) => (mode === 'create' ? queries.invalidateQueries({ queryKey: rulesKey }) : undefined),
  });
  const { data, variables: mode } = send;
  const sound = data && data.issues.length === 0 ? data.rules.filter(({ problem }) => problem === null).length : 0;
  const isCreated = data !== undefined && mode === 'create' && data.rules.some(({ id }) => id !== null);
  const take = (text: string) => {
    setYaml(text);
    setFault(undefined);
    if (data || send.isError) send.reset();
  };
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    if (file.size > longestFile) setFault(`A rule file has at most 2 MiB; ${file.name} is larger. Import it in parts.`);
    else take(await file.text());
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (yaml.trim() === '') setFault('Paste a rule file first, or choose one.');
        else send.mutate('check');
      }}
    >
      <label className="flex min-w-0 flex-col gap-1 text-sm font-medium">
        File
        <input
          type="file"
          accept=".yml,.yaml,text/yaml,application/yaml"
          onClick={forget}
          onChange={(event) => void read(event)}
          className="block min-h-11 w-full min-w-0 rounded-base border border-line-strong p-2 text-sm font-normal file:mr-3 file:rounded-base file:border file:bg-surface file:px-3 file:py-1 file:text-ink sm:min-h-9"
        />
      </label>
      <TextArea
        label="Rule file"
        data-first
        rows={10}
        value={yaml}
        placeholder={'groups:\n  - name: hosts\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m'}
        hint="The groups of a Prometheus rule file, with their alerting rules."
        error={fault ?? (send.isError ? messageOf(send.error) : undefined)}
        onChange={(event) => take(event.target.value)}
      />
      {data ? <Found answer={data} isCreated={isCreated} sound={sound} /> : null}
      <div className="flex flex-wrap gap-2">
        {isCreated ? (
          <Button look="primary" size="large" onClick={onClose}>
            See the rules
          </Button>
        ) : sound > 0 ? (
          <Button look="primary" size="large" pending={send.isPending} onClick={() => send.mutate('create')}>
            Create {counted(sound, 'rule')}
          </Button>
        ) : (
          <Button type="submit" look="primary" size="large" pending={send.isPending}>
            Check
          </Button>
        )}
      </div>
    </form>
  );
}

function Found({ answer: { issues, rules }, isCreated, sound }: { answer: ImportAnswer; isCreated: boolean; sound: number }) {
  const title =
    issues.length > 0
      ? `${counted(issues.length, 'thing')} in the file ${issues.length === 1 ? 'is' : 'are'} wrong, so nothing is created`
      : isCreated
        ? `${rules.filter(({ id }) => id !== null).length} of ${counted(rules.length, 'rule')} were created`
        : `${sound} of ${counted(rules.length, 'rule')} can be created`;
  return (
    <section aria-label="Rules found" role="status" className="min-w-0 rounded-base border">
      <h3 className="px-4 py-3 text-sm font-medium">{title}</h3>
      <ul className="max-h-72 divide-y overflow-y-auto border-t" tabIndex={0}>
        {issues.map(({ line, column, message }) => (
          <li key={`${line}:${column}:${message}`} className="flex items-start gap-3 px-4 py-2 text-sm">
            <StateIcon state="critical" className="mt-0.5" />
            <p className="min-w-0 break-words">
              <span className="text-muted">
                line {line}, column {column}:
              </span>{' '}
              {message}
            </p>
          </li>
        ))}
        {rules.map(({ name, group, line, problem, notes }) => (
          <li key={`${line}:${name}`} className="flex items-start gap-3 px-4 py-2 text-sm">
            <StateIcon state={problem === null ? 'ok' : 'warning'} className="mt-0.5" />
            <div className="min-w-0">
              <p className="font-medium break-words">{name}</p>
              <p className="text-xs text-muted">
                group {group}, line {line}
              </p>
              {problem === null ? null : <p className="text-xs break-words text-warning">{problem}</p>}
              {notes.map((note) => (
                <p key={note} className="text-xs break-words text-muted">
                  {note}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

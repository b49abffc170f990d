'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Section } from '@/components/scrape/job-form-parts';
import { Button, buttonStyle } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { DraftConflict } from '@/components/ui/draft-conflict';
import { Field } from '@/components/ui/field';
import { Locked, ManagedNotice } from '@/components/ui/managed';
import { useOvertaken } from '@/components/ui/use-overtaken';
import { createChannel, readChannel as readStored, testUnsavedChannel, updateChannel } from '@/lib/alerts/channels/api';
import type { ChannelKindView, ChannelView } from '@/lib/alerts/channels/schemas';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { draftOfChannel, newChannel, readChannel } from './channel-draft';
import { fieldsOf, type ChannelField } from './channel-fields';
import { ChannelFieldInput } from './channel-field-input';
import { issueAt } from './form-issues';
import { FormRefusal } from './form-refusal';
import { channelsKey } from './notify-queries';
import { TestedChannel } from './tested-channel';
import { focusFirstFault } from './focus-fault';

interface ChannelFormProps {
  kind: ChannelKindView;
  /** Null for a new one. */
  channel: ChannelView | null;
  /** Names of the other channels. */
  taken: readonly string[];
}

type Input = NonNullable<ReturnType<typeof readChannel>['input']>;

/** A channel, whose fields come from the schema of its kind. It can be tried before it is saved. */
export function ChannelForm({ kind, channel, taken }: ChannelFormProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => (channel ? draftOfChannel(kind, channel) : newChannel(kind, taken)));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const { base, theirs, look, settle } = useOvertaken(channel, ({ id }) => callEndpoint(readStored, { params: { id } }));
  const secretsSet = base?.secretsSet ?? [];
  const refuse = (error: unknown) => {
    setIssues(isAppError(error) ? error.issues : []);
    focusFirstFault(form.current);
  };
  const save = useMutation({
    mutationFn: (input: Input) =>
      base ? callEndpoint(updateChannel, { params: { id: base.id }, body: { version: base.version, channel: input } }) : callEndpoint(createChannel, { body: input }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: channelsKey });
      router.push('/notifications/channels');
    },
    onError: async (error) => {
      await look(error);
      refuse(error);
    },
  });
  const trial = useMutation({ mutationFn: (input: Input) => callEndpoint(testUnsavedChannel, { body: { channel: input, id: channel?.id }, timeoutMs: 40_000 }), onError: refuse });
  const send = (by: typeof save.mutate | typeof trial.mutate) => {
    const read = readChannel(kind, draft, secretsSet);
    setIssues(read.issues);
    save.reset();
    if (read.input) by(read.input);
    else focusFirstFault(form.current);
  };
  const edit = (change: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
  };
  const show = (field: ChannelField) => (
    <ChannelFieldInput
      key={field.path}
      field={field}
      value={draft.values[field.path] ?? ''}
      isSet={field.part === 'secrets' && secretsSet.includes(field.name)}
      isRemoved={draft.removed.includes(field.path)}
      error={issueAt(issues, field.path)}
      onChange={(value) => edit({ values: { ...draft.values, [field.path]: value }, removed: draft.removed.filter((path) => path !== field.path) })}
      onRemove={(isRemoved) => edit({ removed: isRemoved ? [...draft.removed, field.path] : draft.removed.filter((path) => path !== field.path) })}
    />
  );
  const fields = fieldsOf(kind);
  const advanced = fields.filter(({ isAdvanced }) => isAdvanced);
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send(save.mutate);
      }}
    >
      <ManagedNotice section="channels" />
      <div className="min-w-0 overflow-hidden rounded-base border bg-surface">
        <Locked section="channels">
          <div className="flex flex-col gap-4 p-4">
            <p className="text-sm text-muted">{kind.summary}.</p>
            <Field label="Name" value={draft.name} maxLength={200} autoComplete="off" error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
            {fields.filter(({ isAdvanced }) => !isAdvanced).map(show)}
            <Check label="On" hint="While it is off, nobody is told by it." checked={draft.isEnabled} onChange={(event) => edit({ isEnabled: event.target.checked })} />
          </div>
          {advanced.length > 0 ? (
            <Section title="More" summary={advanced.map(({ title }) => title.toLowerCase()).join(', ')} isOpen={advanced.some(({ path }) => issueAt(issues, path) !== undefined)}>
              {advanced.map(show)}
            </Section>
          ) : null}
        </Locked>
        {trial.data && !trial.isPending ? (
          <div className="border-t bg-page px-4 py-3">
            <TestedChannel result={trial.data} />
          </div>
        ) : null}
      </div>
      {theirs ? (
        <DraftConflict
          thing="channel"
          mine={draft}
          theirs={draftOfChannel(kind, theirs)}
          names={Object.fromEntries(fields.map(({ path, title }) => [`values.${path}`, title]))}
          onSettle={(side) => {
            if (side === 'theirs') setDraft(draftOfChannel(kind, theirs));
            settle();
            save.reset();
          }}
        />
      ) : (
        <FormRefusal issues={issues} error={save.error ?? trial.error} />
      )}
      <div className="flex flex-wrap gap-2">
        <Locked section="channels">
          <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
            {channel ? 'Save the channel' : 'Create the channel'}
          </Button>
        </Locked>
        <Button size="large" pending={trial.isPending} onClick={() => send(trial.mutate)}>
          {trial.isPending ? null : <Send aria-hidden className="size-4" />}
          Send a test
        </Button>
        <Link href="/notifications/channels" className={buttonStyle({ look: 'quiet', size: 'large' })}>
          Cancel
        </Link>
      </div>
    </form>
  );
}

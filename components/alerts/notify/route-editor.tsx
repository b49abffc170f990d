'use client';

import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { MatcherRow } from '@/components/alerts/matcher-row';
import { Columns } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import type { Route } from '@/lib/alerts/notify/schemas';
import type { PolicyView } from '@/lib/alerts/on-call/schemas';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs } from '@/lib/scrape/duration';
import { focusFirstFault } from './focus-fault';
import { issueAt } from './form-issues';
import { draftOfRoute, readRoute, type RouteDraft } from './route-draft';
import { toldInWords, type EffectiveRoute, type Names } from './route-words';

interface RouteEditorProps {
  route: Route;
  isRoot: boolean;
  /** What the route takes over where it says nothing. */
  parent: EffectiveRoute;
  channels: readonly ChannelView[];
  policies: readonly PolicyView[];
  names: Names;
  onDone: (route: Route) => void;
}

/** What a route takes, whom it tells, and when. It changes the tree on the page, which is saved as a whole. */
export function RouteEditor({ route, isRoot, parent, channels, policies, names, onDone }: RouteEditorProps) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOfRoute(route));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const edit = (change: Partial<RouteDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
  };
  const submit = () => {
    const read = readRoute(draft, route, isRoot);
    setIssues(read.issues);
    if (read.route) onDone(read.route);
    else focusFirstFault(form.current);
  };
  const inherited = toldInWords({ ...parent, policyId: null }, names);
  const policyOptions = [
    ...(isRoot ? [] : [{ value: 'inherit', label: `As the route above: ${parent.policyId === null ? 'none' : (names.policies.get(parent.policyId) ?? 'gone')}` }]),
    { value: 'none', label: 'None' },
    ...policies.map(({ id, settings }) => ({ value: id, label: settings.name })),
  ];
  return (
    <form
      ref={form}
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Name" data-first value={draft.name} maxLength={200} autoComplete="off" error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
      {isRoot ? null : <Matchers matchers={draft.matchers} error={issueAt(issues, 'matchers')} onChange={(matchers) => edit({ matchers })} />}
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Channels that are told</legend>
        {isRoot ? null : (
          <Segmented
            label="Channels"
            className="self-start max-sm:w-full"
            options={[{ value: 'inherit', label: 'As above' }, { value: 'own', label: 'Its own' }]}
            value={draft.told}
            onChange={(told) => edit({ told })}
          />
        )}
        {!isRoot && draft.told === 'inherit' ? (
          <p className="text-sm text-muted">{inherited ?? 'Nobody'}</p>
        ) : channels.length === 0 ? (
          <p className="text-sm text-muted">There is no channel yet.</p>
        ) : (
          channels.map(({ id, name, title, isEnabled }) => (
            <Check
              key={id}
              label={name}
              hint={isEnabled ? title : `${title}, off`}
              checked={draft.channelIds.includes(id)}
              onChange={(event) => edit({ channelIds: event.target.checked ? [...draft.channelIds, id] : draft.channelIds.filter((each) => each !== id) })}
            />
          ))
        )}
      </fieldset>
      <SelectField label="Escalation policy" options={policyOptions} value={isRoot && draft.policy === 'inherit' ? 'none' : draft.policy} onChange={(policy) => edit({ policy })} />
      <Field label="Group by" value={draft.groupBy} placeholder={parent.groupBy.join(', ')} autoComplete="off" spellCheck={false} hint="Names of labels: alerts with the same values go into one message. Three dots send each alert alone. Empty: as above." onChange={(event) => edit({ groupBy: event.target.value })} />
      <Columns>
        <Field label="First message after" value={draft.groupWait} placeholder={formatDurationMs(parent.groupWaitMs)} autoComplete="off" error={issueAt(issues, 'groupWaitMs')} onChange={(event) => edit({ groupWait: event.target.value })} />
        <Field label="Changes told after" value={draft.groupInterval} placeholder={formatDurationMs(parent.groupIntervalMs)} autoComplete="off" error={issueAt(issues, 'groupIntervalMs')} onChange={(event) => edit({ groupInterval: event.target.value })} />
        <Field label="Told again every" value={draft.repeatInterval} placeholder={formatDurationMs(parent.repeatIntervalMs)} autoComplete="off" error={issueAt(issues, 'repeatIntervalMs')} onChange={(event) => edit({ repeatInterval: event.target.value })} />
      </Columns>
      {isRoot ? null : <Check label="Go on" hint="Routes after this one are asked too; otherwise an alert that matches stops here." checked={draft.continue} onChange={(event) => edit({ continue: event.target.checked })} />}
      <Button type="submit" look="primary" size="large">
        Apply
      </Button>
    </form>
  );
}

function Matchers({ matchers, error, onChange }: { matchers: readonly AlertMatcher[]; error: string | undefined; onChange: (matchers: AlertMatcher[]) => void }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">Alerts with these labels</legend>
      {matchers.map((matcher, index) => (
        <MatcherRow
          key={index}
          matcher={matcher}
          onChange={(next) => onChange(matchers.map((each, at) => (at === index ? next : each)))}
          onRemove={() => onChange(matchers.filter((_, at) => at !== index))}
        />
      ))}
      {error ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      <Button look="quiet" className="-ml-3 self-start" onClick={() => onChange([...matchers, { label: '', operator: '=', value: '' }])}>
        <Plus aria-hidden className="size-4" />
        Add a label
      </Button>
    </fieldset>
  );
}

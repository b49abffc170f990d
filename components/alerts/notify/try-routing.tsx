'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { StateIcon } from '@/components/ui/state';
import { parseMatchers } from '@/lib/alerts/matchers';
import { testNotificationRouting, type TriedRoute } from '@/lib/alerts/notify/api';
import type { Route } from '@/lib/alerts/notify/schemas';
import { isAppError, messageOf } from '@/lib/errors';
import { formatDurationMs } from '@/lib/scrape/duration';
import { listed } from './route-words';

interface TryRoutingProps {
  /** The tree as it stands on the page, saved or not. */
  root: Route;
  onTried: (routeIds: ReadonlySet<string>) => void;
}

/** Which way an alert would go, and who would be told: nothing is sent. */
export function TryRouting({ root, onTried }: TryRoutingProps) {
  const [text, setText] = useState('alertname=HighLoad, severity=critical');
  const [fault, setFault] = useState<string>();
  const trial = useMutation({
    mutationFn: (labels: Record<string, string>) => callEndpoint(testNotificationRouting, { body: { labels, root } }),
    onSuccess: ({ routes }) => onTried(new Set(routes.flatMap(({ path }) => path.map(({ id }) => id)))),
  });
  const submit = () => {
    const read = readLabels(text);
    setFault(read.fault);
    if (read.labels) trial.mutate(read.labels);
  };
  return (
    <Card aria-labelledby="try-title" className="flex flex-col gap-3 px-4 py-3">
      <h2 id="try-title" className="text-sm font-medium">
        Try it
      </h2>
      <form
        noValidate
        className="flex flex-col gap-2 sm:flex-row sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Labels of an alert" className="flex-1" value={text} autoComplete="off" spellCheck={false} error={fault} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" size="large" pending={trial.isPending}>
          Try
        </Button>
      </form>
      {trial.isError ? (
        <p role="alert" className="text-sm break-words text-critical">
          {messageOf(trial.error)}
        </p>
      ) : null}
      {trial.data ? (
        <ul role="status" aria-label="Result of the try" className="flex flex-col gap-3">
          {trial.data.routes.map((route) => (
            <Tried key={route.path.map(({ id }) => id).join(' ')} route={route} />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Tried({ route: { path, reason, recipients, later, problems, policy } }: { route: TriedRoute }) {
  const isTold = recipients.length > 0 || later.some(({ names }) => names.length > 0);
  return (
    <li className="flex min-w-0 items-start gap-3 border-t pt-3 text-sm">
      <StateIcon state={isTold ? (problems.length > 0 ? 'warning' : 'ok') : 'critical'} className="mt-0.5" />
      <div className="flex min-w-0 flex-col gap-1 break-words">
        <p className="font-medium">{path.map(({ name }) => name).join(' → ')}</p>
        <p>
          {recipients.length === 0 ? 'Nobody is told at once.' : `Told at once: ${listed(recipients.map(({ name, channel, isPerson }) => (isPerson ? `${name} by ${channel.name}` : channel.name)))}.`}
          {policy ? ` Then the policy ${policy.name}${later.length === 0 ? '.' : ': '}` : ''}
          {later.length > 0 ? `${later.map(({ afterMs, names }) => `after ${formatDurationMs(afterMs)} ${names.length === 0 ? 'nobody' : listed(names)}`).join('; ')}.` : ''}
        </p>
        <p className="text-xs text-muted">{reason}</p>
        {problems.map((problem) => (
          <p key={problem} className="text-xs text-warning">
            {problem}
          </p>
        ))}
      </div>
    </li>
  );
}

/** Labels as people write them: `alertname=HighLoad, severity="critical"`. */
function readLabels(text: string): { labels?: Record<string, string>; fault?: string } {
  try {
    const matchers = parseMatchers(text);
    if (matchers.some(({ operator }) => operator !== '=')) return { fault: 'An alert has labels with one value each: write name=value.' };
    return matchers.length === 0 ? { fault: 'Name at least one label, such as alertname=HighLoad.' } : { labels: Object.fromEntries(matchers.map(({ label, value }) => [label, value])) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { fault: error.message };
  }
}

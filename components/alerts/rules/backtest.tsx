'use client';

import { useMutation } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { backtestAlertRule, type BacktestAnswer } from '@/lib/alerts/rules/api';
import type { RuleInput } from '@/lib/alerts/rules/schemas';
import { isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { BacktestResult } from './backtest-result';
import { finerFrom } from './prepare-backtest';

interface BacktestProps {
  /** The rule to run now, or null after its faults were shown. */
  read: () => RuleInput | null;
  /** The rule as it is typed, to tell when a result is of another one. */
  current: RuleInput | null;
  onRefused: (issues: readonly FieldIssue[]) => void;
}

const timeoutMs = 40_000;

/** How often the rule as it is typed would have fired in 30 days of stored history; it can be given up. */
export function Backtest({ read, current, onRefused }: BacktestProps) {
  const running = useRef<AbortController>(null);
  const test = useMutation({
    mutationFn: (settings: RuleInput) => {
      const controller = new AbortController();
      running.current = controller;
      return runBacktest(settings, controller.signal);
    },
    onError: (error) => {
      if (isAppError(error)) onRefused(error.issues);
    },
  });
  // Ends the request with the page.
  useEffect(() => () => running.current?.abort(), []);
  const start = () => {
    const settings = read();
    if (settings) test.mutate(settings);
  };
  const cancel = () => {
    running.current?.abort();
    test.reset();
  };
  const isOld = test.data !== undefined && JSON.stringify(test.variables) !== JSON.stringify(current);
  return (
    <Card aria-labelledby="backtest-title" aria-busy={test.isPending} className="min-w-0">
      <header className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
        <div className="min-w-0">
          <h2 id="backtest-title" className="flex items-center gap-2 text-sm font-medium">
            <History aria-hidden className="size-4 text-muted" />
            The last 30 days
          </h2>
          <p className="mt-1 text-xs text-muted">How often this rule would have fired on the history that is stored.</p>
        </div>
        <div className="flex gap-2">
          {test.isPending ? <Button onClick={cancel}>Cancel</Button> : null}
          <Button pending={test.isPending} onClick={start}>
            {test.data === undefined ? 'Backtest' : 'Backtest again'}
          </Button>
        </div>
      </header>
      {test.isError ? (
        <p role="alert" className="border-t px-4 py-3 text-sm text-critical">
          {isAppError(test.error) && test.error.issues.length > 0 ? 'Something in the form is to be corrected first.' : messageOf(test.error)}
        </p>
      ) : null}
      {test.data ? (
        <div className={cn('border-t py-3', isOld && 'opacity-60')}>
          {isOld ? <p className="px-4 pb-2 text-sm">The rule was changed since: this is of how it was before.</p> : null}
          <BacktestResult answer={test.data} />
        </div>
      ) : null}
    </Card>
  );
}

/** Over 30 days; where there is data of the end alone, once more over that alone, with points that are closer together. */
async function runBacktest(settings: RuleInput, signal: AbortSignal): Promise<BacktestAnswer> {
  const answer = await callEndpoint(backtestAlertRule, { body: { settings }, signal, timeoutMs });
  const from = finerFrom(answer);
  return from === null ? answer : callEndpoint(backtestAlertRule, { body: { settings, from, to: answer.to }, signal, timeoutMs });
}

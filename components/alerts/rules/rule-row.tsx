'use client';

import { CirclePause, CircleCheck, Hourglass } from 'lucide-react';
import Link from 'next/link';
import { SeverityMark } from '@/components/alerts/alert-mark';
import { severityWord } from '@/components/alerts/alert-words';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { RuleHealth, RuleView } from '@/lib/alerts/rules/schemas';
import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import { messageOf } from '@/lib/errors';
import { levelsOfRule } from './level-words';
import { RuleSwitch } from './rule-switch';
import { activeWords, stateOfRule } from './rule-words';
import { useSwitchRule } from './use-rule-actions';

interface RuleRowProps {
  rule: RuleView;
  thresholds: readonly ThresholdView[];
  nowMs: number;
  canEdit: boolean;
  onTeam: (team: string) => void;
}

/** A rule: a row on a desk, a card on a phone. */
export function RuleRow({ rule, thresholds, nowMs, canEdit, onTeam }: RuleRowProps) {
  const change = useSwitchRule();
  const { settings, health } = rule;
  const { isEnabled } = settings;
  const isFailing = isEnabled && health.error !== null;
  return (
    <li data-rule={settings.name} className={cn('relative flex flex-col gap-2 px-4 py-3 hover:bg-sunken', columns)}>
      <div className="flex min-w-0 items-start gap-3 pr-14 lg:pr-0">
        <RuleMark rule={rule} />
        <div className="min-w-0">
          <h2 className="text-base font-medium break-words lg:text-sm">
            <Link
              href={`/alert-rules/${rule.id}`}
              data-stop
              prefetch={false}
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ink"
            >
              {settings.name}
            </Link>
          </h2>
          <p className="text-xs break-words text-muted">{[rule.seed === null ? '' : 'Built in', settings.description].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <Levels rule={rule} thresholds={thresholds} />
      <div className="flex flex-wrap items-center gap-x-3 pl-7 lg:contents">
        <p className={cn('text-sm lg:text-right', rule.active.firing > 0 && isEnabled ? 'font-medium' : 'text-muted')}>
          <span className="sr-only">Alerts: </span>
          {activeWords(rule)}
        </p>
        <Health health={health} isEnabled={isEnabled} nowMs={nowMs} />
        {settings.team === '' ? (
          <span className="hidden lg:block" />
        ) : (
          <button type="button" onClick={() => onTeam(settings.team)} className="relative z-10 -my-2 inline-flex min-h-11 max-w-full items-center self-start text-left text-xs text-muted hover:text-ink hover:underline lg:my-0 lg:min-h-0">
            <span className="sr-only">Rules of the team </span>
            <span className="truncate">{settings.team}</span>
          </button>
        )}
      </div>
      <div className="absolute top-2 right-3 z-10 lg:static">
        <RuleSwitch label={settings.name} isOn={isEnabled} isDisabled={!canEdit || change.isPending} onSwitch={() => change.mutate(rule)} />
      </div>
      {isFailing ? (
        <p role="alert" className="flex items-start gap-2 rounded-base bg-critical-soft px-3 py-2 text-sm lg:col-span-full">
          <StateIcon state="critical" className="mt-0.5" />
          <span className="min-w-0 break-words">
            It cannot be evaluated{health.errorSince === null ? '' : <> <Since atMs={health.errorSince} nowMs={nowMs} form="for" /></>}, so it watches nothing: {health.error}
          </span>
        </p>
      ) : null}
      {change.isError ? (
        <p role="alert" className="text-sm text-critical lg:col-span-full">
          It was not switched. {messageOf(change.error)}
        </p>
      ) : null}
    </li>
  );
}

/** The columns of the desk; the heads of the list stand in the same. */
export const columns = 'lg:grid lg:grid-cols-[minmax(0,2fr)_minmax(0,1.6fr)_8rem_8rem_6rem_3rem] lg:items-center lg:gap-x-4';

function RuleMark({ rule }: { rule: RuleView }) {
  const state = stateOfRule(rule);
  const className = 'mt-1 size-4 shrink-0 lg:mt-0.5';
  switch (state) {
    case 'disabled':
      return <CirclePause aria-hidden className={cn(className, 'text-muted')} />;
    case 'failing':
      return <StateIcon state="unknown" className={className} />;
    case 'pending':
      return <Hourglass aria-hidden className={cn(className, 'text-muted')} />;
    case 'inactive':
      return <CircleCheck aria-hidden className={cn(className, 'text-muted')} />;
    case 'firing':
      return <SeverityMark severity={rule.active.worst ?? 'warning'} state="firing" className={className} />;
  }
}

function Levels({ rule, thresholds }: Pick<RuleRowProps, 'rule' | 'thresholds'>) {
  return (
    <ul className="flex min-w-0 flex-wrap gap-x-3 pl-7 text-sm lg:flex-col lg:gap-0.5 lg:pl-0">
      {levelsOfRule(rule.settings, thresholds).map(({ severity, words, isExpression }) => (
        <li key={severity} className={isExpression ? 'min-w-0' : 'truncate'}>
          {severityWord[severity]} {isExpression ? <code className="line-clamp-2 font-mono text-xs break-all text-muted">{words}</code> : words}
        </li>
      ))}
    </ul>
  );
}

function Health({ health, isEnabled, nowMs }: { health: RuleHealth; isEnabled: boolean; nowMs: number }) {
  if (!isEnabled) return <p className="text-xs text-muted lg:text-right">Not evaluated</p>;
  if (health.evaluatedAt === null) return <p className="text-xs text-muted lg:text-right">Not evaluated yet</p>;
  return (
    <p className="text-xs text-muted lg:text-right">
      <span className="lg:sr-only">Evaluated </span>
      <Since atMs={health.evaluatedAt} nowMs={nowMs} form="ago" />
      {health.durationMs === null ? '' : ` in ${health.durationMs < 10 ? health.durationMs.toFixed(1) : Math.round(health.durationMs)} ms`}
    </p>
  );
}

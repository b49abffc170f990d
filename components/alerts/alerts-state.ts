import type { z } from 'zod';
import { parseRange, rangeNames, type RangeSelection } from '@/components/health/range-selection';
import type { listAlertGroups } from '@/lib/alerts/api';
import type { AlertMatcher, AlertState } from '@/lib/alerts/schemas';
import { severities, type Severity } from '@/lib/alerts/severity';
import { ranges } from '@/lib/health/ranges';
import { printMatcher } from '@/lib/promql/print';

/** In the order in which they are offered. */
export const shownStates = ['firing', 'acknowledged', 'suppressed', 'pending', 'resolved'] as const satisfies readonly (AlertState | 'suppressed')[];
export type ShownState = (typeof shownStates)[number];

/** What the URL of the list holds. */
export interface AlertsState {
  /** Empty: all that are open. */
  states: readonly ShownState[];
  /** Empty: all. */
  severities: readonly Severity[];
  service: string;
  team: string;
  /** As in PromQL. */
  matchers: string;
  text: string;
  /** The key of the one group that is shown, as messages link to it; empty: all. */
  group: string;
  /** Null: any time. */
  range: RangeSelection | null;
  isFlat: boolean;
}

/** Ranges to look back over; the list itself is always live. */
export const alertRanges = rangeNames.filter((name) => name !== 'live');

export const noFilters = { states: [], severities: [], service: '', team: '', matchers: '', text: '', group: '', range: null } as const satisfies Partial<AlertsState>;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseAlerts(search: { get(name: string): string | null }): AlertsState {
  const text = (name: string, length: number) => (search.get(name) ?? '').slice(0, length);
  const range = parseRange(search);
  const group = text('group', 4_000);
  return {
    states: listed(search.get('state'), shownStates),
    severities: listed(search.get('severity'), severities),
    service: text('service', 200),
    team: text('team', 200),
    matchers: text('matchers', 4_000),
    text: text('text', 200),
    group,
    range: range.kind === 'named' && range.name === 'live' ? null : range,
    isFlat: group === '' && search.get('view') === 'flat',
  };
}

/** The URL's query of a state; defaults are left out. */
export function alertsSearch(state: AlertsState): string {
  const pairs: [string, string][] = [];
  if (state.states.length > 0) pairs.push(['state', state.states.join(',')]);
  if (state.severities.length > 0) pairs.push(['severity', state.severities.join(',')]);
  for (const name of ['service', 'team', 'matchers', 'text', 'group'] as const) if (state[name] !== '') pairs.push([name, state[name]]);
  if (state.range?.kind === 'named') pairs.push(['range', state.range.name]);
  if (state.range?.kind === 'custom') pairs.push(['from', String(Math.round(state.range.fromMs))], ['to', String(Math.round(state.range.toMs))]);
  if (state.isFlat) pairs.push(['view', 'flat']);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

type FilterQuery = Omit<z.input<NonNullable<(typeof listAlertGroups)['query']>>, 'cursor' | 'limit'>;

/** The API's query of a state; a named range ends at `nowMs`. One group is shown with what has ended of it: a message may be about its end. */
export function alertsQuery(state: AlertsState, nowMs: number): FilterQuery {
  const { range, group } = state;
  const states = state.states.length > 0 || group === '' ? state.states : shownStates;
  return {
    ...(group === '' ? {} : { key: group }),
    state: states.length > 0 ? states.join(',') : undefined,
    severity: state.severities.length > 0 ? state.severities.join(',') : undefined,
    service: state.service || undefined,
    team: state.team || undefined,
    matchers: state.matchers.trim() || undefined,
    text: state.text.trim() || undefined,
    from: range === null ? undefined : range.kind === 'custom' ? Math.round(range.fromMs) : nowMs - ranges[range.name].durationMs,
    to: range?.kind === 'custom' ? Math.round(range.toMs) : undefined,
  };
}

/** How many filters leave something out. */
export function filterCount(state: AlertsState): number {
  const texts = [state.service, state.team, state.matchers.trim(), state.text.trim(), state.group].filter((each) => each !== '').length;
  return texts + (state.states.length > 0 ? 1 : 0) + (state.severities.length > 0 ? 1 : 0) + (state.range ? 1 : 0);
}

/** The matchers with one more; as they are when they have it. */
export function withMatcher(matchers: string, matcher: AlertMatcher): string {
  const inner = matchers.trim().replace(/^\{/, '').replace(/\}$/, '').trim().replace(/,$/, '');
  const added = printMatcher(matcher);
  if (inner === '') return `{${added}}`;
  return inner === added || inner.endsWith(`,${added}`) || inner.startsWith(`${added},`) || inner.includes(`,${added},`) ? `{${inner}}` : `{${inner},${added}}`;
}

/** The list with a value taken in, or out where it was in. */
export function toggled<Value>(list: readonly Value[], value: Value): Value[] {
  return list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
}

function listed<Value extends string>(text: string | null, among: readonly Value[]): Value[] {
  const asked = new Set<string>((text ?? '').split(','));
  return among.filter((each) => asked.has(each));
}

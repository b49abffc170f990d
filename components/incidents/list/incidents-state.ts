import type { z } from 'zod';
import type { listIncidents } from '@/lib/incidents/api';
import { incidentStates, type IncidentState } from '@/lib/incidents/schemas';

/** How far one looks back, in days. */
const lookBacks = { '24h': 1, '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const;
type LookBack = keyof typeof lookBacks;
export const lookBackNames = ['24h', '7d', '30d', '90d', '365d'] as const satisfies readonly LookBack[];

/** What the URL of the list holds. */
export interface IncidentsState {
  /** Empty: all, the open ones first. */
  states: readonly IncidentState[];
  /** Keys; empty: all. */
  severities: readonly string[];
  serviceId: string | null;
  team: string;
  leadId: string | null;
  text: string;
  /** When they were declared, up to now; null: at any time, or between the two moments below. */
  lookBack: LookBack | null;
  fromMs: number | null;
  toMs: number | null;
  view: 'list' | 'board';
}

export const noIncidentFilters = { states: [], severities: [], serviceId: null, team: '', leadId: null, text: '', lookBack: null, fromMs: null, toMs: null } as const satisfies Partial<IncidentsState>;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const severityKey = /^[a-z0-9][a-z0-9-]{0,19}$/;
const mostSeverities = 10;
const latestMs = 8.64e15;
const dayMs = 86_400_000;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseIncidents(search: { get(name: string): string | null }): IncidentsState {
  const text = (name: string) => (search.get(name) ?? '').slice(0, 200);
  const id = (name: string) => (uuid.test(text(name)) ? text(name) : null);
  const asked = new Set(text('state').split(','));
  const lookBack = lookBackNames.find((name) => name === search.get('range')) ?? null;
  const [fromMs, toMs] = lookBack === null ? [moment(search.get('from')), moment(search.get('to'))] : [null, null];
  const isRange = fromMs === null || toMs === null || fromMs < toMs;
  return {
    states: incidentStates.filter((state) => asked.has(state)),
    severities: [...new Set(text('severity').split(',').filter((key) => severityKey.test(key)))].slice(0, mostSeverities),
    serviceId: id('service'),
    team: text('team'),
    leadId: id('lead'),
    text: text('text'),
    lookBack,
    fromMs: isRange ? fromMs : null,
    toMs: isRange ? toMs : null,
    view: search.get('view') === 'board' ? 'board' : 'list',
  };
}

/** The URL's query of a state; defaults are left out. */
export function incidentsSearch(state: IncidentsState): string {
  const pairs: [string, string][] = [];
  if (state.states.length > 0) pairs.push(['state', state.states.join(',')]);
  if (state.severities.length > 0) pairs.push(['severity', state.severities.join(',')]);
  if (state.serviceId !== null) pairs.push(['service', state.serviceId]);
  if (state.team !== '') pairs.push(['team', state.team]);
  if (state.leadId !== null) pairs.push(['lead', state.leadId]);
  if (state.text !== '') pairs.push(['text', state.text]);
  if (state.lookBack !== null) pairs.push(['range', state.lookBack]);
  else {
    if (state.fromMs !== null) pairs.push(['from', String(state.fromMs)]);
    if (state.toMs !== null) pairs.push(['to', String(state.toMs)]);
  }
  if (state.view === 'board') pairs.push(['view', 'board']);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

type ListQuery = Omit<z.input<NonNullable<(typeof listIncidents)['query']>>, 'cursor' | 'limit'>;

/** The API's query of a state; what looks back ends at `nowMs`. */
export function incidentsQuery(state: IncidentsState, nowMs: number): ListQuery {
  return {
    state: state.states.join(',') || undefined,
    severity: state.severities.join(',') || undefined,
    service: state.serviceId ?? undefined,
    team: state.team.trim() || undefined,
    lead: state.leadId ?? undefined,
    text: state.text.trim() || undefined,
    from: state.lookBack === null ? (state.fromMs ?? undefined) : Math.max(0, nowMs - lookBacks[state.lookBack] * dayMs),
    to: state.lookBack === null ? (state.toMs ?? undefined) : undefined,
  };
}

/** How many filters leave something out. */
export function incidentFilterCount({ states, severities, serviceId, team, leadId, text, lookBack, fromMs, toMs }: IncidentsState): number {
  return [states.length > 0, severities.length > 0, serviceId !== null, team.trim() !== '', leadId !== null, text.trim() !== '', lookBack !== null || fromMs !== null || toMs !== null].filter(Boolean).length;
}

function moment(text: string | null): number | null {
  return text !== null && /^\d{1,16}$/.test(text) && Number(text) <= latestMs ? Number(text) : null;
}

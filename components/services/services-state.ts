import type { z } from 'zod';
import { checkStates, type CheckState } from '@/lib/checks/states';
import type { listServices } from '@/lib/services/api';

/** What the URL of the list holds. */
export interface ServicesState {
  text: string;
  state: CheckState | null;
  /** Of this team alone; empty: of all. */
  team: string;
}

export const noServiceFilters: ServicesState = { text: '', state: null, team: '' };

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseServices(search: { get(name: string): string | null }): ServicesState {
  return {
    text: (search.get('text') ?? '').slice(0, 200),
    state: checkStates.find((each) => each === search.get('state')) ?? null,
    team: (search.get('team') ?? '').slice(0, 200),
  };
}

/** The URL's query of a state; defaults are left out. */
export function servicesSearch({ text, state, team }: ServicesState): string {
  const pairs: [string, string][] = [];
  if (text !== '') pairs.push(['text', text]);
  if (state !== null) pairs.push(['state', state]);
  if (team !== '') pairs.push(['team', team]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state. */
export function servicesQuery({ text, state, team }: ServicesState): z.input<NonNullable<(typeof listServices)['query']>> {
  return { text: text.trim() || undefined, state: state ?? undefined, team: team || undefined };
}

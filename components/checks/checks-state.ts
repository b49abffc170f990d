import type { z } from 'zod';
import type { listChecks } from '@/lib/checks/api';
import { checkStates, type CheckState } from '@/lib/checks/states';

/** What the URL of the list holds. */
export interface ChecksState {
  text: string;
  state: CheckState | null;
}

export const noCheckFilters: ChecksState = { text: '', state: null };

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseChecks(search: { get(name: string): string | null }): ChecksState {
  return { text: (search.get('text') ?? '').slice(0, 200), state: checkStates.find((each) => each === search.get('state')) ?? null };
}

/** The URL's query of a state; defaults are left out. */
export function checksSearch({ text, state }: ChecksState): string {
  const pairs: [string, string][] = [];
  if (text !== '') pairs.push(['text', text]);
  if (state !== null) pairs.push(['state', state]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state. */
export function checksQuery({ text, state }: ChecksState): z.input<NonNullable<(typeof listChecks)['query']>> {
  return { text: text.trim() || undefined, state: state ?? undefined };
}

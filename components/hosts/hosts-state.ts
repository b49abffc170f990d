import type { z } from 'zod';
import { states, type State } from '@/lib/health/vitals';
import { hostSorts, type HostSort, type ListHostsQuery } from '@/lib/hosts/schemas';
import { hostSources, type HostSourceName } from '@/lib/hosts/source';

/** What the list's URL holds. */
export interface HostsState {
  search: string;
  state: State | null;
  source: HostSourceName | null;
  sort: HostSort;
  isReversed: boolean;
  /** From 0. */
  page: number;
}

export const hostsPageSize = 50;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseHosts(search: { get(name: string): string | null }): HostsState {
  const page = Number(search.get('page') ?? '1');
  return {
    search: (search.get('search') ?? '').slice(0, 200),
    state: states.find((each) => each === search.get('state')) ?? null,
    source: hostSources.find((each) => each === search.get('source')) ?? null,
    sort: hostSorts.find((each) => each === search.get('sort')) ?? 'state',
    isReversed: search.get('order') === 'reversed',
    page: Number.isInteger(page) && page > 0 && page <= 10_000 ? page - 1 : 0,
  };
}

/** The URL's query of a state; defaults are left out. */
export function hostsSearch({ search, state, source, sort, isReversed, page }: HostsState): string {
  const pairs: [string, string][] = [];
  if (search !== '') pairs.push(['search', search]);
  if (state) pairs.push(['state', state]);
  if (source) pairs.push(['source', source]);
  if (sort !== 'state') pairs.push(['sort', sort]);
  if (isReversed) pairs.push(['order', 'reversed']);
  if (page > 0) pairs.push(['page', String(page + 1)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state. */
export function hostsQuery({ search, state, source, sort, isReversed, page }: HostsState): z.input<typeof ListHostsQuery> & ListHostsQuery {
  return {
    search,
    state: state ?? undefined,
    source: source ?? undefined,
    sort,
    order: isReversed ? 'reversed' : 'natural',
    offset: page * hostsPageSize,
    limit: hostsPageSize,
  };
}

import { describe, expect, it } from 'vitest';
import { vitals as definitions, type State } from '@/lib/health/vitals';
import { findHostPage } from './find-page';
import { ListHostsQuery, type HostSummary } from './schemas';

function host(name: string, state: State, cpu: number | null): HostSummary {
  const vitals = definitions.map(({ id, title, unit }) => ({ id, title, unit, value: id === 'cpu' ? cpu : null, state: 'ok' as const, subject: null, reason: '', threshold: null }));
  return { key: name, name, source: 'nines', job: 'j', instance: `${name}:1`, state, reason: '', lastSeenAt: 1, isStale: false, vitals, sparklines: null };
}

const hosts = [host('web-10', 'ok', 90), host('web-2', 'critical', null), host('db-1', 'unknown', 10), host('db-2', 'warning', 50)];
const find = (query: object) => findHostPage(hosts, ListHostsQuery.parse(query));
const names = (query: object) => find(query).hosts.map(({ name }) => name);

describe('findHostPage', () => {
  it('puts the worst first', () => expect(names({})).toEqual(['web-2', 'db-2', 'db-1', 'web-10']));
  it('sorts numbers within names by their value', () => expect(names({ sort: 'name' })).toEqual(['db-1', 'db-2', 'web-2', 'web-10']));
  it('sorts by a vital, highest first and the unknown last', () => expect(names({ sort: 'cpu' })).toEqual(['web-10', 'db-2', 'db-1', 'web-2']));
  it('keeps the unknown last when reversed', () => expect(names({ sort: 'cpu', order: 'reversed' })).toEqual(['db-1', 'db-2', 'web-10', 'web-2']));
  it('finds every word in name, job or instance', () => expect(names({ search: 'DB :1' })).toEqual(['db-2', 'db-1']));
  it('counts the states before one is chosen', () => {
    expect(find({ state: 'warning' })).toMatchObject({ total: 1, known: 4, counts: { ok: 1, warning: 1, critical: 1, unknown: 1 } });
  });
  it('gives a page', () => expect(names({ sort: 'name', offset: 1, limit: 2 })).toEqual(['db-2', 'web-2']));
});

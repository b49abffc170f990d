import { describe, expect, it } from 'vitest';
import { figuresOf, toAcknowledgeMs, toResolveMs, type CountedIncident } from './figures';

const start = Date.parse('2026-01-31T23:50:00Z');
const minute = 60_000;
const names = new Map([['sev1', 'SEV1']]);
const shop = { id: 'a', name: 'shop', touchedMs: 10 * minute };
const pay = { id: 'b', name: 'pay', touchedMs: 4 * minute };

function incident(changed: Partial<CountedIncident> = {}): CountedIncident {
  return { createdAt: start, started: start, detected: start + minute, acknowledged: start + 3 * minute, resolved: start + 20 * minute, severity: 'sev1', team: 'web', services: [shop], ...changed };
}

it.each<[what: string, Partial<CountedIncident>, acknowledge: number | null, resolve: number | null]>([
  ['counts from the detection to the acknowledgement and from the start to the resolution', {}, 2 * minute, 20 * minute],
  ['counts from the start where nothing detected it', { detected: null }, 3 * minute, 20 * minute],
  ['takes an acknowledgement before the detection for none', { acknowledged: start }, 0, 20 * minute],
  ['does not count what did not come yet', { acknowledged: null, resolved: null }, null, null],
])('%s', (_, changed, acknowledge, resolve) => {
  expect([toAcknowledgeMs(incident(changed)), toResolveMs(incident(changed))]).toEqual([acknowledge, resolve]);
});

describe('figures', () => {
  const incidents = [
    incident(),
    incident({ createdAt: start + 15 * minute, acknowledged: null, resolved: start + 40 * minute, services: [shop, pay], severity: 'sev9', team: '' }),
    incident({ acknowledged: start + 5 * minute, resolved: null, services: [] }),
  ];

  it('are means over those that have the time', () => {
    expect(figuresOf(incidents, 'month', names)).toMatchObject({ total: 3, mttaMs: 3 * minute, mttrMs: 30 * minute });
  });

  it.each([
    ['month', [['2026-01', '2026-01', 2, 10 * minute], ['2026-02', '2026-02', 1, 14 * minute]]],
    ['service', [['a', 'shop', 2, 20 * minute], ['', 'No service', 1, 0], ['b', 'pay', 1, 4 * minute]]],
    ['team', [['web', 'web', 2, 10 * minute], ['', 'No team', 1, 14 * minute]]],
    ['severity', [['sev1', 'SEV1', 2, 10 * minute], ['sev9', 'sev9', 1, 14 * minute]]],
  ] as const)('are grouped by %s', (by, groups) => {
    expect(figuresOf(incidents, by, names).groups.map(({ key, name, count, touchedMs }) => [key, name, count, touchedMs])).toEqual(groups);
  });

  it('say nothing of what was touched where a part of it was not counted', () => {
    const uncounted = incident({ services: [shop, { ...pay, touchedMs: null }] });
    expect(figuresOf([uncounted], 'severity', names).groups[0]?.touchedMs).toBeNull();
  });

  it('are nothing without an incident', () => {
    expect(figuresOf([], 'service', names)).toEqual({ total: 0, mttaMs: null, mttrMs: null, groups: [] });
  });

  it('keep the newest 200 months and the largest 200 groups', () => {
    const many = Array.from({ length: 300 }, (_, index) => incident({ createdAt: Date.UTC(2000, index), team: `team ${index}` }));
    const { groups } = figuresOf([...many, incident({ team: 'team 299' })], 'team', names);
    expect([groups.length, groups[0]?.name]).toEqual([200, 'team 299']);
    const months = figuresOf(many, 'month', names).groups;
    expect([months.length, months.at(-1)?.key]).toEqual([200, '2024-12']);
  });
});

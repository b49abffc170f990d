import { describe, expect, test } from 'vitest';
import { incidentWith } from '../fixture';
import { internalNamesIn } from './update-internal-names';

type Data = Parameters<typeof internalNamesIn>[1];
const labels = { instance: 'https://db-7.internal:9100/metrics', check: 'the till answers', severity: 'critical' };
const data = {
  incident: incidentWith({ services: [{ id: '7a0f9d2e-0000-4000-8000-0000000000c1', name: 'Checkout' }], roles: { lead: { id: '7a0f9d2e-0000-4000-8000-0000000000b1', name: 'Alice Ng' }, communications: null, scribe: null } }),
  alerts: [{ alert: { labels, owner: null } }], tasks: [], impact: [], viewers: [],
} as unknown as Data;

describe('a name from inside is found in what the public is to read', () => {
  const cases: [string, string, string[], string[]][] = [
    ['none', 'Some payments fail.', [], []],
    ['a service', 'The checkout is slow.', [], ['Checkout']],
    ['a service that the public knows by this name', 'The checkout is slow.', ['Checkout'], []],
    ['a part of a longer word', 'Checkouts are slow.', [], []],
    ['a host, without its port', 'We restarted DB-7.internal.', [], ['db-7.internal']],
    ['a check', 'Since 3 o’clock the till answers again.', [], ['the till answers']],
    ['a person', 'Alice Ng looks at it.', [], ['Alice Ng']],
    ['what is no name', 'It is critical.', [], []],
  ];
  test.each(cases)('%s', (_name, text, known, expected) => {
    expect(internalNamesIn([text], data, known)).toEqual(expected);
  });
});

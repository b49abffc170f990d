import { describe, expect, it } from 'vitest';
import { subscribersCsv } from './subscribers-csv';

const at = Date.parse('2026-03-28T03:00:00Z');
const subscriber = { id: '0190a5f0-0000-7000-8000-000000000001', kind: 'email', address: 'ann@example.com', incident: null, createdAt: at, confirmedAt: at, lastError: null } as const;

describe('subscribersCsv', () => {
  it('has a row for each, and nothing in it is a formula or ends a cell early', () => {
    const text = subscribersCsv([subscriber, { ...subscriber, address: '=cmd|x@example.com', incident: 12, confirmedAt: null, lastError: 'said "no",\nthen closed' }]);
    expect(text).toBe(
      'kind,address,incident,asked_at,confirmed_at,last_error\r\n' +
        'email,ann@example.com,,2026-03-28T03:00:00.000Z,2026-03-28T03:00:00.000Z,\r\n' +
        `email,'=cmd|x@example.com,12,2026-03-28T03:00:00.000Z,,"said ""no"",\nthen closed"\r\n`,
    );
  });
});

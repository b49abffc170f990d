import { expect, it } from 'vitest';
import { auditQuery, auditSearch, isFiltered, noAuditFilters, parseAudit } from './audit-state';

it('what the URL says is read and written again', () => {
  const search = '?who=alice&action=alert_rule&text=disk&address=192.0.2.1&request=r-1&from=2026-10-01&to=2026-10-21';
  const state = parseAudit(new URLSearchParams(search));
  expect(state).toEqual({ actor: 'alice', action: 'alert_rule', text: 'disk', address: '192.0.2.1', requestId: 'r-1', from: '2026-10-01', to: '2026-10-21' });
  expect(auditSearch(state)).toBe(search);
  expect(isFiltered(state)).toBe(true);
});

it('what cannot be understood is left out', () => {
  expect(parseAudit(new URLSearchParams('?action=DROP+TABLE&from=yesterday&to=2026-13-01'))).toEqual(noAuditFilters);
  expect(auditSearch(noAuditFilters)).toBe('');
  expect(isFiltered(noAuditFilters)).toBe(false);
});

it('the last day is asked for to its end', () => {
  const query = auditQuery({ ...noAuditFilters, from: '2026-10-20', to: '2026-10-21', text: ' ' });
  expect(query).toEqual({ from: new Date('2026-10-20T00:00:00').getTime(), to: new Date('2026-10-22T00:00:00').getTime() });
});

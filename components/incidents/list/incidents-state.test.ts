import { describe, expect, it, test } from 'vitest';
import { incidentFilterCount, incidentsQuery, incidentsSearch, noIncidentFilters, parseIncidents, type IncidentsState } from './incidents-state';

const none: IncidentsState = { ...noIncidentFilters, view: 'list' };
const id = '0f6c8f8e-1d5e-4c0b-9d2a-0123456789ab';
const all: IncidentsState = { states: ['investigating', 'resolved'], severities: ['sev1', 'p-2'], serviceId: id, team: 'web & shop', leadId: id, text: '#12', lookBack: '30d', fromMs: null, toMs: null, view: 'board' };
const parse = (query: string) => parseIncidents(new URLSearchParams(query));

describe('the URL', () => {
  it.each([['nothing', none], ['every filter', all], ['two times', { ...none, fromMs: 1_000, toMs: 2_000 }], ['an open end', { ...none, fromMs: 1_000 }]])('holds %s and gives it back', (_, state) => {
    expect(parse(incidentsSearch(state))).toEqual(state);
  });

  it('is empty for what is usual', () => {
    expect(incidentsSearch(none)).toBe('');
  });

  it.each([
    ['a state that is none', 'state=open,monitoring', { ...none, states: ['monitoring'] }],
    ['a severity that cannot be', 'severity=SEV1,a%20b,sev2,sev2', { ...none, severities: ['sev2'] }],
    ['ids that are none', 'service=1&lead=x', none],
    ['times that are none', 'from=-1&to=1e9', none],
    ['a range that ends before it begins', 'from=5&to=3', none],
    ['a view that is none', 'view=map', none],
  ])('leaves out %s', (_, query, state) => {
    expect(parse(query)).toEqual(state);
  });

  it('takes at most 200 letters of a text', () => {
    expect(parse(`text=${'x'.repeat(500)}`).text).toHaveLength(200);
  });
});

test('the API is asked for what is set alone; what looks back ends now', () => {
  const asked = incidentsQuery(all, 40 * 86_400_000);
  expect(asked).toEqual({ state: 'investigating,resolved', severity: 'sev1,p-2', service: id, team: 'web & shop', lead: id, text: '#12', from: 10 * 86_400_000, to: undefined });
  expect(Object.values(incidentsQuery({ ...none, text: '  ' }, 0)).every((value) => value === undefined)).toBe(true);
});

test('filters are counted, the view is none', () => {
  expect(incidentFilterCount({ ...none, view: 'board' })).toBe(0);
  expect(incidentFilterCount(all)).toBe(7);
});

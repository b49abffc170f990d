import { describe, expect, test } from 'vitest';
import { noStatementFilters, parseStart, parseStatements, startSearch, statementsQuery, statementsSearch, type StatementStart, type StatementsState } from './statements-state';

const serviceId = '0d9f3f0e-6d0a-4f5e-8f43-1a2b3c4d5e6f';

describe('what the URL holds comes back as it was', () => {
  test.each<[string, StatementsState]>([
    ['', noStatementFilters],
    [`?service=${serviceId}`, { ...noStatementFilters, serviceId }],
    ['?customer=Acme+%26+Sons&month=2026-10', { ...noStatementFilters, customer: 'Acme & Sons', month: '2026-10' }],
    ['?page=3', { ...noStatementFilters, page: 2 }],
  ])('%s', (search, state) => {
    expect(parseStatements(new URLSearchParams(search))).toEqual(state);
    expect(statementsSearch(state)).toBe(search);
  });
});

test('what cannot be understood takes its default', () => {
  expect(parseStatements(new URLSearchParams('service=1;drop&month=2026-13&page=-4'))).toEqual(noStatementFilters);
  expect(parseStatements(new URLSearchParams('page=1e9&month=october'))).toEqual(noStatementFilters);
  expect(parseStatements(new URLSearchParams({ customer: 'x'.repeat(500) })).customer).toHaveLength(200);
});

test('a page asks for its rows, and for nothing that is not filtered', () => {
  expect(statementsQuery({ ...noStatementFilters, page: 2 })).toEqual({ limit: 25, offset: 50 });
  expect(statementsQuery({ serviceId, customer: 'Acme', month: '2026-10', page: 0 })).toEqual({ serviceId, customer: 'Acme', month: '2026-10', limit: 25, offset: 0 });
});

describe('how a new statement begins comes back from the URL as it was', () => {
  const start: StatementStart = { serviceId, customer: '', month: '2026-10', objectiveIds: [], hasReasons: true };
  const second = serviceId.replace('0', '1');
  test.each<[string, StatementStart]>([
    ['', { ...start, serviceId: null, month: '' }],
    [`?service=${serviceId}&month=2026-10`, start],
    [`?service=${serviceId}&month=2026-10&objective=${serviceId}&objective=${second}&reasons=no`, { ...start, objectiveIds: [serviceId, second], hasReasons: false }],
  ])('%s', (search, expected) => {
    expect(parseStart(new URLSearchParams(search))).toEqual(expected);
    expect(startSearch(expected)).toBe(search);
  });
  test('what is no id is left out, each is taken once, and no more than a statement can have', () => {
    expect(parseStart(new URLSearchParams(`objective=1;drop&objective=${serviceId}&objective=${serviceId}&reasons=maybe`))).toMatchObject({ objectiveIds: [serviceId], hasReasons: true });
    const many = Array.from({ length: 60 }, (_, index): [string, string] => ['objective', `${String(index).padStart(8, '0')}${serviceId.slice(8)}`]);
    expect(parseStart(new URLSearchParams(many)).objectiveIds).toHaveLength(50);
  });
});

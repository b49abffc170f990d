import type { z } from 'zod';
import type { listStatements } from '@/lib/statements/api';
import { statementLimits } from '@/lib/statements/schemas';

/** What the URL of the list holds. */
export interface StatementsState {
  /** Null: of all services. */
  serviceId: string | null;
  /** Empty: for anybody. */
  customer: string;
  /** `2026-10`; empty: all. */
  month: string;
  /** From 0. */
  page: number;
}

export const noStatementFilters: StatementsState = { serviceId: null, customer: '', month: '', page: 0 };
export const statementsPageSize = 25;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const monthPattern = /^20\d{2}-(?:0[1-9]|1[0-2])$/;
const mostPages = 800;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseStatements(search: { get(name: string): string | null }): StatementsState {
  const [service, month] = [search.get('service') ?? '', search.get('month') ?? ''];
  const page = Number(search.get('page') ?? '1');
  return {
    serviceId: uuid.test(service) ? service : null,
    customer: (search.get('customer') ?? '').slice(0, 200),
    month: monthPattern.test(month) ? month : '',
    page: Number.isInteger(page) && page > 0 && page <= mostPages ? page - 1 : 0,
  };
}

/** The URL's query of a state; defaults are left out. The form of a new statement understands it too. */
export function statementsSearch({ serviceId, customer, month, page }: StatementsState): string {
  const pairs: [string, string][] = [];
  if (serviceId !== null) pairs.push(['service', serviceId]);
  if (customer !== '') pairs.push(['customer', customer]);
  if (month !== '') pairs.push(['month', month]);
  if (page > 0) pairs.push(['page', String(page + 1)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** What the URL of the form of a new statement holds, which may begin as one that was issued. */
export interface StatementStart extends Pick<StatementsState, 'serviceId' | 'customer' | 'month'> {
  /** Empty: those that a new statement begins with. */
  objectiveIds: readonly string[];
  hasReasons: boolean;
}

/** Reads how a new statement begins; what cannot be understood is left out. */
export function parseStart(search: { get(name: string): string | null; getAll(name: string): string[] }): StatementStart {
  const { serviceId, customer, month } = parseStatements(search);
  const objectiveIds = [...new Set(search.getAll('objective').filter((id) => uuid.test(id)))].slice(0, statementLimits.objectives);
  return { serviceId, customer, month, objectiveIds, hasReasons: search.get('reasons') !== 'no' };
}

/** The URL's query of how a new statement begins; defaults are left out. */
export function startSearch({ objectiveIds, hasReasons, ...filters }: StatementStart): string {
  const query = new URLSearchParams(statementsSearch({ ...filters, page: 0 }));
  for (const id of objectiveIds) query.append('objective', id);
  if (!hasReasons) query.set('reasons', 'no');
  const words = query.toString();
  return words === '' ? '' : `?${words}`;
}

/** The API's query of a state. */
export function statementsQuery({ serviceId, customer, month, page }: StatementsState): z.input<NonNullable<(typeof listStatements)['query']>> {
  return { serviceId: serviceId ?? undefined, customer: customer || undefined, month: month || undefined, limit: statementsPageSize, offset: page * statementsPageSize };
}

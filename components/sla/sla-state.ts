import type { z } from 'zod';
import type { readSla } from '@/lib/sla/api';

/** What the URL of the list holds. */
export interface SlaState {
  text: string;
  /** Of this service alone; null: of all. */
  serviceId: string | null;
  /** From 0. */
  page: number;
}

export const noSlaFilters: SlaState = { text: '', serviceId: null, page: 0 };
export const slaPageSize = 25;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseSla(search: { get(name: string): string | null }): SlaState {
  const service = search.get('service') ?? '';
  const page = Number(search.get('page') ?? '1');
  return { text: (search.get('text') ?? '').slice(0, 200), serviceId: uuid.test(service) ? service : null, page: Number.isInteger(page) && page > 0 && page <= 80 ? page - 1 : 0 };
}

/** The URL's query of a state; defaults are left out. */
export function slaSearch({ text, serviceId, page }: SlaState): string {
  const pairs: [string, string][] = [];
  if (text !== '') pairs.push(['text', text]);
  if (serviceId !== null) pairs.push(['service', serviceId]);
  if (page > 0) pairs.push(['page', String(page + 1)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state. */
export function slaQuery({ text, serviceId, page }: SlaState): z.input<NonNullable<(typeof readSla)['query']>> {
  return { text: text.trim() === '' ? undefined : text.trim(), serviceId: serviceId ?? undefined, days: 90, limit: slaPageSize, offset: page * slaPageSize };
}

/** What the URL of the audit trail holds. Empty texts: anything. */
export interface AuditState {
  actor: string;
  action: string;
  text: string;
  address: string;
  requestId: string;
  /** `2026-10-21`, in the zone of who looks; both days belong to it. */
  from: string;
  to: string;
}

export const noAuditFilters: AuditState = { actor: '', action: '', text: '', address: '', requestId: '', from: '', to: '' };

const names = { actor: 'who', action: 'action', text: 'text', address: 'address', requestId: 'request', from: 'from', to: 'to' } as const;
const fields = Object.keys(names) as (keyof AuditState)[];
const dayPattern = /^20\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const actionPattern = /^[a-z0-9_.-]{1,100}$/;

/** Reads the state from a URL's query; what cannot be understood is left out. */
export function parseAudit(search: { get(name: string): string | null }): AuditState {
  const state = { ...noAuditFilters };
  for (const field of fields) state[field] = (search.get(names[field]) ?? '').slice(0, 200);
  if (!actionPattern.test(state.action)) state.action = '';
  for (const field of ['from', 'to'] as const) if (!dayPattern.test(state[field])) state[field] = '';
  return state;
}

/** The URL's query of a state; what is empty is left out. */
export function auditSearch(state: AuditState): string {
  const pairs = fields.filter((field) => state[field] !== '').map((field) => [names[field], state[field]]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

export function isFiltered(state: AuditState): boolean {
  return fields.some((field) => state[field] !== '');
}

/** The API's query of a state; days are those of this browser. */
export function auditQuery({ from, to, ...texts }: AuditState): { from?: number; to?: number; actor?: string; action?: string; text?: string; address?: string; requestId?: string } {
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  return { ...given, ...(from === '' ? {} : { from: new Date(`${from}T00:00:00`).getTime() }), ...(to === '' ? {} : { to: dayAfter(to) }) };
}

function dayAfter(day: string): number {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date.getTime();
}

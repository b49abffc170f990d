/** An entry as it is exported. */
export interface ExportedEntry {
  seq: number;
  atMs: number;
  actor: { kind: string; id: string; name: string | null };
  action: string;
  before: unknown;
  after: unknown;
  requestId: string;
  address: string | null;
  hash: string;
}

export const csvHead = 'seq,at,actor_kind,actor_id,actor_name,action,address,request_id,before,after,hash\r\n';

/** An entry as a line of CSV (RFC 4180). What a spreadsheet would take for a formula is put behind an apostrophe. */
export function csvLine({ seq, atMs, actor, action, address, requestId, before, after, hash }: ExportedEntry): string {
  const cells = [String(seq), new Date(atMs).toISOString(), actor.kind, actor.id, actor.name ?? '', action, address ?? '', requestId, jsonOf(before), jsonOf(after), hash];
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** An entry as a line of JSON. */
export function jsonLine(entry: ExportedEntry): string {
  return `${JSON.stringify(documentOf(entry))}\n`;
}

/** An entry as other programs get it: the time as ISO 8601 in UTC. */
export function documentOf({ seq, atMs, actor, action, before, after, requestId, address, hash }: ExportedEntry): object {
  return { seq, at: new Date(atMs).toISOString(), actor, action, before: before ?? null, after: after ?? null, requestId, address, hash };
}

function jsonOf(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function cellOf(text: string): string {
  // Also behind what another setting of the spreadsheet would take for the end of a cell.
  const plain = text.replaceAll(/(^|[;,|\t\r\n])(\s*)([=+\-@])/g, "$1$2'$3");
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

import type { SubscriberView } from './subscribers-api';

const head = ['kind', 'address', 'incident', 'asked_at', 'confirmed_at', 'last_error'] as const;

/** Subscribers as CSV (RFC 4180), times in UTC. What a spreadsheet would take for a formula is put behind an apostrophe. */
export function subscribersCsv(subscribers: readonly SubscriberView[]): string {
  const rows = subscribers.map(({ kind, address, incident, createdAt, confirmedAt, lastError }) => [
    kind, address ?? '', incident === null ? '' : String(incident), new Date(createdAt).toISOString(), confirmedAt === null ? '' : new Date(confirmedAt).toISOString(), lastError ?? '',
  ]);
  return [head, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  // Also behind what another setting of the spreadsheet would take for the end of a cell.
  const plain = text.replace(/[=+\-@](?<=(?:^|[;,|\t\r\n])\s*.)/g, "'$&");
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

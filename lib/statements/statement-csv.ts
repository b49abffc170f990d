import type { Cause, StatementDocument, StatementIncident, StatementObjective } from './schemas';

const head = [
  'row', 'objective', 'target_percent', 'day', 'from', 'to', 'kind', 'counts_as', 'percent', 'is_met', 'good', 'bad', 'excluded', 'unit',
  'up_ms', 'degraded_ms', 'down_ms', 'unknown_ms', 'maintenance_ms', 'budget', 'budget_left', 'checks', 'reasons', 'maintenance', 'events',
  'incident', 'title', 'severity', 'touched_ms', 'source',
] as const;
const separator = ' | ';

type Cell = string | number | boolean | null | undefined;
type Row = Partial<Record<(typeof head)[number], Cell>>;

/**
 * A statement as CSV (RFC 4180): a row for each objective, its days and its stretches, and for each incident, times in UTC and numbers as they are. What a spreadsheet would take for a
 * formula is put behind an apostrophe.
 */
export function statementCsv({ statement }: StatementDocument): string {
  const rows = [...statement.objectives.flatMap((objective) => rowsOf(objective, statement.from, statement.measuredUntil)), ...(statement.incidents?.listed ?? []).map(incidentRow)];
  const lines = [head as readonly string[], ...rows.map((row) => head.map((name) => cellOf(row[name])))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** A name for the file that every file system takes, like statement-7-shop-2026-09.csv. */
export function statementFileName({ number, statement: { service, month } }: StatementDocument): string {
  const plain = service.name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '');
  return `statement-${number}-${plain || 'service'}-${month}.csv`;
}

function rowsOf(objective: StatementObjective, fromMs: number, untilMs: number): Row[] {
  const { name, target, percent, isMet, amount, tally, budget, checks, days, stretches } = objective;
  const own: Row = { objective: name, target_percent: target };
  const excluded = tally && untilMs - fromMs - amount.good - amount.bad;
  return [
    {
      ...own, row: 'objective', from: timeOf(fromMs), to: timeOf(untilMs), percent, is_met: isMet, good: amount.good, bad: amount.bad, excluded, unit: amount.unit,
      up_ms: tally?.upMs, degraded_ms: tally?.degradedMs, down_ms: tally?.downMs, unknown_ms: tally?.unknownMs, maintenance_ms: tally?.maintenanceMs,
      budget: budget.total, budget_left: budget.left, checks: checks.map((check) => check.name).join(separator),
    },
    ...days.map((day): Row => ({ ...own, row: 'day', day: day.day, good: day.good, bad: day.bad, excluded: day.excluded, unit: amount.unit })),
    ...stretches.map(({ from, to, kind, countsAs, causes }): Row => ({
      ...own, row: 'stretch', from: timeOf(from), to: timeOf(to), kind, counts_as: countsAs,
      checks: listed(causes, (cause) => cause.checkName), reasons: listed(causes, (cause) => cause.reason), maintenance: listed(causes, (cause) => cause.maintenance?.name), events: listed(causes, (cause) => cause.event?.id),
    })),
  ];
}

function incidentRow({ number, title, severity, from, to, ms, degree, source, reason }: StatementIncident): Row {
  return { row: 'incident', from: timeOf(from), to: timeOf(to), kind: degree, reasons: reason, incident: number, title, severity, touched_ms: ms, source };
}

function listed(causes: readonly Cause[], textOf: (cause: Cause) => string | undefined): string {
  return [...new Set(causes.map(textOf).filter(Boolean))].join(separator);
}

function timeOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function cellOf(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  // Also behind what another setting of the spreadsheet would take for the end of a cell.
  const text = cell.replace(/[=+\-@](?<=(?:^|[;,|\t\r\n])\s*.)/g, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

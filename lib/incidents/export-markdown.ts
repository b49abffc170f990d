import { momentText, plainLine, quoted, withDeeperHeadings } from './markdown-text';
import { actionLine, impactLine } from './review-draft';
import type { EntryKind, Evidence, Impact, Incident, IncidentTask, TimelineEntry } from './schemas';

/** What an export is made of; entries in the order in which they happened. */
export interface ExportSources {
  incident: Incident;
  severityName: string;
  impact: readonly Impact[];
  tasks: readonly IncidentTask[];
  entries: readonly TimelineEntry[];
  /** How many older entries are left out. */
  leftOut: number;
  /** Markdown; null: none was written. */
  review: string | null;
  /** The page of the incident. */
  url: string;
  /** Milliseconds since 1970. */
  exportedAt: number;
}

/** Entries in which people write Markdown of their own. */
const written: ReadonlySet<EntryKind> = new Set(['comment', 'correction', 'evidence', 'update']);

/** A whole incident as one Markdown document (CommonMark with task lists). What people wrote cannot break it: lines are escaped, texts are quoted, and the review comes last. */
export function exportMarkdown(sources: ExportSources): string {
  const { incident, impact, tasks, entries, leftOut, review } = sources;
  const actions = tasks.filter(({ kind }) => kind === 'action');
  const work = tasks.filter(({ kind }) => kind === 'task');
  const corrected = new Map(entries.flatMap(({ id, corrects }) => (corrects === null ? [] : [[corrects, id] as const])));
  return [
    `# Incident ${incident.number}: ${plainLine(incident.title)}`, '', ...facts(sources), '',
    ...(incident.summary.trim() === '' ? [] : ['## Summary', '', quoted(incident.summary), '']),
    '## Impact', '', ...(impact.length === 0 ? ['No service was down or degraded, as far as was measured.'] : impact.map((each) => `- ${impactLine(each)}`)), '',
    ...(actions.length === 0 ? [] : ['## Actions', '', ...actions.map(actionLine), '']),
    ...(work.length === 0 ? [] : ['## Tasks', '', ...work.map(actionLine), '']),
    '## Timeline', '', ...(leftOut > 0 ? [`${leftOut} older entries are left out.`, ''] : []), ...entries.flatMap((entry) => entryLines(entry, corrected.has(entry.id))),
    ...(review === null || review.trim() === '' ? [] : ['## Review', '', withDeeperHeadings(review.trim(), 1), '']),
  ].join('\n');
}

/** A name for the file that every file system takes, like incident-12-checkout-is-down.md. */
export function exportFileName({ number, title }: Pick<Incident, 'number' | 'title'>): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '');
  return `incident-${number}${plain && `-${plain}`}.md`;
}

function facts({ incident, severityName, url, exportedAt }: ExportSources): string[] {
  const { state, times, roles, services, team, reopened, mergedInto, runbookUrl } = incident;
  const fact = (name: string, value: string | null) => (value === null || value === '' ? [] : [`- ${name}: ${value}`]);
  const moment = (name: string, ms: number | null) => fact(name, ms === null ? null : momentText(ms));
  return [
    ...fact('State', state), ...fact('Merged into', mergedInto && `incident ${mergedInto.number}`), ...fact('Severity', plainLine(severityName)),
    ...fact('Services', services.map(({ name }) => plainLine(name)).join(', ')), ...fact('Team', plainLine(team)),
    ...fact('Lead', roles.lead && plainLine(roles.lead.name)), ...fact('Communications', roles.communications && plainLine(roles.communications.name)), ...fact('Scribe', roles.scribe && plainLine(roles.scribe.name)),
    ...moment('Started', times.started), ...moment('Detected', times.detected), ...moment('Acknowledged', times.acknowledged), ...moment('Mitigated', times.mitigated), ...moment('Resolved', times.resolved),
    ...fact('Opened again', reopened > 0 ? `${reopened} times` : null), ...fact('Runbook', runbookUrl && plainLine(runbookUrl)), ...fact('Page', plainLine(url)), ...moment('Exported', exportedAt),
  ];
}

function entryLines({ at, noted, kind, text, actor, evidence, isPinned, corrects }: TimelineEntry, isCorrected: boolean): string[] {
  const marks = [isPinned && 'pinned', isCorrected && 'corrected below', corrects !== null && 'a correction', Math.abs(noted - at) > 60_000 && `noted ${momentText(noted)}`].filter(Boolean).join(', ');
  const head = `**${momentText(at)}**${marks === '' ? '' : ` (${marks})`}`;
  const lines = written.has(kind) ? [`${head} ${plainLine(actor?.name ?? 'Nines')} wrote:`, '', quoted(text), ''] : [`${head} ${plainLine(text)}`, ''];
  return evidence ? [...lines, ...evidenceLines(evidence)] : lines;
}

function evidenceLines(evidence: Evidence): string[] {
  if (evidence.kind === 'check_event') return [`Evidence: the check ${plainLine(evidence.checkName)} was ${plainLine(evidence.state)} at ${momentText(evidence.at)}: ${plainLine(evidence.reason)}`, ''];
  const rows = evidence.series.map(({ labels, points }) => {
    const values = points.flatMap(([, value]) => value ?? []);
    const name = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ');
    return `| ${plainLine(name) || 'value'} | ${rounded(values[0])} | ${rounded(least(values))} | ${rounded(most(values))} | ${rounded(values.at(-1))} |`;
  });
  return [`Evidence: ${plainLine(evidence.expr)} from ${momentText(evidence.from)} to ${momentText(evidence.to)}`, '', '| series | first | least | most | last |', '| --- | --- | --- | --- | --- |', ...rows, ''];
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

function rounded(value: number | undefined): string {
  return value === undefined ? 'none' : String(Number(value.toPrecision(6)));
}

import { wordsOfMarkdown } from '@/lib/markdown';
import { toAcknowledgeMs, toResolveMs } from './figures';
import { lengthText, momentText, plainLine } from './markdown-text';
import type { EntryKind, Impact, Incident, IncidentTask, TimelineEntry } from './schemas';

/** What a review is begun from; entries in the order in which they happened. */
export interface ReviewSources {
  incident: Pick<Incident, 'title' | 'number' | 'summary' | 'times' | 'createdAt' | 'roles' | 'services' | 'reopened'>;
  severityName: string;
  impact: readonly Impact[];
  entries: readonly Pick<TimelineEntry, 'id' | 'at' | 'kind' | 'text' | 'isPinned' | 'corrects' | 'actor'>[];
  tasks: readonly Pick<IncidentTask, 'text' | 'kind' | 'owner' | 'dueAt' | 'doneAt'>[];
}

const mostEntries = 60;
/** What tells the story; the rest only where it is pinned. */
const telling: ReadonlySet<EntryKind> = new Set(['declared', 'state', 'severity', 'time', 'deploy', 'update', 'merged', 'split', 'page', 'correction']);

/** A review to start from, as Markdown: what is known is filled in, what only people know is asked. */
export function reviewDraft(sources: ReviewSources): string {
  return [
    '## Impact', '', ...impactOf(sources), '',
    '## Timeline', '', ...timelineOf(sources.entries), '',
    '## What helped', '', '- *What made it shorter or smaller?*', '',
    '## What hindered', '', '- *What was missing, wrong or too slow? Which conditions let it happen?*', '',
    '## Actions', '', ...actionsOf(sources.tasks), '',
  ].join('\n');
}

function impactOf({ incident, severityName, impact }: ReviewSources): string[] {
  const { times, summary, services, reopened, roles } = incident;
  const started = times.started ?? incident.createdAt;
  const counted = { started, detected: times.detected, acknowledged: times.acknowledged, resolved: times.resolved };
  const summed = wordsOfMarkdown(summary);
  return [
    ...(summed === '' ? ['*What did users notice?*', ''] : [plainLine(summed), '']),
    `- Severity: ${plainLine(severityName)}`,
    `- Services: ${services.map(({ name }) => plainLine(name)).join(', ') || 'none'}`,
    `- Began: ${momentText(started)}${times.resolved === null ? '; not resolved' : `, resolved: ${momentText(times.resolved)}`}`,
    `- From the start to the detection: ${lengthText(times.detected === null ? null : times.detected - started)}`,
    `- From the detection to the acknowledgement: ${lengthText(toAcknowledgeMs(counted))}`,
    `- From the start to the mitigation: ${lengthText(times.mitigated === null ? null : times.mitigated - started)}`,
    `- From the start to the resolution: ${lengthText(toResolveMs(counted))}`,
    ...(reopened > 0 ? [`- Opened again: ${reopened === 1 ? 'once' : `${reopened} times`}`] : []),
    ...(roles.lead ? [`- Led by: ${plainLine(roles.lead.name)}`] : []),
    ...impact.map((each) => `- ${impactLine(each)}`),
  ];
}

/** What of one service was touched, on one line of Markdown. */
export function impactLine({ serviceName, degree, from, to, ms, source, reason }: Impact): string {
  const until = to === null ? 'and it goes on' : `until ${momentText(to)}`;
  return `${plainLine(serviceName)} was ${degree} for ${lengthText(ms)}: from ${momentText(from)} ${until}${source === 'person' ? ` (said by a person: ${plainLine(reason)})` : ''}`;
}

function timelineOf(entries: ReviewSources['entries']): string[] {
  const corrected = new Set(entries.flatMap(({ corrects }) => corrects ?? []));
  const told = entries.filter((entry) => !corrected.has(entry.id) && (entry.isPinned || telling.has(entry.kind)));
  const lines = told.slice(0, mostEntries).map(({ at, text, kind, actor }) => `- ${momentText(at)}: ${kind === 'comment' || kind === 'evidence' || kind === 'update' || kind === 'correction' ? `${plainLine(actor?.name ?? 'Nines')}: ` : ''}${plainLine(shortened(wordsOfMarkdown(text)))}`);
  return told.length > mostEntries ? [...lines, `- *${told.length - mostEntries} more are in the timeline of the incident.*`] : lines;
}

function actionsOf(tasks: ReviewSources['tasks']): string[] {
  const actions = tasks.filter(({ kind }) => kind === 'action');
  if (actions.length === 0) return ['- *What is done so that it does not come again, by whom, until when? Add it as an action too: then it is chased.*'];
  return actions.map(actionLine);
}

/** A task or an action, on one line of Markdown with a box to tick. */
export function actionLine({ text, owner, dueAt, doneAt }: Pick<IncidentTask, 'text' | 'owner' | 'dueAt' | 'doneAt'>): string {
  const more = [owner && plainLine(owner.name), dueAt !== null && `due ${momentText(dueAt).slice(0, 10)}`].filter(Boolean).join(', ');
  return `- [${doneAt === null ? ' ' : 'x'}] ${plainLine(text)}${more === '' ? '' : ` (${more})`}`;
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299).toWellFormed()}…` : text;
}

import type { AlertView } from '@/lib/alerts/schemas';
import { alertsOf, titleOf } from './alert-words';
import type { ShownChange } from './optimistic';

export interface ActResult {
  id: string;
  outcome: 'done' | 'unchanged' | 'not_found';
  message: string;
}

/** What came of an action, said where it was asked for. */
export interface ActionNotice {
  kind: 'done' | 'refused';
  words: string;
  /** The acknowledgements that can be taken back. */
  undo: readonly AlertView[];
}

const pastWord: Record<ShownChange['kind'], string> = { acknowledge: 'acknowledged', unacknowledge: 'taken back', resolve: 'resolved' };

/** More than these are not taken back by one press: each is a request of its own. */
const mostUndone = 50;

/** The answer to what was done to some alerts, as a sentence or two; there may be results of more than are shown. */
export function noticeOf(kind: ShownChange['kind'], alerts: readonly AlertView[], results: readonly ActResult[]): ActionNotice {
  const doneIds = new Set(results.filter(({ outcome }) => outcome === 'done').map(({ id }) => id));
  const done = alerts.filter(({ id }) => doneIds.has(id));
  const left = results.filter(({ outcome }) => outcome !== 'done');
  const why = left.find(({ message }) => message !== '')?.message ?? 'Somebody else was faster.';
  if (doneIds.size === 0) return refusalOf(kind, alerts, why);
  const said = `${capital(doneIds.size === done.length ? whatOf(done) : alertsOf(doneIds.size))} ${doneIds.size === 1 ? 'is' : 'are'} ${pastWord[kind]}.`;
  const rest = left.length === 0 ? '' : ` ${alertsOf(left.length)} ${left.length === 1 ? 'was' : 'were'} left as before: ${why}`;
  return { kind: left.length === 0 ? 'done' : 'refused', words: said + rest, undo: kind === 'acknowledge' && doneIds.size <= mostUndone ? done : [] };
}

/** Nothing was done, and why. */
export function refusalOf(kind: ShownChange['kind'], alerts: readonly AlertView[], why: string): ActionNotice {
  return { kind: 'refused', words: `${capital(whatOf(alerts))} ${alerts.length === 1 ? 'was' : 'were'} not ${pastWord[kind]}. ${why}`, undo: [] };
}

/** One by its title, many by their number. */
export function whatOf(alerts: readonly AlertView[]): string {
  const [only] = alerts;
  return alerts.length === 1 && only ? titleOf(only) : alertsOf(alerts.length);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

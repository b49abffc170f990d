import { formatDuration } from '@/components/time/format';
import type { CheckView } from '@/lib/checks/schemas';
import type { CheckState, Phase } from '@/lib/checks/states';
import type { State } from '@/lib/health/vitals';

/** The worst first, as the lists have them. */
export const statesByUrgency = ['down', 'unknown', 'degraded', 'up'] as const satisfies readonly CheckState[];

export const checkStateWord: Record<CheckState, string> = { up: 'Up', degraded: 'Degraded', unknown: 'Unknown', down: 'Down' };
/** The colour and the shape of a state of a check. */
export const markOfState: Record<CheckState, State> = { up: 'ok', degraded: 'warning', unknown: 'unknown', down: 'critical' };

export const phaseWord: Record<Phase, string> = { dns: 'Name', connect: 'Connect', tls: 'TLS', first_byte: 'First byte', transfer: 'Transfer' };

/** Uptime never shows more than it was: it is cut off, not rounded, and 100 % is nothing but all of the time. */
export function percentWords(percent: number | null): string {
  if (percent === null) return 'not known';
  if (percent >= 100) return '100 %';
  const cut = (digits: number) => (Math.floor(percent * 10 ** digits + 1e-6) / 10 ** digits).toFixed(digits);
  return `${percent >= 99 ? cut(3).replace(/0$/, '') : cut(1)} %`;
}

/** A time that a try took: `45 ms`, `1.24 s`. */
export function tookWords(ms: number): string {
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${Number((ms / 1_000).toPrecision(3))} s`;
}

/** How often, and when it counts as down: `every 20 s, down after 2 failures`. */
export function paceWords({ intervalMs, failures, kind }: Pick<CheckView, 'intervalMs' | 'failures' | 'kind'>): string {
  if (kind === 'heartbeat') return 'waits for its call';
  const { count, of } = failures;
  const after = of === count ? `down after ${count} ${count === 1 ? 'failure' : 'failures'}${count > 1 ? ' in a row' : ''}` : `down when ${count} of the last ${of} fail`;
  return `every ${formatDuration(intervalMs)}, ${after}`;
}

/** `1 check`, `12 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

interface Answer {
  tone: State;
  sentence: string;
}

/** The first sentence about some things, of which the worst are named: `2 of 12 services are down: Shop, Search.` */
export function answerOf(noun: string, counts: Readonly<Record<CheckState, number>>, worst: readonly { name: string; state: CheckState }[]): Answer {
  const total = statesByUrgency.reduce((sum, state) => sum + counts[state], 0);
  const state = statesByUrgency.find((each) => counts[each] > 0);
  if (state === undefined) return { tone: 'unknown', sentence: `No ${noun} is watched` };
  if (state === 'up') return { tone: 'ok', sentence: total === 1 ? `The ${noun} is up` : `All ${counted(total, noun)} are up` };
  const count = counts[state];
  const names = worst.filter((each) => each.state === state).slice(0, mostNamed).map(({ name }) => name);
  const named = names.length === 0 ? '' : `: ${names.join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`;
  const { word, tone } = answerWords[state];
  return { tone, sentence: `${count === total && total === 1 ? `The ${noun}` : `${count.toLocaleString('en')} of ${counted(total, noun)}`} ${count === 1 ? 'is' : 'are'} ${word}${named}` };
}

const mostNamed = 3;
const answerWords = { down: { word: 'down', tone: 'critical' }, unknown: { word: 'not known', tone: 'unknown' }, degraded: { word: 'slower than allowed', tone: 'warning' } } as const;

import type { State } from '@/lib/health/vitals';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { standingOf } from './objective-words';

type Judged = Pick<ObjectiveView, 'isMet' | 'percent' | 'budget'> & { settings: { name: string } };

interface SlaAnswer {
  state: State;
  sentence: string;
}

const mostNamed = 3;

/** The first sentence about objectives of which those with the least budget are given, the worst first. */
export function answerOfSla(worst: readonly Judged[], total: number): SlaAnswer {
  const by = (state: State) => worst.filter((each) => standingOf(each).state === state);
  const [missed, atRisk, unknown] = [by('critical'), by('warning'), by('unknown')];
  const isWhole = worst.length >= total;
  if (missed.length > 0) return { state: 'critical', sentence: capital(`${counted(missed, total, isWhole || missed.length < worst.length)} missed${named(missed)}`) };
  if (atRisk.length > 0) return { state: 'warning', sentence: `No objective is missed; ${counted(atRisk, total, isWhole)} at risk${named(atRisk)}` };
  if (worst.length > 0 && unknown.length === worst.length) return { state: 'unknown', sentence: total === 1 ? 'The objective has no data yet' : 'No objective has data yet' };
  const known = total - unknown.length;
  const rest = unknown.length > 0 ? `; ${unknown.length} ${unknown.length === 1 ? 'has' : 'have'} no data yet` : '';
  return { state: 'ok', sentence: `${known === 1 && total === 1 ? 'The objective is' : `${rest ? `${known} of ${total}` : `All ${total}`} objectives ${known === 1 ? 'is' : 'are'}`} met${rest}` };
}

function counted(found: readonly Judged[], total: number, isAll: boolean): string {
  return total === 1 ? 'The objective is' : `${isAll ? '' : 'at least '}${found.length} of ${total.toLocaleString('en')} objectives ${found.length === 1 ? 'is' : 'are'}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function named(found: readonly Judged[]): string {
  const names = found.slice(0, mostNamed).map(({ settings }) => settings.name);
  return `: ${names.join(', ')}${found.length > names.length ? ` and ${found.length - names.length} more` : ''}`;
}

import type { Standing } from '@/components/sla/objective-words';
import type { State } from '@/lib/health/vitals';
import type { StatementBody, StatementObjective, StatementSummary } from '@/lib/statements/schemas';

/** Of a line of the list the days are not known. */
type Judged = Pick<StatementSummary['objectives'][number], 'name' | 'target' | 'percent' | 'isMet'> & Readonly<Partial<Pick<StatementObjective, 'amount' | 'days' | 'missingDays'>>>;
type Outcome = 'met' | 'missed' | 'on course' | 'missed already' | 'behind' | 'partly' | 'no data';

/** Whether the figures are of a part of the month only, so that nothing is met yet. */
export function isSoFar({ measuredUntil, to }: Pick<StatementBody, 'measuredUntil' | 'to'>): boolean {
  return measuredUntil < to;
}

/** Whether an objective was kept in its month or, of one that goes on, how it stands. */
export function outcomeOf(objective: Judged, isRunning = false): Standing {
  switch (judge(objective, isRunning)) {
    case 'met':
      return { state: 'ok', word: 'Met' };
    case 'missed':
      return { state: 'critical', word: 'Missed' };
    case 'on course':
      return { state: 'unknown', word: 'On course so far' };
    case 'missed already':
      return { state: 'critical', word: 'Missed already' };
    case 'behind':
      return { state: 'warning', word: 'Below the target so far' };
    case 'partly':
      return { state: 'unknown', word: partlyWords(objective, isRunning) };
    case 'no data':
      return { state: 'unknown', word: isRunning ? 'No data so far' : 'No data' };
  }
}

/** The first sentence of a statement: what was missed, by name. */
export function outcomeWords(objectives: readonly Judged[], isRunning = false): { state: State; sentence: string } {
  const total = objectives.length;
  const judged = objectives.map((objective) => ({ objective, outcome: judge(objective, isRunning) }));
  const of = (outcome: Outcome) => judged.filter((each) => each.outcome === outcome).map(({ objective }) => objective);
  const named = (found: readonly Judged[], one: string, many: string) =>
    total === 1 ? `The objective ${one}.` : `${found.length} of ${total} objectives ${found.length === 1 ? one : many}: ${found.map(({ name }) => name).join(', ')}.`;
  const [missed, already, behind, partly, none] = [of('missed'), of('missed already'), of('behind'), of('partly'), of('no data')];
  if (missed.length > 0) return { state: 'critical', sentence: named(missed, 'was missed', 'were missed') };
  if (already.length > 0) return { state: 'critical', sentence: named(already, 'is missed already', 'are missed already') };
  if (behind.length > 0) return { state: 'warning', sentence: named(behind, 'is below its target so far', 'are below their targets so far') };
  const soFar = isRunning ? ' so far' : '';
  if (none.length === total) return { state: 'unknown', sentence: `Nothing that counts was measured${soFar} for ${total === 1 ? 'the' : 'any'} objective.` };
  const kept = total - partly.length - none.length;
  const [was, were] = isRunning ? ['is on course so far', 'are on course so far'] : ['was met', 'were met'];
  if (kept === total) return { state: isRunning ? 'unknown' : 'ok', sentence: total === 1 ? `The objective ${was}.` : `All ${total} objectives ${were}.` };
  const [only] = partly;
  if (total === 1 && only) return { state: 'unknown', sentence: `${partlyWords(only, isRunning)}.` };
  const clauses = [
    `${kept} of ${total} objectives ${kept === 1 ? was : were}`,
    ...(partly.length > 0 ? [`of ${partly.length} not all days are known: ${partly.map(({ name }) => name).join(', ')}`] : []),
    ...(none.length > 0 ? [`for ${none.length} nothing that counts was measured${soFar}`] : []),
  ];
  return { state: 'unknown', sentence: `${clauses.join('; ')}.` };
}

/** A share of the time that is already lost cannot be won back; a share of events can, by more events. */
function judge({ isMet, percent, amount, missingDays }: Judged, isRunning: boolean): Outcome {
  if (isMet === false) return isRunning ? (amount?.unit === 'ms' ? 'missed already' : 'behind') : 'missed';
  if (percent === null) return 'no data';
  if (isMet === null || (missingDays?.length ?? 0) > 0) return 'partly';
  return isRunning ? 'on course' : 'met';
}

function partlyWords({ percent, target, days }: Judged, isRunning: boolean): string {
  if (!days || percent === null || percent < Number(target)) return 'Not all known';
  const known = days.length === 1 ? 'the day that is known' : `the ${days.length} days that are known`;
  return `${isRunning ? 'On course' : 'Met'} on ${known}`;
}

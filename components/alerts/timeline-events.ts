import type { AlertEvent, Stage } from '@/lib/alerts/schemas';

/** What tells the story; the other stages say why somebody was or was not told. */
const story: ReadonlySet<Stage> = new Set(['life_cycle', 'comment', 'escalation', 'delivery', 'silence', 'maintenance', 'inhibition', 'dependency']);

export const stageWord: Record<Stage, string> = {
  evaluation: 'Evaluation', dedup: 'Same alert', inhibition: 'Inhibition', dependency: 'Dependency', silence: 'Silence', maintenance: 'Maintenance', grouping: 'Grouping',
  route: 'Route', escalation: 'Escalation', on_call: 'On call', delivery: 'Delivery', life_cycle: 'Alert', comment: 'Comment',
};

/** The newest first; without `isWhole` only what tells the story. */
export function timelineOf(events: readonly AlertEvent[], isWhole: boolean): AlertEvent[] {
  return events.filter(({ stage }) => isWhole || story.has(stage)).reverse();
}

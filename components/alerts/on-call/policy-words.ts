import { listed } from '@/components/alerts/notify/route-words';
import type { EscalationTarget, PolicySettings, ScheduleView } from '@/lib/alerts/on-call/schemas';

/** Names by kind and id; what is gone has none. */
interface TargetNames {
  user: ReadonlyMap<string, string>;
  schedule: ReadonlyMap<string, string>;
  channel: ReadonlyMap<string, string>;
}

interface Named {
  id: string;
  name: string;
}

export function targetNames(people: readonly Named[], schedules: readonly Pick<ScheduleView, 'id' | 'settings'>[], channels: readonly Named[]): TargetNames {
  const byId = (list: readonly Named[]) => new Map(list.map(({ id, name }) => [id, name]));
  return { user: byId(people), schedule: new Map(schedules.map(({ id, settings }) => [id, settings.name])), channel: byId(channels) };
}

/** A policy as a sentence: `first Alice; after 5 min whoever is on call in Primary; then nobody more, 2 times again every 30 min.` */
export function policyInWords({ steps, repeats, repeatAfterMs }: PolicySettings, names: TargetNames): string {
  const told = steps.map(({ afterMs, targets }, index) => `${whenInWords(afterMs, index)} ${listed(targets.map((target) => targetInWords(target, names)))}`);
  const again = repeats === 0 ? 'then nobody more' : `then all again ${repeats === 1 ? 'once' : `${repeats} times`}, ${spanInWords(repeatAfterMs)} after the last`;
  const sentence = `${told.join('; ')}; ${again}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A span as people say it: `at once` is none, `90 s` would be `1 min 30 s`. */
export function spanInWords(ms: number): string {
  const parts: [number, string][] = [[Math.floor(ms / 3_600_000), 'h'], [Math.floor(ms / 60_000) % 60, 'min'], [Math.floor(ms / 1_000) % 60, 's']];
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return words.length === 0 ? '0 s' : words.join(' ');
}

function whenInWords(afterMs: number, index: number): string {
  if (index === 0) return afterMs === 0 ? 'first' : `after ${spanInWords(afterMs)}`;
  return afterMs === 0 ? 'at the same time' : `after ${spanInWords(afterMs)} more`;
}

function targetInWords({ kind, id }: EscalationTarget, names: TargetNames): string {
  const name = names[kind].get(id);
  switch (kind) {
    case 'user':
      return name ?? 'a person who is gone';
    case 'schedule':
      return name === undefined ? 'a schedule that is gone' : `whoever is on call in ${name}`;
    case 'channel':
      return name ?? 'a channel that is gone';
  }
}

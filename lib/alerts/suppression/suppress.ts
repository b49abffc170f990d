import type { AlertMatcher, Suppression } from '../schemas';
import { breakCircles, rootOf, type SuppressibleAlert } from './causes';
import { compileDependencies } from './depend';
import { compileInhibitions } from './inhibit';
import { MatcherIndex } from './matcher-index';
import { currentOpening, upcomingOpenings, type Opening } from './openings';
import type { MaintenanceInput, SuppressionRules } from './schemas';

export type { SuppressibleAlert };

/** What a tenant set up that keeps alerts from people; times in milliseconds since 1970. */
export interface SuppressionConfig {
  silences: readonly { id: string; matchers: readonly AlertMatcher[]; startsAt: number; endsAt: number; comment: string; createdBy: { name: string } }[];
  maintenance: readonly { id: string; settings: MaintenanceInput }[];
  rules: SuppressionRules;
}

/** What is suppressed at one moment. */
interface Suppressed {
  /** Why nobody is told of the alert; null when people are told. */
  of(id: string): Suppression | null;
  /** The alert that is taken for the first cause of another one. */
  causeOf(id: string): string | null;
  /** When a silence or a maintenance window begins or ends next; alerts change the answer too. */
  nextChangeMs: number | null;
}

export interface CompiledSuppression {
  at(alerts: readonly SuppressibleAlert[], nowMs: number): Suppressed;
}

interface Mute {
  kind: 'silence' | 'maintenance';
  id: string;
  matchers: readonly AlertMatcher[];
  reason: string;
  opening: Opening;
}

const maxQuoted = 300;

/**
 * Decides which alerts that fire are kept from people. The first that applies is the cause shown: inhibition, dependency, silence, maintenance; among
 * silences and windows the one that ends last. Throws AppError `invalid` for a matcher that RE2 refuses.
 */
export function compileSuppression(config: SuppressionConfig): CompiledSuppression {
  const inhibit = compileInhibitions(config.rules.inhibitions);
  const depend = compileDependencies(config.rules.dependencies);
  let mutes: { list: readonly Mute[]; index: MatcherIndex; fromMs: number; nextChangeMs: number | null } | null = null;
  const mutesAt = (nowMs: number) => {
    if (mutes && nowMs >= mutes.fromMs && (mutes.nextChangeMs === null || nowMs < mutes.nextChangeMs)) return mutes;
    const { list, nextChangeMs } = findMutes(config, nowMs);
    mutes = { list, index: new MatcherIndex(list.map(({ matchers }) => matchers)), fromMs: nowMs, nextChangeMs };
    return mutes;
  };
  return {
    at: (alerts, nowMs) => {
      const { list, index, nextChangeMs } = mutesAt(nowMs);
      const causes = depend(alerts);
      for (const [id, cause] of inhibit(alerts)) causes.set(id, cause);
      breakCircles(causes);
      const byId = new Map<string, Suppression>();
      for (const { id, labels, startsAtMs } of alerts) {
        const cause = causes.get(id);
        if (cause) {
          byId.set(id, { kind: cause.kind, id: cause.source.id, reason: cause.reason, sinceMs: Math.max(startsAtMs, cause.source.startsAtMs), untilMs: null });
          continue;
        }
        const [first] = index.matching(labels);
        const mute = first === undefined ? undefined : list[first];
        if (mute) byId.set(id, { kind: mute.kind, id: mute.id, reason: mute.reason, sinceMs: Math.max(startsAtMs, mute.opening.startsAt), untilMs: mute.opening.endsAt });
      }
      return { of: (id) => byId.get(id) ?? null, causeOf: (id) => rootOf(causes, id), nextChangeMs };
    },
  };
}

/** What is open now, in the order of precedence, and when that changes. */
function findMutes({ silences, maintenance }: SuppressionConfig, nowMs: number): { list: Mute[]; nextChangeMs: number | null } {
  let nextChangeMs = Number.POSITIVE_INFINITY;
  const changesAt = (atMs: number) => {
    if (atMs > nowMs) nextChangeMs = Math.min(nextChangeMs, atMs);
  };
  const list: Mute[] = [];
  for (const { id, matchers, startsAt, endsAt, comment, createdBy } of silences) {
    changesAt(startsAt);
    changesAt(endsAt);
    if (startsAt <= nowMs && nowMs < endsAt) list.push({ kind: 'silence', id, matchers, opening: { startsAt, endsAt }, reason: `${createdBy.name} silenced it: ${cut(comment)}` });
  }
  for (const { id, settings } of maintenance) {
    if (!settings.isEnabled) continue;
    const opening = currentOpening(settings.schedule, nowMs);
    const [next] = upcomingOpenings(settings.schedule, nowMs, 1);
    if (next) changesAt(next.startsAt);
    if (!opening) continue;
    changesAt(opening.endsAt);
    list.push({ kind: 'maintenance', id, matchers: settings.matchers, opening, reason: `Maintenance ${JSON.stringify(settings.name)}: ${cut(settings.reason)}` });
  }
  list.sort((a, b) => (a.kind === b.kind ? b.opening.endsAt - a.opening.endsAt || (a.id < b.id ? -1 : 1) : a.kind === 'silence' ? -1 : 1));
  return { list, nextChangeMs: Number.isFinite(nextChangeMs) ? nextChangeMs : null };
}

function cut(text: string): string {
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
}

import type { Route } from '@/lib/alerts/notify/schemas';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';

/** A route as its form holds it: texts, and empty ones for what is taken over from the parent. */
export interface RouteDraft {
  name: string;
  matchers: readonly AlertMatcher[];
  groupBy: string;
  groupWait: string;
  groupInterval: string;
  repeatInterval: string;
  /** `inherit` takes over the parent's channels. */
  told: 'inherit' | 'own';
  channelIds: readonly string[];
  /** The id of a policy, `inherit` or `none`. */
  policy: string;
  continue: boolean;
}

export function draftOfRoute(route: Route): RouteDraft {
  return {
    name: route.name,
    matchers: route.matchers,
    groupBy: route.groupBy?.join(', ') ?? '',
    groupWait: durationText(route.groupWaitMs),
    groupInterval: durationText(route.groupIntervalMs),
    repeatInterval: durationText(route.repeatIntervalMs),
    told: route.channelIds === null ? 'inherit' : 'own',
    channelIds: route.channelIds ?? [],
    policy: route.escalationPolicyId ?? 'inherit',
    continue: route.continue,
  };
}

/** The route of a draft, below the one that it replaces, or what is to be corrected. */
export function readRoute(draft: RouteDraft, before: Route, isRoot: boolean): { route: Route; issues: [] } | { route: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path, message });
  const duration = (text: string, path: string) => {
    if (text.trim() === '') return null;
    const ms = parseDurationMs(text.trim());
    if (ms === null || ms > mostMs) fault(path, 'Write a time of 30d at most, such as 30s, 5m or 4h.');
    return ms;
  };
  const matchers = isRoot ? [] : draft.matchers.filter(({ label, value }) => label.trim() !== '' || value !== '').map((matcher) => ({ ...matcher, label: matcher.label.trim() }));
  if (draft.name.trim() === '') fault('name', 'Give the route a name.');
  if (!isRoot && matchers.length === 0) fault('matchers', 'Name at least one label.');
  if (matchers.some(({ label }) => label === '')) fault('matchers', 'Each condition needs a label.');
  const names = [...new Set(draft.groupBy.split(/[\s,]+/).filter(Boolean))];
  const route: Route = {
    id: before.id,
    name: draft.name.trim(),
    matchers,
    groupBy: names.length === 0 ? null : names,
    groupWaitMs: duration(draft.groupWait, 'groupWaitMs'),
    groupIntervalMs: duration(draft.groupInterval, 'groupIntervalMs'),
    repeatIntervalMs: duration(draft.repeatInterval, 'repeatIntervalMs'),
    channelIds: isRoot || draft.told === 'own' ? [...draft.channelIds] : null,
    escalationPolicyId: draft.policy === 'inherit' ? null : draft.policy,
    continue: !isRoot && draft.continue,
    routes: before.routes,
  };
  return issues.length > 0 ? { route: null, issues } : { route, issues: [] };
}

const mostMs = 30 * 86_400_000;

function durationText(ms: number | null): string {
  return ms === null ? '' : formatDurationMs(ms);
}

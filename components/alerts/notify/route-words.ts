import { formatDurationMs } from '@/lib/scrape/duration';
import { printMatchers } from '@/lib/alerts/matchers';
import { routeDefaults, type Route } from '@/lib/alerts/notify/schemas';
import type { PolicyView } from '@/lib/alerts/on-call/schemas';

/** The settings of a route once what it takes over from its parents is filled in. */
export interface EffectiveRoute {
  groupBy: readonly string[];
  groupWaitMs: number;
  groupIntervalMs: number;
  repeatIntervalMs: number;
  channelIds: readonly string[];
  policyId: string | null;
}

/** What applies above the root. */
export const effectiveDefaults: EffectiveRoute = { ...routeDefaults, channelIds: [], policyId: null };

export function effectiveOf(route: Route, parent: EffectiveRoute): EffectiveRoute {
  return {
    groupBy: route.groupBy ?? parent.groupBy,
    groupWaitMs: route.groupWaitMs ?? parent.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs ?? parent.groupIntervalMs,
    repeatIntervalMs: route.repeatIntervalMs ?? parent.repeatIntervalMs,
    channelIds: route.channelIds ?? parent.channelIds,
    policyId: route.escalationPolicyId === null ? parent.policyId : route.escalationPolicyId === 'none' ? null : route.escalationPolicyId,
  };
}

/** Whether what the root takes is told to nobody. */
export function isSilent(root: Route): boolean {
  const { channelIds, policyId } = effectiveOf(root, effectiveDefaults);
  return channelIds.length === 0 && policyId === null;
}

/** Which alerts a route takes: `team="db"` without braces. */
export function matchersInWords({ matchers }: Pick<Route, 'matchers'>): string {
  return matchers.length === 0 ? 'every alert' : matchers.map((matcher) => printMatchers([matcher]).slice(1, -1)).join(', ');
}

/** How alerts are gathered: `Grouped by alertname; first after 1s, changes after 1m, again every 4h`. */
export function timingInWords({ groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs }: EffectiveRoute): string {
  const group = groupBy.includes('...') ? 'Each alert alone' : groupBy.length === 0 ? 'All in one group' : `Grouped by ${groupBy.join(', ')}`;
  return `${group}; first after ${formatDurationMs(groupWaitMs)}, changes after ${formatDurationMs(groupIntervalMs)}, again every ${formatDurationMs(repeatIntervalMs)}`;
}

/** Whose names there are. */
export interface Names {
  channels: ReadonlyMap<string, string>;
  policies: ReadonlyMap<string, string>;
}

/** Who is told: `Slack and Sink, then the policy Primary`; null for nobody. */
export function toldInWords({ channelIds, policyId }: EffectiveRoute, { channels, policies }: Names): string | null {
  const named = listed(channelIds.map((id) => channels.get(id) ?? 'a channel that is gone'));
  const policy = policyId === null ? null : `the policy ${policies.get(policyId) ?? 'that is gone'}`;
  if (named === '') return policy;
  return policy === null ? named : `${named}, and ${policy}`;
}

/** Every route of a tree by its name: which alerts it takes, who is told and when. Of two with one name the later has its place behind it. */
export function routesInWords(root: Route, names: Names): Record<string, string> {
  const found: Record<string, string> = {};
  const add = (route: Route, parent: EffectiveRoute, place: string) => {
    const effective = effectiveOf(route, parent);
    const name = route.name || 'Without a name';
    const text = `${place === '' ? '' : `${place}: `}${matchersInWords(route)}; ${toldInWords(effective, names) ?? 'nobody'}; ${timingInWords(effective)}${route.continue ? '; then the next' : ''}`;
    found[Object.hasOwn(found, name) ? `${name} (${place})` : name] = text;
    for (const [at, child] of route.routes.entries()) add(child, effective, `${place === '' ? '' : `${place}.`}${at + 1}`);
  };
  add(root, effectiveDefaults, '');
  return found;
}

/** What names a channel, in words: routes and escalation policies. */
export function usersOfChannel(id: string, root: Route, policies: readonly Pick<PolicyView, 'settings'>[]): string[] {
  const routes = routesWith(root, id).map(({ name }) => `the route ${name}`);
  const named = policies.filter(({ settings }) => settings.steps.some(({ targets }) => targets.some((target) => target.kind === 'channel' && target.id === id)));
  return [...routes, ...named.map(({ settings }) => `the policy ${settings.name}`)];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function routesWith(route: Route, id: string): Route[] {
  return [...(route.channelIds?.includes(id) ? [route] : []), ...route.routes.flatMap((each) => routesWith(each, id))];
}

import { randomUUID } from 'node:crypto';
import type { RouteItem } from '@/lib/configuration/alert-sections';
import type { Route } from '@/lib/alerts/notify/schemas';
import { readRouting, updateRouting } from '@/server/alerts/notify/routing';
import type { OneSection, Work } from '../work';

export const routing: OneSection<RouteItem> = {
  kind: 'one',
  async read(work) {
    const { root } = await readRouting(verbsOf(work), work.caller);
    return shownOf(work, root);
  },
  async write(work, item) {
    const { version, root } = await readRouting(verbsOf(work), work.caller);
    await updateRouting(verbsOf(work), work.caller, { version, root: routeOf(work, item, root, '') });
  },
};

function verbsOf({ database }: Work) {
  return { database };
}

function shownOf(work: Work, { id: _, channelIds, escalationPolicyId, routes, ...route }: Route): RouteItem {
  const policy = escalationPolicyId === null ? null : escalationPolicyId === 'none' ? false : (work.names.nameOf('policy', escalationPolicyId) ?? null);
  return { ...route, channels: channelIds === null ? null : work.names.namesOf('channel', channelIds), escalationPolicy: policy, routes: routes.map((each) => shownOf(work, each)) };
}

/** A route keeps its id, by which alerts are grouped, as long as it keeps its name and place below its parent. */
function routeOf(work: Work, { channels, escalationPolicy, routes, ...item }: RouteItem, before: Route | undefined, path: string): Route {
  const { names } = work;
  const at = (field: string) => (path === '' ? field : `${path}.${field}`);
  const left = [...(before?.routes ?? [])];
  const take = (name: string) => {
    const found = left.findIndex((route) => route.name === name);
    return found < 0 ? undefined : left.splice(found, 1)[0];
  };
  return {
    ...item,
    id: before?.id ?? randomUUID(),
    channelIds: channels === null ? null : names.idsOf('channel', channels, at('channels')),
    escalationPolicyId: escalationPolicy === null ? null : escalationPolicy === false ? 'none' : names.idOf('policy', escalationPolicy, at('escalationPolicy')),
    routes: routes.map((each, index) => routeOf(work, each, take(each.name), at(`routes.${index}`))),
  };
}

import { componentStates, type ComponentState } from '@/lib/incidents/schemas';

/** How the checks have a service: `maintenance` while what is not up is in a window. */
export type ServiceState = 'up' | 'degraded' | 'unknown' | 'down' | 'maintenance';

/** As the page shows a component; `no_data` where nothing is known. */
export type ShownState = ComponentState | 'no_data';

/** What checks say of a component by its services. Down is said of what is down, and nothing else of what is not known. */
export function stateOfServices(states: readonly ServiceState[]): ShownState {
  const down = states.filter((state) => state === 'down').length;
  if (down > 0) return down === states.length ? 'major_outage' : 'partial_outage';
  if (states.includes('degraded')) return 'degraded';
  if (states.includes('maintenance')) return 'maintenance';
  return states.length === 0 || states.includes('unknown') ? 'no_data' : 'operational';
}

/** Each component as the last of an incident's posts that names it has it; the posts in their order. */
export function latestStates(posts: readonly (readonly { id: string; state: ComponentState }[])[]): Map<string, ComponentState> {
  return new Map(posts.flat().map(({ id, state }) => [id, state]));
}

/** The worst of some states; null for none. */
export function worstComponentState(states: readonly ComponentState[]): ComponentState | null {
  return states.reduce<ComponentState | null>((worst, state) => (worst === null || componentStates.indexOf(state) > componentStates.indexOf(worst) ? state : worst), null);
}

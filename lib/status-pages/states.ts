import { worstOf, type CheckState } from '@/lib/checks/states';
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

/** A check as it counts: `shown` is unknown once its last result does not stand any more. */
export interface CheckNow {
  shown: CheckState;
  state: CheckState | null;
  isInMaintenance: boolean;
}

/** The worst of a service's checks; maintenance while one of them is in a window, unless another one is down outside of it. */
export function stateOfChecks(checks: readonly CheckNow[]): ServiceState {
  const isPlanned = ({ shown, state, isInMaintenance }: CheckNow) => isInMaintenance && shown === state;
  const worst = worstOf(checks.filter((check) => !isPlanned(check)).map(({ shown }) => shown));
  return worst !== 'down' && checks.some(isPlanned) ? 'maintenance' : (worst ?? 'unknown');
}

import type { ComponentState, IncidentState } from '@/lib/incidents/schemas';
import type { PublicIncident } from './public-page';
import { latestStates, worstComponentState } from './states';

interface Post {
  id: string;
  at: Date;
  title: string;
  state: IncidentState;
  text: string;
  components: readonly { id: string; state: ComponentState }[];
  /** Of the incident as addresses have it, and of the one that it was posted of before that was merged into this one. */
  key: string;
  postedKey: string;
  /** Whether the incident is over, said or not. */
  isOver: boolean;
}

/** Incidents as their posts tell them, and the states that those which go on give to components, by the component's id: the worst of them. */
export function incidentsOf(posts: readonly Post[], nameOf: ReadonlyMap<string, string>): { incidents: PublicIncident[]; posted: Map<string, ComponentState> } {
  const byKey = new Map<string, Post[]>();
  for (const post of [...posts].sort((a, b) => a.at.getTime() - b.at.getTime())) byKey.set(post.key, [...(byKey.get(post.key) ?? []), post]);
  const posted = new Map<string, ComponentState>();
  const incidents = [...byKey].flatMap(([key, told]): PublicIncident[] => {
    const [first, last] = [told[0], told.at(-1)];
    if (!first || !last) return [];
    const isSaidOver = isEnd(last.state);
    const isOpen = !isSaidOver && !last.isOver;
    const states = latestStates(told.map(({ components }) => components));
    if (isOpen) for (const [id, state] of states) posted.set(id, worstComponentState([state, posted.get(id) ?? state]) ?? state);
    return [{
      key, formerly: [...new Set(told.map(({ postedKey }) => postedKey))].filter((each) => each !== key), title: titleOf(told), state: isOpen || isSaidOver ? last.state : 'resolved', isOpen, from: first.at.getTime(), to: isSaidOver ? last.at.getTime() : null,
      posts: told.map(({ id, at, state, text }) => ({ id, at: at.getTime(), state, text })).reverse(),
      components: [...states].flatMap(([id, state]) => {
        const name = nameOf.get(id);
        return name === undefined ? [] : [{ name, state: isOpen ? state : worstSaid(told, id) }];
      }),
    }];
  });
  return { incidents: incidents.sort((a, b) => b.from - a.from || (a.key < b.key ? 1 : -1)), posted };
}

/** Of the last post that has one: those that were withdrawn have none. */
export function titleOf(posts: readonly { title: string }[]): string {
  return posts.findLast(({ title }) => title !== '')?.title ?? 'Incident';
}

/** What is over is remembered by how bad it was. */
function worstSaid(posts: readonly Post[], id: string): ComponentState {
  return worstComponentState(posts.flatMap(({ components }) => components.filter((each) => each.id === id).map(({ state }) => state))) ?? 'operational';
}

function isEnd(state: IncidentState): boolean {
  return state === 'resolved' || state === 'reviewed';
}

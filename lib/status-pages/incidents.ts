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
  /** Of the incident. */
  number: number;
  /** Whether the incident is over, said or not. */
  isOver: boolean;
}

/** Incidents as their posts tell them, and the states that those which go on give to components, by the component's id: the worst of them. */
export function incidentsOf(posts: readonly Post[], nameOf: ReadonlyMap<string, string>): { incidents: PublicIncident[]; posted: Map<string, ComponentState> } {
  const byNumber = new Map<number, Post[]>();
  for (const post of [...posts].sort((a, b) => a.at.getTime() - b.at.getTime())) byNumber.set(post.number, [...(byNumber.get(post.number) ?? []), post]);
  const posted = new Map<string, ComponentState>();
  const incidents = [...byNumber].flatMap(([number, told]): PublicIncident[] => {
    const [first, last] = [told[0], told.at(-1)];
    if (!first || !last) return [];
    const isSaidOver = isEnd(last.state);
    const isOpen = !isSaidOver && !last.isOver;
    const states = latestStates(told.map(({ components }) => components));
    if (isOpen) for (const [id, state] of states) posted.set(id, worstComponentState([state, posted.get(id) ?? state]) ?? state);
    return [{
      number, title: last.title, state: isOpen || isSaidOver ? last.state : 'resolved', isOpen, from: first.at.getTime(), to: isSaidOver ? last.at.getTime() : null,
      posts: told.map(({ id, at, state, text }) => ({ id, at: at.getTime(), state, text })).reverse(),
      components: [...states].flatMap(([id, state]) => {
        const name = nameOf.get(id);
        return name === undefined ? [] : [{ name, state: isOpen ? state : worstSaid(told, id) }];
      }),
    }];
  });
  return { incidents: incidents.sort((a, b) => b.from - a.from || b.number - a.number), posted };
}

/** What is over is remembered by how bad it was. */
function worstSaid(posts: readonly Post[], id: string): ComponentState {
  return worstComponentState(posts.flatMap(({ components }) => components.filter((each) => each.id === id).map(({ state }) => state))) ?? 'operational';
}

function isEnd(state: IncidentState): boolean {
  return state === 'resolved' || state === 'reviewed';
}

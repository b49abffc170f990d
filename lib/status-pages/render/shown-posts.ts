import type { PublicIncident, PublicPost } from '../public-page';

/** Characters of Markdown that one document is made of: what it costs to render must not depend on who writes. */
const mostCharacters = 200_000;
const mostOfIncident = { front: 20, alone: 200 } as const;
const mostOfFront = 60;
const mostEntries = 50;

interface ShownPost {
  incident: PublicIncident;
  post: PublicPost;
}

/** The newest posts of open incidents, as the front of a page shows them: 20 of each, 60 of all. */
export function frontPosts(incidents: readonly PublicIncident[]): ReadonlyMap<PublicIncident, readonly PublicPost[]> {
  const open = incidents.filter(({ isOpen }) => isOpen);
  const shown = new Map<PublicIncident, PublicPost[]>(open.map((incident) => [incident, []]));
  for (const { incident, post } of within(open.flatMap((incident) => incident.posts.slice(0, mostOfIncident.front).map((post) => ({ incident, post }))), mostOfFront)) shown.get(incident)?.push(post);
  return shown;
}

/** Those of one incident by itself, the newest first. */
export function postsAlone(incident: PublicIncident): readonly PublicPost[] {
  return within(incident.posts.map((post) => ({ incident, post })), mostOfIncident.alone).map(({ post }) => post);
}

/** The newest of all incidents, for feeds and programs. */
export function newestPosts(incidents: readonly PublicIncident[]): readonly ShownPost[] {
  const all = incidents.flatMap((incident) => incident.posts.map((post) => ({ incident, post })));
  return within(all.sort((a, b) => b.post.at - a.post.at || (a.post.id < b.post.id ? 1 : -1)), mostEntries);
}

/** As many of the first as may be rendered. */
function within(posts: readonly ShownPost[], most: number): ShownPost[] {
  let left = mostCharacters;
  const end = posts.findIndex(({ post }, index) => index >= most || (left -= post.text.length) < 0);
  return end < 0 ? [...posts] : posts.slice(0, end);
}

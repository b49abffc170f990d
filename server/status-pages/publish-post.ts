import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { ComponentState, type IncidentState, type Publication, type StatusPost } from '@/lib/incidents/schemas';
import { titleOf } from '@/lib/status-pages/incidents';
import { latestStates } from '@/lib/status-pages/states';
import type { Transaction } from '@/server/database/database';
import { incidentKey } from './incident-key';
import { publicAddress } from './public-address';
import { isWithdrawn } from './withdraw-post';

const Components = z.array(z.strictObject({ id: z.string(), state: ComponentState }));

interface Published {
  /** `title` and `components` as the public reads them. */
  post: StatusPost;
  /** Markdown. */
  text: string;
  /** The entry of the timeline that was written with it; null: none. */
  entryId: string | null;
}

/**
 * Makes an incident public by one more post, or for the first time. Throws `invalid` for a component that the page does not have, and `conflict` while the tenant has no page
 * that is switched on.
 */
export async function publishPost(tx: Transaction, caller: Pick<Caller, 'tenant' | 'now'>, incident: { id: string; state: IncidentState }, { post, text, entryId }: Published): Promise<{ postId: string }> {
  const page = await tx.statusPage.findFirst({ select: { id: true, isOn: true, components: { select: { id: true } } } });
  if (!page?.isOn) throw new AppError('conflict', 'The status page is switched off. Switch it on first, or post the update without it.');
  const known = new Set(page.components.map(({ id }) => id));
  const strange = post.components.findIndex(({ id }) => !known.has(id));
  if (strange >= 0) {
    const issue = { path: `body.statusPage.components.${strange}.id`, message: 'is no component of the status page any more' };
    throw new AppError('invalid', `${issue.path}: ${issue.message}`, { issues: [issue] });
  }
  const { id } = await tx.statusPost.create({
    data: {
      tenantId: caller.tenant.id, incidentId: incident.id, entryId: entryId === null ? null : BigInt(entryId), at: new Date(caller.now),
      title: post.title, state: incident.state, text, components: post.components,
    },
    select: { id: true },
  });
  return { postId: id };
}

/** What the status page shows of an incident: the title of its last post, each component that there still is as the last post that names it has it. Null: nothing. `url` is where Nines is reached. */
export async function publicationOf(tx: Transaction, url: string, incidentId: string): Promise<Publication | null> {
  const posts = (await tx.statusPost.findMany({ where: { incidentId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: mostPosts, select: { id: true, entryId: true, at: true, title: true, text: true, components: true } })).reverse();
  const last = posts.at(-1);
  const page = last ? await tx.statusPage.findFirst({ select: { slug: true, host: true, components: { select: { id: true } } } }) : null;
  if (!last || !page) return null;
  const states = latestStates(posts.map(({ components }) => Components.parse(components)));
  return {
    title: titleOf(posts), components: page.components.flatMap(({ id }) => {
      const state = states.get(id);
      return state === undefined ? [] : [{ id, state }];
    }),
    url: `${publicAddress(url, page)}/incidents/${incidentKey(incidentId)}`, postedAt: last.at.getTime(),
    posts: posts.flatMap((post) => (post.entryId === null || isWithdrawn(post) ? [] : [{ id: post.id, entryId: String(post.entryId) }])),
  };
}

const mostPosts = 1_000;

import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';

const words = 'This update was withdrawn.';

/** Whether a post says nothing any more. */
export function isWithdrawn({ title, text }: { title: string; text: string }): boolean {
  return title === '' && text === words;
}

/**
 * Takes back what a post says: its title and text are gone, also of what waits to be sent; that there was one, its time and what it says of components stay. The audit trail has
 * nothing of what it said. Throws `not_found`, and `conflict` where it was withdrawn before.
 */
export async function withdrawPost({ database }: { database: Database }, caller: Caller, id: string): Promise<void> {
  await mutate(database, caller, 'status_post.withdraw', async (tx) => {
    const post = await tx.statusPost.findUnique({ where: { id }, select: { title: true, text: true, at: true, state: true, incidentId: true } });
    if (!post) throw new AppError('not_found', 'There is no update of the status page with this id.');
    const { count } = await tx.statusPost.updateMany({ where: { id, NOT: { title: '', text: words } }, data: { title: '', text: words } });
    if (count === 0) throw new AppError('conflict', 'This update was withdrawn already.');
    await tx.statusMessage.deleteMany({ where: { postId: id, state: { in: ['pending', 'sending'] } } });
    const told = { id, incidentId: post.incidentId, at: post.at.getTime(), state: post.state };
    return { result: undefined, before: { ...told, isWithdrawn: false }, after: { ...told, isWithdrawn: true } };
  });
}

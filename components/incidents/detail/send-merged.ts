import { isAppError } from '@/lib/errors';
import type { ConflictField } from './conflict-fields';

interface Merge<Thing extends { version: number }, Result> {
  /** What was seen when it was changed. */
  base: Thing;
  send: (version: number) => Promise<Result>;
  /** What is stored now. */
  load: () => Promise<Thing>;
  /** What both sides changed, to something different. */
  conflictsWith: (theirs: Thing) => ConflictField[];
}

/** Both changed the same, and a person has to decide. */
export class Overtaken<Thing> extends Error {
  constructor(
    readonly fields: ConflictField[],
    readonly theirs: Thing,
  ) {
    super('Somebody else changed it at the same time.');
  }
}

/** More than this many others in a row are answered with their refusal, not with another try. */
const mostTries = 4;

/**
 * Sends a change from the version that was seen. Where somebody else changed something else in between, it is sent again from the newer version, so that nothing of either is
 * lost. Throws Overtaken where both changed the same, and the server's AppError where it is refused for what it is.
 */
export async function sendMerged<Thing extends { version: number }, Result>({ base, send, load, conflictsWith }: Merge<Thing, Result>): Promise<Result> {
  let { version } = base;
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(version);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'conflict' || tries >= mostTries) throw error;
      const theirs = await load();
      if (theirs.version === version) throw error;
      const fields = conflictsWith(theirs);
      if (fields.length > 0) throw new Overtaken(fields, theirs);
      version = theirs.version;
    }
  }
}

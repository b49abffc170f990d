import { networkOf } from '@/lib/auth/network';
import { AppError } from '@/lib/errors';
import { createLinkGuesses } from '@/server/alerts/link-guesses';

/** Asks whether the token of a link is known, for strangers. */
export interface LinkTries {
  /** Throws AppError `too_many_requests`, and asks nothing, for a network that tried too many unknown links, or has some on their way. `nowMs` is in milliseconds since 1970. */
  run(address: string, nowMs: number, ask: () => Promise<boolean>): Promise<boolean>;
}

/** Wrong ones are counted only when the answer is known: until then that many are enough. */
const mostAtOnce = 4;

export function createLinkTries(): LinkTries {
  const guesses = createLinkGuesses();
  const asking = new Map<string, number>();
  return {
    async run(address, nowMs, ask) {
      const network = networkOf(address);
      const others = asking.get(network) ?? 0;
      if (others >= mostAtOnce) throw new AppError('too_many_requests', 'Too many links were opened from this address at once. Try again in a minute.', { retryAfterSeconds: 60 });
      guesses.assertMayTry(address, nowMs);
      asking.set(network, others + 1);
      try {
        const isKnown = await ask();
        if (!isKnown) guesses.countWrong(address, nowMs);
        return isKnown;
      } finally {
        const left = (asking.get(network) ?? 1) - 1;
        if (left > 0) asking.set(network, left);
        else asking.delete(network);
      }
    },
  };
}

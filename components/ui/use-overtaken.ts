import { useState } from 'react';
import { isAppError } from '@/lib/errors';

/** What a form was made from, and what is stored instead after a save that somebody overtook. */
export function useOvertaken<Stored extends { version: number }>(stored: Stored | null, read: (stored: Stored) => Promise<Stored>) {
  const [base, setBase] = useState(stored);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  return {
    base,
    /** Null: nobody overtook it. */
    theirs,
    /** Looks at what is stored where a save was refused because of it. */
    look: async (error: unknown): Promise<void> => {
      if (base === null || !isAppError(error) || error.code !== 'conflict') return;
      const newer = await read(base).catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
    /** Goes on from what is stored. */
    settle: () => {
      if (theirs) setBase(theirs);
      setTheirs(null);
    },
  };
}

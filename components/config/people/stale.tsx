'use client';

import { Button } from '@/components/ui/button';
import { Differences } from '@/components/ui/differences';

interface StaleProps {
  /** What was changed: `This role`. */
  what: string;
  differences: readonly { name: string; theirs: string; mine: string }[];
  onKeep: () => void;
}

/** Somebody else was faster: both sides, and the way on. */
export function Stale({ what, differences, onKeep }: StaleProps) {
  return (
    <div role="alert" className="flex min-w-0 flex-col gap-2 text-sm">
      <p>{what} was changed by somebody else in the meantime.</p>
      <Differences differences={differences.filter(({ theirs, mine }) => theirs !== mine)} />
      <Button onClick={onKeep}>Keep mine, and save again</Button>
    </div>
  );
}

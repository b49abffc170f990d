import { Differences } from './differences';
import { draftDifferences } from './draft-differences';
import { Overtaken } from './overtaken';

interface DraftConflictProps {
  /** What was changed: `service`. */
  thing: string;
  mine: object;
  theirs: object;
  /** How fields are called, by their paths in both. */
  names?: Readonly<Record<string, string>>;
  /** Which side the form goes on from. */
  onSettle: (side: 'mine' | 'theirs') => void;
}

/** Both sides of a save that somebody overtook, and the choice between them. It takes the focus as a fault does. */
export function DraftConflict({ thing, mine, theirs, names, onSettle }: DraftConflictProps) {
  return (
    <div data-fault tabIndex={-1} className="flex scroll-mt-20 flex-col gap-2 focus-visible:outline-none">
      <Overtaken thing={thing} onTakeTheirs={() => onSettle('theirs')} onKeepMine={() => onSettle('mine')} />
      <Differences differences={draftDifferences(mine, theirs, names)} />
    </div>
  );
}

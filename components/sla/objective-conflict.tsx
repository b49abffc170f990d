import { Overtaken } from '@/components/ui/overtaken';
import { Differences } from '@/components/ui/differences';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { differencesOf } from './objective-differences';
import { draftOfObjective, type ObjectiveDraft } from './objective-draft';

interface ObjectiveConflictProps {
  mine: ObjectiveDraft;
  theirs: ObjectiveView;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody changed the objective in the meantime: both sides where they differ, and the choice between them. */
export function ObjectiveConflict({ mine, theirs, onTakeTheirs, onKeepMine }: ObjectiveConflictProps) {
  const differences = differencesOf(mine, draftOfObjective(theirs.settings));
  return (
    <div className="flex flex-col gap-2">
      <Overtaken thing="objective" onTakeTheirs={onTakeTheirs} onKeepMine={onKeepMine} />
      <Differences differences={differences} />
    </div>
  );
}

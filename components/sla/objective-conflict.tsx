import { Overtaken } from '@/components/alerts/on-call/overtaken';
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
      {differences.length === 0 ? (
        <p className="px-4 text-sm text-muted">Both sides say the same.</p>
      ) : (
        <dl aria-label="Differences" className="grid grid-cols-1 gap-x-4 gap-y-3 rounded-base border bg-surface p-4 text-sm sm:grid-cols-[10rem_1fr_1fr]">
          {differences.map((each) => (
            <div key={each.name} className="contents">
              <dt className="font-medium">{each.name}</dt>
              <dd className="min-w-0 break-words">
                <span className="text-muted">Now: </span>
                {each.theirs}
              </dd>
              <dd className="min-w-0 break-words">
                <span className="text-muted">Yours: </span>
                {each.mine}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

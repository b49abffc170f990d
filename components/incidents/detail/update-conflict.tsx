import { Button } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import type { ConflictField } from './conflict-fields';

interface UpdateConflictProps {
  field: ConflictField;
  isPending: boolean;
  /** Posts it with the state that was chosen. */
  onKeepMine: () => void;
  /** Back to the form, without a state. */
  onTakeTheirs: () => void;
}

/** Somebody else set another state while the update was written. */
export function UpdateConflict({ field: { mine, theirs }, isPending, onKeepMine, onTakeTheirs }: UpdateConflictProps) {
  return (
    <div role="alert" className="flex min-w-0 flex-col gap-2 rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
      <p className="flex items-start gap-2">
        <StateIcon state="warning" />
        <span className="min-w-0">
          Somebody else changed the state while you wrote: it is {theirs} now, and you chose {mine}. Nothing was posted, and what you wrote is still here.
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button pending={isPending} onClick={onKeepMine}>
          Post it as {mine}
        </Button>
        <Button disabled={isPending} onClick={onTakeTheirs}>
          Leave it {theirs}
        </Button>
      </div>
    </div>
  );
}

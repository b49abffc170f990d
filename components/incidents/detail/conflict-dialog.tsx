import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { sheetStyle } from '../sheet-style';
import type { ConflictField } from './conflict-fields';

interface ConflictDialogProps {
  /** Null: closed. */
  fields: readonly ConflictField[] | null;
  isPending: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Back to what was being edited. */
  onClose: () => void;
}

/** Somebody changed the same in the meantime: both sides, field by field, and the choice between them. */
export function ConflictDialog({ fields, isPending, onKeepMine, onTakeTheirs, onClose }: ConflictDialogProps) {
  return (
    <Dialog open={fields !== null} onClose={onClose} title="Somebody else changed this too" className={`${sheetStyle} sm:max-w-2xl`}>
      <div className="flex min-w-0 flex-col gap-4">
        <p className="text-sm text-muted">While you edited, the same was changed and saved. Nothing of yours is lost, and nothing of yours is saved yet.</p>
        <dl aria-label="Both sides" className="flex min-w-0 flex-col gap-4 text-sm">
          {(fields ?? []).map(({ key, name, mine, theirs }) => (
            <div key={key} className="grid min-w-0 grid-cols-1 gap-2 sm:grid-cols-2">
              <dt className="font-medium sm:col-span-2">{name}</dt>
              <Side word="Theirs, as it is now" text={theirs} />
              <Side word="Mine" text={mine} />
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" className="max-sm:flex-1" pending={isPending} onClick={onKeepMine}>
            Keep mine
          </Button>
          <Button className="max-sm:flex-1" disabled={isPending} onClick={onTakeTheirs}>
            Take theirs
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Side({ word, text }: { word: string; text: string }) {
  return (
    <dd className="min-w-0 rounded-base border bg-page p-3">
      <span className="block text-xs text-muted">{word}</span>
      <span className="block max-h-60 overflow-y-auto break-words whitespace-pre-wrap">{text}</span>
    </dd>
  );
}

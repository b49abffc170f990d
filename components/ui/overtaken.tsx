import { Button } from './button';

interface OvertakenProps {
  /** What was changed: `schedule`. */
  thing: string;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody changed it in the meantime: the choice between both. */
export function Overtaken({ thing, onTakeTheirs, onKeepMine }: OvertakenProps) {
  return (
    <section role="alert" aria-label="Conflict" className="flex flex-col gap-3 rounded-base border border-warning-fill bg-warning-soft p-4 text-sm">
      <p className="font-medium">Somebody else changed this {thing} while you edited it. Nothing of yours was saved.</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>Take what is stored</Button>
        <Button onClick={onKeepMine}>Keep mine, then save again</Button>
      </div>
    </section>
  );
}

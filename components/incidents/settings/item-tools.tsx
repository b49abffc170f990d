import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';

interface ItemToolsProps {
  /** What it is called: `the severity SEV1`. */
  name: string;
  isFirst: boolean;
  isLast: boolean;
  canRemove?: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** The place of an item in its list. */
export function ItemTools({ name, isFirst, isLast, canRemove = true, onMove, onRemove }: ItemToolsProps) {
  return (
    <span className="-mr-2 flex shrink-0">
      <Button look="quiet" size="icon" aria-label={`Move ${name} up`} disabled={isFirst} onClick={() => onMove(-1)}>
        <ArrowUp aria-hidden className="size-4 text-muted" />
      </Button>
      <Button look="quiet" size="icon" aria-label={`Move ${name} down`} disabled={isLast} onClick={() => onMove(1)}>
        <ArrowDown aria-hidden className="size-4 text-muted" />
      </Button>
      {canRemove ? (
        <Button look="quiet" size="icon" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden className="size-4 text-muted" />
        </Button>
      ) : null}
    </span>
  );
}

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from './button';

interface PagerProps {
  /** Index of the first row that is shown. */
  first: number;
  size: number;
  total: number;
  things: string;
  onPage: (page: number) => void;
}

/** Which rows of how many, and the way to the others; nothing where all fit. */
export function Pager({ first, size, total, things, onPage }: PagerProps) {
  if (total <= size) return null;
  const page = Math.floor(first / size);
  const last = Math.ceil(total / size) - 1;
  return (
    <nav aria-label={`Pages of ${things}`} className="flex items-center justify-between gap-3 border-t px-4 py-2 text-xs text-muted">
      <span role="status">
        {(first + 1).toLocaleString('en')} to {Math.min(total, first + size).toLocaleString('en')} of {total.toLocaleString('en')} {things}
      </span>
      <span className="flex gap-2">
        <Button size="icon" aria-label="Previous page" disabled={page === 0} onClick={() => onPage(page - 1)}>
          <ChevronLeft aria-hidden className="size-4" />
        </Button>
        <Button size="icon" aria-label="Next page" disabled={page >= last} onClick={() => onPage(page + 1)}>
          <ChevronRight aria-hidden className="size-4" />
        </Button>
      </span>
    </nav>
  );
}

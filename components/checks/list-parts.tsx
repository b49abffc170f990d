import { CloudOff } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import { messageOf } from '@/lib/errors';

export function RowsSkeleton({ things }: { things: string }) {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading the {things}</span>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-12" />
      ))}
    </div>
  );
}

export function CannotShow({ title, error, onRetry, level = 2 }: { title: string; error: unknown; onRetry: () => void; level?: 1 | 2 }) {
  return (
    <Notice icon={CloudOff} level={level} role="alert" title={title} action={<Button onClick={onRetry}>Try again</Button>}>
      {messageOf(error)}
    </Notice>
  );
}

/** While Nines itself cannot measure, nothing that it says of others is known. */
export function ObserverNotice({ reasons }: { reasons: readonly string[] }) {
  return (
    <div role="alert" aria-label="Nines cannot measure" className="flex items-start gap-3 rounded-base border border-unknown-fill bg-unknown-soft px-4 py-3 text-sm">
      <StateIcon state="unknown" className="mt-0.5" />
      <p className="min-w-0 break-words">
        <span className="font-medium">Nines cannot measure just now, so that results count as unknown: neither up nor down.</span> {reasons.join(' ')}
      </p>
    </div>
  );
}

interface PagesEndProps {
  isLoading: boolean;
  isFailed: boolean;
  onRetry: () => void;
}

/** What comes after the last row that is loaded. */
export function PagesEnd({ isLoading, isFailed, onRetry }: PagesEndProps) {
  if (isFailed) {
    return (
      <p role="alert" className="flex flex-wrap items-center justify-center gap-3 p-3 text-sm">
        The next rows could not be read.
        <Button onClick={onRetry}>Try again</Button>
      </p>
    );
  }
  return isLoading ? (
    <p role="status" className="p-3 text-center text-xs text-muted">
      Reading more
    </p>
  ) : null;
}

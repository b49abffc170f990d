import { Button } from './button';

/** What is shown is not current, why, and another try. */
export function RefreshFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center justify-between gap-3 rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">
      <span className="min-w-0">These numbers are not current. {message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

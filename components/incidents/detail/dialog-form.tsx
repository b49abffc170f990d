import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';

interface DialogFormProps {
  /** What the button says. */
  submit: string;
  isPending: boolean;
  isDisabled?: boolean;
  error: Error | null;
  onSubmit: () => void;
  children: ReactNode;
}

/** A form in a dialog, with why it was not taken above its button. */
export function DialogForm({ submit, isPending, isDisabled = false, error, onSubmit, children }: DialogFormProps) {
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending && !isDisabled) onSubmit();
      }}
    >
      {children}
      <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-col gap-3 border-t bg-surface px-4 py-3">
        {error ? (
          <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-3 py-2 text-sm break-words">
            {messageOf(error)}
          </p>
        ) : null}
        <Button type="submit" look="primary" size="large" pending={isPending} disabled={isDisabled}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

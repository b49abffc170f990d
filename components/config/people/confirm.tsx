'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';

interface ConfirmProps {
  /** What the button says. */
  action: string;
  isPending: boolean;
  error: unknown;
  onConfirm: () => void;
  children: ReactNode;
}

/** What a step does, before it is done. */
export function Confirm({ action, isPending, error, onConfirm, children }: ConfirmProps) {
  return (
    <div className="flex min-w-0 flex-col gap-4 text-sm break-words">
      <div>{children}</div>
      {error ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2">
          {messageOf(error)}
        </p>
      ) : null}
      <Button look="primary" size="large" data-first pending={isPending} onClick={onConfirm}>
        {action}
      </Button>
    </div>
  );
}

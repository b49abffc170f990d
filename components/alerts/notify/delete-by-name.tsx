'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { messageOf } from '@/lib/errors';

interface DeleteByNameProps {
  name: string;
  /** What the button says. */
  action: string;
  isPending: boolean;
  error: unknown;
  onDelete: () => void;
  children: ReactNode;
}

/** Deleting cannot be undone, so that it asks for the name. */
export function DeleteByName({ name, action, isPending, error, onDelete, children }: DeleteByNameProps) {
  const [typed, setTyped] = useState('');
  const isRight = typed.trim() === name;
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4 text-sm break-words"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) onDelete();
      }}
    >
      <div>{children}</div>
      <Field label={`Type ${name} to delete it`} data-first autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} error={error ? messageOf(error) : undefined} />
      <Button type="submit" look="primary" size="large" disabled={!isRight} pending={isPending}>
        {action}
      </Button>
    </form>
  );
}

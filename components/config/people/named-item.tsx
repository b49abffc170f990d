'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { Button } from '@/components/ui/button';
import { membersKey } from './people-queries';

interface NamedItemProps {
  item: { name: string; description: string };
  /** Opens what changes or deletes it; null for who may do neither. */
  onAct: ((act: 'edit' | 'delete') => void) | null;
  children: ReactNode;
}

/** A role or a team in its list. */
export function NamedItem({ item: { name, description }, onAct, children }: NamedItemProps) {
  return (
    <li className="flex min-w-0 flex-wrap items-start justify-between gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-sm font-medium break-words">{name}</p>
        {description === '' ? null : <p className="text-sm break-words">{description}</p>}
        {children}
      </div>
      {onAct ? (
        <div className="flex gap-2">
          <Button onClick={() => onAct('edit')}>Change</Button>
          <Button look="quiet" onClick={() => onAct('delete')}>
            Delete
          </Button>
        </div>
      ) : null}
    </li>
  );
}

interface DeleteItemProps {
  name: string;
  /** What the button says. */
  action: string;
  onDelete: () => Promise<unknown>;
  onDone: () => void;
  children: ReactNode;
}

/** Asks for the name of a role or a team, and deletes it. */
export function DeleteItem({ name, action, onDelete, onDone, children }: DeleteItemProps) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: onDelete,
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: membersKey });
    },
  });
  return (
    <DeleteByName name={name} action={action} isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      {children}
    </DeleteByName>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { deleteMaintenance } from '@/lib/alerts/suppression/api';
import type { MaintenanceView } from '@/lib/alerts/suppression/schemas';
import { messageOf } from '@/lib/errors';
import { maintenanceKey } from './suppression-queries';

/** Deleting cannot be undone, so that it asks for the name. */
export function DeleteWindow({ window: { id, version, settings }, onDone }: { window: MaintenanceView; onDone: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteMaintenance, { params: { id }, query: { version } }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: maintenanceKey }),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === settings.name) removal.mutate();
      }}
    >
      <p>What it would have muted is told again. To leave it out for a while, switch it off instead.</p>
      <Field label={`Type ${settings.name} to delete it`} data-first autoComplete="off" value={typed} error={removal.isError ? messageOf(removal.error) : undefined} onChange={(event) => setTyped(event.target.value)} />
      <Button type="submit" look="primary" size="large" disabled={typed !== settings.name} pending={removal.isPending}>
        Delete the window
      </Button>
    </form>
  );
}

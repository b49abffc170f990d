'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarClock, CloudOff, Plus } from 'lucide-react';
import { useState } from 'react';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { updateMaintenance } from '@/lib/alerts/suppression/api';
import type { MaintenanceView } from '@/lib/alerts/suppression/schemas';
import { messageOf } from '@/lib/errors';
import { DeleteWindow } from './delete-window';
import { maintenanceKey, windowsQuery } from './suppression-queries';
import { WindowCard } from './window-card';
import { WindowForm } from './window-form';

type Shown = { kind: 'new' } | { kind: 'edit' | 'delete'; window: MaintenanceView };

/** The planned windows, with their opening of now and the next ones. */
export function Maintenance({ canEdit }: { canEdit: boolean }) {
  const queries = useQueryClient();
  const canRepeat = useCanEdit('maintenance', canEdit);
  const query = useQuery(windowsQuery());
  const [shown, setShown] = useState<Shown | null>(null);
  useLiveAlerts();
  const nowMs = useNow(query.dataUpdatedAt, query.dataUpdatedAt);
  const change = useMutation({
    mutationFn: ({ id, version, settings }: MaintenanceView) => callEndpoint(updateMaintenance, { params: { id }, body: { version, window: { ...settings, isEnabled: !settings.isEnabled } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: maintenanceKey }),
  });
  const close = () => setShown(null);
  const windows = query.data?.windows;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {windows ? `${windows.length} ${windows.length === 1 ? 'window' : 'windows'}, ${windows.filter(({ current }) => current !== null).length} open now` : 'Reading the windows'}
        </p>
        {canEdit && windows?.length !== 0 ? (
          <Button look="primary" onClick={() => setShown({ kind: 'new' })}>
            <Plus aria-hidden className="size-4" />
            Plan a window
          </Button>
        ) : null}
      </div>
      <ManagedNotice section="maintenance">Windows that open once are still yours to plan.</ManagedNotice>
      {query.isError && windows ? <RefreshFailed message={messageOf(query.error)} onRetry={() => void query.refetch()} /> : null}
      {change.isError ? (
        <p role="alert" className="text-sm text-critical">
          It was not switched. {messageOf(change.error)}
        </p>
      ) : null}
      {!windows ? (
        query.isError ? (
          <Notice icon={CloudOff} role="alert" title="The windows cannot be listed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
            {messageOf(query.error)}
          </Notice>
        ) : (
          <div role="status">
            <span className="sr-only">Loading the windows</span>
            <Skeleton className="h-40" />
          </div>
        )
      ) : windows.length === 0 ? (
        <Card>
          <Notice icon={CalendarClock} title="No maintenance is planned" action={canEdit ? <Button look="primary" onClick={() => setShown({ kind: 'new' })}>Plan a window</Button> : undefined}>
            While a window is open, alerts with its labels tell nobody. It opens once, or again and again: every Sunday at 02:00, or on the last Friday of the month.
          </Notice>
        </Card>
      ) : (
        windows.map((window) => (
          <WindowCard
            key={window.id}
            window={window}
            nowMs={nowMs}
            canEdit={window.settings.schedule.kind === 'once' ? canEdit : canRepeat}
            isBusy={change.isPending}
            onSwitch={() => change.mutate(window)}
            onEdit={() => setShown({ kind: 'edit', window })}
            onDelete={() => setShown({ kind: 'delete', window })}
          />
        ))
      )}
      <Dialog open={shown?.kind === 'new' || shown?.kind === 'edit'} onClose={close} title={shown?.kind === 'edit' ? 'Change the window' : 'Plan a maintenance window'} className="max-w-2xl">
        <WindowForm canRepeat={canRepeat} window={shown?.kind === 'edit' ? shown.window : null} onDone={close} />
      </Dialog>
      <Dialog open={shown?.kind === 'delete'} onClose={close} title="Delete the window">
        {shown?.kind === 'delete' ? <DeleteWindow window={shown.window} onDone={close} /> : null}
      </Dialog>
    </>
  );
}

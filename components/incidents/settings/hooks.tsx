'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { useNow } from '@/components/alerts/use-now';
import { callEndpoint } from '@/components/api-client';
import { incidentHooksQuery } from '@/components/incidents/incident-queries';
import { severityShown } from '@/components/incidents/incident-words';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { deleteIncidentHook } from '@/lib/incidents/api';
import type { IncidentSeverity } from '@/lib/incidents/schemas';
import { HookForm } from './hook-form';
import { SettingsPart } from './settings-part';

interface HooksProps {
  severities: readonly IncidentSeverity[];
  isAllowed: boolean;
}

/** Addresses by which a chat or a program declares incidents. */
export function Hooks({ severities, isAllowed }: HooksProps) {
  const canEdit = useCanEdit('incidentHooks', isAllowed);
  const query = useQuery(incidentHooksQuery());
  const [isMaking, setIsMaking] = useState(false);
  const [doomed, setDoomed] = useState<{ id: string; name: string } | null>(null);
  const nowMs = useNow(query.dataUpdatedAt, query.dataUpdatedAt);
  const hooks = query.data?.hooks;
  return (
    <SettingsPart title="Calls from outside" about="Addresses by which a chat command or a program declares an incident. Whoever has the address can declare, and nothing else; it is shown once.">
      <ManagedNotice section="incidentHooks" />
      {!hooks && query.isError ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <span>The addresses cannot be listed. {messageOf(query.error)}</span>
          <Button onClick={() => void query.refetch()}>Try again</Button>
        </div>
      ) : !hooks ? (
        <Skeleton className="h-12" />
      ) : hooks.length === 0 ? (
        <p className="text-sm text-muted">No address yet.{canEdit ? ' Make one, and paste it into a slash command of your chat or into a program.' : isAllowed ? '' : ' An owner or admin can make one.'}</p>
      ) : (
        <ul aria-label="Addresses" className="-my-2 flex flex-col divide-y">
          {hooks.map(({ id, name, severity, createdAt, lastUsedAt }) => (
            <li key={id} className="flex min-w-0 items-center justify-between gap-3 py-2">
              <div className="min-w-0">
                <p className="text-sm font-medium break-words">{name}</p>
                <p className="text-xs text-muted">
                  Declares {severityShown(severities, severity).name}. Made <Since atMs={createdAt} nowMs={nowMs} form="ago" />, {lastUsedAt === null ? 'never used' : <>used <Since atMs={lastUsedAt} nowMs={nowMs} form="ago" /></>}.
                </p>
              </div>
              {canEdit ? (
                <Button look="quiet" size="icon" aria-label={`Delete the address ${name}`} title="Delete" onClick={() => setDoomed({ id, name })}>
                  <Trash2 aria-hidden className="size-4 text-muted" />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {canEdit ? (
        <Button className="self-start" onClick={() => setIsMaking(true)}>
          <Plus aria-hidden className="size-4" />
          Make an address
        </Button>
      ) : null}
      <Dialog open={isMaking} onClose={() => setIsMaking(false)} title="Make an address">
        <HookForm severities={severities} onDone={() => setIsMaking(false)} />
      </Dialog>
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title={`Delete the address ${doomed?.name ?? ''}`}>
        {doomed ? <DeleteHook hook={doomed} onDeleted={() => setDoomed(null)} /> : null}
      </Dialog>
    </SettingsPart>
  );
}

function DeleteHook({ hook: { id, name }, onDeleted }: { hook: { id: string; name: string }; onDeleted: () => void }) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteIncidentHook, { params: { id } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: incidentHooksQuery().queryKey });
    },
  });
  return (
    <DeleteByName name={name} action="Delete the address" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      <p>It stops working at once, in every chat and program that has it. The incidents that it declared stay.</p>
    </DeleteByName>
  );
}

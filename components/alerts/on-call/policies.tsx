'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff, ListOrdered, Pencil, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { channelsQuery } from '@/components/alerts/notify/notify-queries';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { deletePolicy, listPeople, updatePolicy } from '@/lib/alerts/on-call/api';
import type { PolicyView } from '@/lib/alerts/on-call/schemas';
import { messageOf } from '@/lib/errors';
import { onCallKey, peopleQuery, policiesQuery, schedulesQuery } from './on-call-queries';
import { policyInWords, targetNames } from './policy-words';

/** Who is told after whom, each policy as a sentence. */
export function Policies({ viewer }: { viewer: Viewer }) {
  const list = useQuery(policiesQuery());
  const schedules = useQuery(schedulesQuery());
  const channels = useQuery(channelsQuery());
  const people = useQuery(peopleQuery(mayCall(viewer, listPeople)));
  const [doomed, setDoomed] = useState<PolicyView | null>(null);
  useLiveAlerts();
  const isAllowed = mayCall(viewer, updatePolicy);
  const canEdit = useCanEdit('escalationPolicies', isAllowed);
  if (!list.data && list.isError) {
    return (
      <Notice icon={CloudOff} role="alert" title="The policies cannot be listed" action={<Button onClick={() => void list.refetch()}>Try again</Button>}>
        {messageOf(list.error)}
      </Notice>
    );
  }
  if (!list.data || !schedules.data || !channels.data) {
    return (
      <div role="status">
        <span className="sr-only">Loading the policies</span>
        <Skeleton className="h-40" />
      </div>
    );
  }
  const names = targetNames(people.data?.people ?? [viewer], schedules.data.schedules, channels.data.channels);
  if (list.data.policies.length === 0) {
    return (
      <>
        <ManagedNotice section="escalationPolicies" />
        <Card>
          <Notice icon={ListOrdered} title="Nothing is escalated yet" action={canEdit ? <NewPolicy /> : undefined}>
            A policy says who is told first, and who next when nobody acknowledges. A route names the policy that its alerts follow.{isAllowed ? '' : ' An owner or admin can make one.'}
          </Notice>
        </Card>
      </>
    );
  }
  return (
    <>
      <ManagedNotice section="escalationPolicies" />
      {canEdit ? (
        <div className="flex justify-end">
          <NewPolicy />
        </div>
      ) : null}
      {list.isError ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="Policies" className="overflow-hidden">
        <ul className="divide-y">
          {list.data.policies.map((policy) => (
            <li key={policy.id} data-policy={policy.settings.name} className="flex min-w-0 flex-col gap-2 px-4 py-3 sm:flex-row sm:items-start sm:justify-between">
              <div className="min-w-0">
                <h2 className="text-sm font-medium break-words">{policy.settings.name}</h2>
                <p className="text-sm break-words text-muted">{policyInWords(policy.settings, names)}</p>
              </div>
              {canEdit ? (
                <div className="-ml-3 flex sm:-mr-2 sm:ml-0 sm:shrink-0">
                  <Link href={`/on-call/policies/${policy.id}`} aria-label={`Edit ${policy.settings.name}`} title="Edit" className={buttonStyle({ look: 'quiet', size: 'icon' })}>
                    <Pencil aria-hidden className="size-4 text-muted" />
                  </Link>
                  <Button look="quiet" size="icon" aria-label={`Delete ${policy.settings.name}`} title="Delete" onClick={() => setDoomed(policy)}>
                    <Trash2 aria-hidden className="size-4 text-muted" />
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      </Card>
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title={`Delete the policy ${doomed?.settings.name ?? ''}`}>
        {doomed ? <DeletePolicy policy={doomed} onDeleted={() => setDoomed(null)} /> : null}
      </Dialog>
    </>
  );
}

function NewPolicy() {
  return (
    <Link href="/on-call/policies/new" className={buttonStyle({ look: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New policy
    </Link>
  );
}

function DeletePolicy({ policy: { id, version, settings }, onDeleted }: { policy: PolicyView; onDeleted: () => void }) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(deletePolicy, { params: { id }, query: { version } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: onCallKey });
    },
  });
  return (
    <DeleteByName name={settings.name} action="Delete the policy" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      <p>Escalations that run by it end. A policy that a route names cannot be deleted.</p>
    </DeleteByName>
  );
}

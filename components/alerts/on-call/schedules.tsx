'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff, PhoneCall, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { deleteSchedule, listPeople, updateSchedule } from '@/lib/alerts/on-call/api';
import type { ScheduleView } from '@/lib/alerts/on-call/schemas';
import { messageOf } from '@/lib/errors';
import { onCallKey, onCallNowQuery, peopleQuery, schedulesQuery } from './on-call-queries';
import { ScheduleCard, type Duty } from './schedule-card';
import { TakeOver } from './take-over';

/** Who is on call, live. */
export function Schedules({ viewer }: { viewer: Viewer }) {
  const list = useQuery(onCallNowQuery());
  const schedules = useQuery(schedulesQuery());
  const people = useQuery(peopleQuery(mayCall(viewer, listPeople)));
  const [taken, setTaken] = useState<Duty | null>(null);
  const [doomed, setDoomed] = useState<ScheduleView | null>(null);
  useLiveAlerts();
  const zone = useZone();
  const nowMs = useNow(list.data?.at ?? 0, list.dataUpdatedAt);
  const isAllowed = mayCall(viewer, updateSchedule);
  const canEdit = useCanEdit('onCallSchedules', isAllowed);
  const names = new Map(people.data?.people.map(({ id, name }) => [id, name]) ?? [[viewer.id, viewer.name]]);
  if (!list.data && list.isError) {
    return (
      <Notice icon={CloudOff} role="alert" title="The schedules cannot be listed" action={<Button onClick={() => void list.refetch()}>Try again</Button>}>
        {messageOf(list.error)}
      </Notice>
    );
  }
  if (!list.data || zone === null) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading the schedules</span>
        <Skeleton className="h-40" />
      </div>
    );
  }
  if (list.data.schedules.length === 0) {
    return (
      <>
        <ManagedNotice section="onCallSchedules" />
        <Card>
          <Notice icon={PhoneCall} title="Nobody is on call yet" action={canEdit ? <NewSchedule /> : undefined}>
            A schedule says who takes turns being called, and when they hand over. Escalation policies then call whoever is on call.{isAllowed ? '' : ' An owner or admin can make one.'}
          </Notice>
        </Card>
      </>
    );
  }
  return (
    <>
      <ManagedNotice section="onCallSchedules" />
      {canEdit ? (
        <div className="flex justify-end">
          <NewSchedule />
        </div>
      ) : null}
      {list.isError ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      {list.data.schedules.map((duty) => {
        const schedule = schedules.data?.schedules.find(({ id }) => id === duty.id);
        return (
          <ScheduleCard
            key={duty.id}
            duty={duty}
            schedule={schedule}
            people={names}
            nowMs={nowMs}
            zone={zone}
            canTakeOver={isAllowed}
            canEdit={canEdit}
            onTakeOver={() => setTaken(duty)}
            onDelete={() => setDoomed(schedule ?? null)}
          />
        );
      })}
      <Dialog open={taken !== null} onClose={() => setTaken(null)} title={`Take over ${taken?.name ?? ''}`}>
        {taken ? <TakeOver schedule={taken} viewer={viewer} shiftEndsAt={taken.now.until} nowMs={nowMs} zone={zone} onDone={() => setTaken(null)} /> : null}
      </Dialog>
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title={`Delete the schedule ${doomed?.settings.name ?? ''}`}>
        {doomed ? <DeleteSchedule schedule={doomed} onDeleted={() => setDoomed(null)} /> : null}
      </Dialog>
    </>
  );
}

function NewSchedule() {
  return (
    <Link href="/on-call/schedules/new" className={buttonStyle({ look: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New schedule
    </Link>
  );
}

function DeleteSchedule({ schedule: { id, version, settings }, onDeleted }: { schedule: ScheduleView; onDeleted: () => void }) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteSchedule, { params: { id }, query: { version } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: onCallKey });
    },
  });
  return (
    <DeleteByName name={settings.name} action="Delete the schedule" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      <p>Its layers and those who take over are gone. A schedule that an escalation policy names cannot be deleted.</p>
    </DeleteByName>
  );
}

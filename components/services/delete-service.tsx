'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { deleteService } from '@/lib/services/api';
import type { ServiceView } from '@/lib/services/schemas';
import { objectivesOfServiceQuery, serviceQuery, servicesKey } from './service-queries';

/** What stays and what goes with a service; one that has objectives is not deleted, and they are named. */
export function DeleteService({ service: { id, version, settings } }: { service: ServiceView }) {
  const router = useRouter();
  const queries = useQueryClient();
  const objectives = useQuery(objectivesOfServiceQuery(id));
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteService, { params: { id }, query: { version } }),
    onSuccess: async () => {
      router.push('/services');
      queries.removeQueries({ queryKey: serviceQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: servicesKey });
    },
    onError: () => void objectives.refetch(),
  });
  if (!objectives.data) {
    if (!objectives.isError) return <Skeleton className="h-40" />;
    return (
      <div role="alert" className="flex flex-col items-start gap-3 text-sm break-words">
        <p>{messageOf(objectives.error)}</p>
        <Button onClick={() => void objectives.refetch()}>Try again</Button>
      </div>
    );
  }
  const { objectives: named, total } = objectives.data;
  if (total > 0) return <Refusal objectives={named.map((each) => ({ id: each.id, name: each.settings.name }))} total={total} serviceId={id} />;
  return (
    <DeleteByName name={settings.name} action="Delete the service" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>Its checks stay, without a service, and go on measuring.</li>
        <li>Services that need it need it no longer.</li>
        <li>Statements that were issued about it keep their text.</li>
        <li>Its description, links and labels go, and its public badges end.</li>
      </ul>
    </DeleteByName>
  );
}

function Refusal({ objectives, total, serviceId }: { objectives: readonly { id: string; name: string }[]; total: number; serviceId: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 text-sm break-words">
      <p>It cannot be deleted while it has {total === 1 ? 'an objective' : `${total.toLocaleString('en')} objectives`}. Delete {total === 1 ? 'it' : 'them'} first, or move {total === 1 ? 'it' : 'them'} to another service:</p>
      <ul className="flex flex-col">
        {objectives.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/sla/${id}`} className="inline-flex min-h-11 items-center underline underline-offset-4 sm:min-h-7">
              {name}
            </Link>
          </li>
        ))}
        {total > objectives.length ? (
          <li>
            <Link href={`/sla?service=${serviceId}`} className="inline-flex min-h-11 items-center underline underline-offset-4 sm:min-h-7">
              All {total.toLocaleString('en')} objectives
            </Link>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

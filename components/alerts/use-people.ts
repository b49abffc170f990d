'use client';

import { useQuery } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listPeople } from '@/lib/alerts/on-call/api';
import { mayCall, type Viewer } from './viewer';

interface PersonChoice {
  id: string;
  name: string;
}

/** The people of the organisation, who looks first; only who looks where the others cannot be read. */
export function usePeople(viewer: Viewer): readonly PersonChoice[] {
  const query = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => callEndpoint(listPeople, { signal }), enabled: mayCall(viewer, listPeople) });
  return [viewer, ...(query.data?.people.filter(({ id }) => id !== viewer.id) ?? [])];
}

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { AppError } from '@/lib/errors';
import { listInvitations, listMembers, listRoles, listTeams, readMember } from '@/lib/people/api';
import type { Hand } from '@/lib/people/rights';
import type { Member } from '@/lib/people/schemas';

/** Everything that a change of people makes old. */
export const membersKey = ['members'] as const;

export interface MembersAsked {
  text: string;
  state: Member['state'] | 'all';
  page: number;
}

export function membersQuery({ text, state, page }: MembersAsked) {
  return queryOptions({
    queryKey: [...membersKey, 'list', text, state, page],
    queryFn: ({ signal }) => callEndpoint(listMembers, { query: { ...(text === '' ? {} : { text }), ...(state === 'all' ? {} : { state }), page }, signal }),
    placeholderData: keepPreviousData,
  });
}

function memberQuery(id: string) {
  return queryOptions({ queryKey: [...membersKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readMember, { params: { id }, signal }) });
}

export function invitationsQuery() {
  return queryOptions({ queryKey: [...membersKey, 'invitations'], queryFn: ({ signal }) => callEndpoint(listInvitations, { signal }) });
}

export function rolesQuery() {
  return queryOptions({ queryKey: [...membersKey, 'roles'], queryFn: ({ signal }) => callEndpoint(listRoles, { signal }) });
}

export function teamsQuery() {
  return queryOptions({ queryKey: [...membersKey, 'teams'], queryFn: ({ signal }) => callEndpoint(listTeams, { signal }) });
}

/** What the viewer holds, by which is decided what is offered; nothing until it is known. The server decides again. */
export function useHand({ id, permissions }: Viewer): Hand {
  const role = useQuery(memberQuery(id)).data?.role ?? null;
  return { role, permissions };
}

/** The same one in a list that was read anew; throws AppError `not_found` when it is gone, and for a new one. */
export function sameOf<Item extends { id: string }>(item: Item | null, list: readonly Item[]): Item {
  const found = list.find(({ id }) => id === item?.id);
  if (!found) throw new AppError('not_found', 'It was deleted in the meantime.');
  return found;
}

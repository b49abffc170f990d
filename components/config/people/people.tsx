'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Pager } from '@/components/ui/pager';
import { SearchField } from '@/components/ui/search-field';
import { Segmented } from '@/components/ui/segmented';
import { createInvitation } from '@/lib/people/api';
import { peopleLimits, type Member } from '@/lib/people/schemas';
import { Invitations } from './invitations';
import { InviteForm } from './invite-form';
import { MemberDialogs, type MemberAct } from './member-dialogs';
import { MemberRow } from './member-row';
import { membersQuery, useHand, type MembersAsked } from './people-queries';

/** Who belongs to the organisation, and who is invited. */
export function People({ viewer }: { viewer: Viewer }) {
  const [asked, setAsked] = useState<MembersAsked>({ text: '', state: 'all', page: 0 });
  const [doing, setDoing] = useState<{ act: MemberAct; member: Member } | null>(null);
  const [isInviting, setIsInviting] = useState(false);
  const query = useMembers(asked);
  const hand = useHand(viewer);
  const canChange = mayCall(viewer, createInvitation);
  const counts = query.data?.counts;
  const count = (of: number | undefined) => (of === undefined ? '' : ` ${of.toLocaleString('en')}`);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField aria-label="Search people" placeholder="Name or email" value={asked.text} onChange={(text) => setAsked({ ...asked, text, page: 0 })} />
        <Segmented
          label="State"
          value={asked.state}
          options={[
            { value: 'all', label: 'All' },
            { value: 'active', label: `Active${count(counts?.active)}` },
            { value: 'deactivated', label: `Deactivated${count(counts?.deactivated)}` },
          ]}
          onChange={(state) => setAsked({ ...asked, state, page: 0 })}
        />
        {canChange ? (
          <Button look="primary" className="max-sm:w-full sm:ml-auto" onClick={() => setIsInviting(true)}>
            <UserPlus aria-hidden className="size-4" />
            Invite
          </Button>
        ) : null}
      </div>
      {canChange ? null : <p className="text-sm text-muted">You can see who belongs here. Who may change people can invite others.</p>}
      <Card>
        <MemberList query={query} asked={asked} viewer={viewer} canChange={canChange} hand={hand} onAct={(act, member) => setDoing({ act, member })} onPage={(page) => setAsked({ ...asked, page })} />
      </Card>
      <Invitations canChange={canChange} hand={hand} />
      <MemberDialogs doing={doing} hand={hand} onClose={() => setDoing(null)} />
      <Dialog open={isInviting} onClose={() => setIsInviting(false)} title="Invite somebody">
        <InviteForm hand={hand} onDone={() => setIsInviting(false)} />
      </Dialog>
    </div>
  );
}

interface MemberListProps {
  query: ReturnType<typeof useMembers>;
  asked: MembersAsked;
  viewer: Viewer;
  canChange: boolean;
  hand: ReturnType<typeof useHand>;
  onAct: (act: MemberAct, member: Member) => void;
  onPage: (page: number) => void;
}

function MemberList({ query, asked, viewer, canChange, hand, onAct, onPage }: MemberListProps) {
  const nowMs = useNow(query.data?.at ?? 0, query.dataUpdatedAt);
  if (!query.data) return query.isError ? <CannotShow title="The people cannot be shown" error={query.error} onRetry={() => void query.refetch()} /> : <RowsSkeleton things="people" />;
  const { members, total } = query.data;
  if (members.length === 0) {
    return (
      <Notice icon={Users} title="Nobody is found">
        {asked.text === '' ? 'Nobody is in this state.' : `No name and no email has “${asked.text}” in it.`}
      </Notice>
    );
  }
  return (
    <>
      <ul aria-label="People" className="flex flex-col divide-y">
        {members.map((member) => (
          <MemberRow key={member.id} member={member} isSelf={member.id === viewer.id} hand={hand} canChange={canChange} nowMs={nowMs} onAct={(act) => onAct(act, member)} />
        ))}
      </ul>
      <Pager first={asked.page * peopleLimits.page} size={peopleLimits.page} total={total} things="people" onPage={onPage} />
    </>
  );
}

function useMembers(asked: MembersAsked) {
  return useQuery(membersQuery(asked));
}

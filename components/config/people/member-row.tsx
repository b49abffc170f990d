'use client';

import { Ellipsis } from 'lucide-react';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import { refusalToTouch, type Hand } from '@/lib/people/rights';
import type { Member } from '@/lib/people/schemas';
import type { MemberAct } from './member-dialogs';
import { signInWords } from './words';

interface MemberRowProps {
  member: Member;
  isSelf: boolean;
  hand: Hand;
  /** Whether the viewer may change people at all. */
  canChange: boolean;
  nowMs: number;
  onAct: (act: MemberAct) => void;
}

/** One person: a row of a table on a desk, a card on a phone. */
export function MemberRow({ member, isSelf, hand, canChange, nowMs, onAct }: MemberRowProps) {
  const { name, email, role, customRole, teams, state, lastSeenAt, sessions } = member;
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_minmax(0,3fr)_auto] md:items-center">
      <div className="min-w-0">
        <p className={cn('text-sm font-medium break-words', state === 'deactivated' && 'text-muted')}>
          {name ?? email}
          {isSelf ? <span className="font-normal text-muted"> (you)</span> : null}
        </p>
        {name === null ? null : <p className="text-xs break-all text-muted">{email}</p>}
      </div>
      <div className="row-start-2 min-w-0 text-sm md:row-start-1 md:col-start-2">
        <p>
          {role}
          {customRole ? <span className="text-muted"> with {customRole.name}</span> : null}
          {state === 'deactivated' ? <span className="text-warning"> · deactivated</span> : null}
        </p>
        {teams.length > 0 ? <p className="text-xs break-words text-muted">{teams.map((team) => team.name).join(', ')}</p> : null}
      </div>
      <p className="col-span-2 min-w-0 text-xs break-words text-muted md:col-span-1 md:col-start-3 md:row-start-1">
        {lastSeenAt === null ? 'Not seen yet' : <>Seen <Since atMs={lastSeenAt} nowMs={nowMs} form="ago" /></>}
        {sessions > 0 ? `, ${sessions} ${sessions === 1 ? 'session' : 'sessions'}` : ''}. By {signInWords(member)}.
      </p>
      <div className="col-start-2 row-start-1 md:col-start-4">{canChange ? <MemberMenu member={member} isSelf={isSelf} hand={hand} onAct={onAct} /> : null}</div>
    </li>
  );
}

function MemberMenu({ member, isSelf, hand, onAct }: Pick<MemberRowProps, 'member' | 'isSelf' | 'hand' | 'onAct'>) {
  const { name, email, role, permissions, state } = member;
  const refusal = refusalToTouch(hand, { role, added: permissions }, isSelf);
  const acts: [act: MemberAct, label: string][] = [
    ['role', 'Change the role'],
    ['sessions', 'End all sessions'],
    ...(hand.role === 'OWNER' && !isSelf && role !== 'OWNER' && state === 'active' ? [['transfer', 'Transfer the ownership'] as [MemberAct, string]] : []),
    state === 'active' ? ['deactivate', 'Deactivate'] : ['activate', 'Activate'],
    ['remove', 'Remove'],
  ];
  return (
    <Menu label={`What to do with ${name ?? email}`} trigger={<Ellipsis aria-hidden className="size-4" />} triggerClassName="inline-flex size-11 items-center justify-center rounded-base hover:bg-sunken sm:size-9">
      {refusal === null ? (
        acts.map(([act, label]) => (
          <button key={act} type="button" role="menuitem" data-closes onClick={() => onAct(act)} className={menuItemStyle()}>
            {label}
          </button>
        ))
      ) : (
        <p role="presentation" className="px-3 py-2 text-sm text-muted">
          {refusal}
        </p>
      )}
    </Menu>
  );
}

'use client';

import type { ReactNode } from 'react';
import { Since } from '@/components/time/since';
import { formatDuration } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { ApiKey } from '@/lib/keys/api';
import { wordsOfScopes } from '@/lib/keys/scope-words';

const soonMs = 14 * 86_400_000;

interface KeyRowProps {
  apiKey: ApiKey;
  nowMs: number;
  /** What can be done with it. */
  actions: ReactNode;
}

/** One key: a card on a phone, a row on a desk. */
export function KeyRow({ apiKey, nowMs, actions }: KeyRowProps) {
  const { name, scopes, createdBy, createdAt, lastUsedAt, lastUsedAddress, rotatedFromId, rotatedToId } = apiKey;
  const isActive = apiKey.state === 'active';
  return (
    <li aria-label={name} className="flex min-w-0 flex-col gap-3 px-4 py-3 md:flex-row md:items-start md:justify-between">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
          <span className={cn('min-w-0 font-medium break-words', !isActive && 'text-muted line-through')}>{name}</span>
          <End apiKey={apiKey} nowMs={nowMs} />
        </p>
        <p className="text-sm break-words">{wordsOfScopes(scopes)}</p>
        <p className="text-xs break-words text-muted">
          Created <Since atMs={createdAt} nowMs={nowMs} form="ago" />
          {createdBy ? ` by ${createdBy.name}` : ''}
          {createdBy?.state === 'deactivated' ? (createdBy.kind === 'key' ? ' (a key that ended)' : ' (deactivated)') : createdBy?.state === 'removed' ? ' (no longer a member)' : ''}.{' '}
          {lastUsedAt === null ? 'Never used.' : <>Used <Since atMs={lastUsedAt} nowMs={nowMs} form="ago" />{lastUsedAddress === null ? '' : ` from ${lastUsedAddress}`}.</>}
          {rotatedFromId === null ? '' : ' Made by rotating the key before it.'}
          {rotatedToId === null ? '' : ' Rotated: a newer key is in its place.'}
        </p>
      </div>
      {isActive ? <div className="flex shrink-0 flex-wrap gap-2">{actions}</div> : null}
    </li>
  );
}

function End({ apiKey: { state, expiresAt, revokedAt }, nowMs }: Pick<KeyRowProps, 'apiKey' | 'nowMs'>) {
  if (state === 'revoked') return <span className="text-xs text-muted">revoked <Since atMs={revokedAt ?? nowMs} nowMs={nowMs} form="ago" /></span>;
  if (state === 'expired') return <span className="text-xs text-muted">ended <Since atMs={expiresAt ?? nowMs} nowMs={nowMs} form="ago" /></span>;
  if (expiresAt === null) return <span className="text-xs text-muted">never ends by itself</span>;
  const leftMs = Math.max(0, expiresAt - nowMs);
  return <span className={cn('text-xs', leftMs < soonMs ? 'text-warning' : 'text-muted')}>ends in {formatDuration(leftMs)}</span>;
}

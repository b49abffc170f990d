'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { createApiKey, type ApiKey } from '@/lib/keys/api';
import { RenameKey, RevokeKey } from './change-key-forms';
import { CreateKeyForm } from './create-key-form';
import { apiKeysQuery } from './key-queries';
import { KeyRow } from './key-row';
import { RotateKeyForm } from './rotate-key-form';

type Doing = { kind: 'create' } | { kind: 'rotate' | 'rename' | 'revoke'; apiKey: ApiKey };

/** The keys by which programs use Nines. */
export function ApiKeys({ viewer }: { viewer: Viewer }) {
  const query = useQuery(apiKeysQuery());
  const [doing, setDoing] = useState<Doing | null>(null);
  const nowMs = useNow(query.data?.at ?? query.dataUpdatedAt, query.dataUpdatedAt);
  const canEdit = mayCall(viewer, createApiKey);
  const close = () => setDoing(null);
  const active = query.data?.keys.filter(({ state }) => state === 'active') ?? [];
  const ended = query.data?.keys.filter(({ state }) => state !== 'active') ?? [];
  const create = canEdit ? (
    <Button look="primary" onClick={() => setDoing({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      Create a key
    </Button>
  ) : null;
  const row = (apiKey: ApiKey) => (
    <KeyRow key={apiKey.id} apiKey={apiKey} nowMs={nowMs} actions={canEdit ? <Actions apiKey={apiKey} onDo={(kind) => setDoing({ kind, apiKey })} /> : null} />
  );
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl min-w-0 text-sm text-muted">
          Programs send a key with each request. It can do what its scopes say in this organisation, and goes on when whoever made it leaves.
          {query.data ? ` ${active.length} of ${query.data.mostActive} are in use.` : ''}
          {canEdit ? '' : ' You can see the keys, and not change them.'}
        </p>
        {active.length > 0 ? create : null}
      </div>
      <Card>
        {!query.data && query.isError ? (
          <CannotShow title="The keys cannot be listed" error={query.error} onRetry={() => void query.refetch()} />
        ) : !query.data ? (
          <RowsSkeleton things="keys" />
        ) : active.length === 0 ? (
          <Notice icon={KeyRound} title="No key in use" action={create}>
            Keys let agents send metrics and programs read them. {canEdit ? 'Create one for each program, so that it can be revoked alone.' : 'An owner or admin can create one.'}
          </Notice>
        ) : (
          <ul aria-label="Keys in use" className="divide-y">
            {active.map(row)}
          </ul>
        )}
      </Card>
      {ended.length > 0 ? (
        <details className="min-w-0 rounded-base border bg-surface">
          <summary className="flex min-h-11 items-center px-4 text-sm font-medium">Keys that ended ({ended.length})</summary>
          <ul aria-label="Keys that ended" className="divide-y border-t">
            {ended.map(row)}
          </ul>
        </details>
      ) : null}
      <Dialog open={doing !== null} onClose={close} title={titleOf(doing)}>
        {doing === null ? null : doing.kind === 'create' ? (
          <CreateKeyForm viewer={viewer} onDone={close} />
        ) : doing.kind === 'rotate' ? (
          <RotateKeyForm apiKey={doing.apiKey} onDone={close} />
        ) : doing.kind === 'rename' ? (
          <RenameKey apiKey={doing.apiKey} onDone={close} />
        ) : (
          <RevokeKey apiKey={doing.apiKey} onDone={close} />
        )}
      </Dialog>
    </div>
  );
}

function Actions({ apiKey: { name, rotatedToId }, onDo }: { apiKey: ApiKey; onDo: (kind: 'rotate' | 'rename' | 'revoke') => void }) {
  return (
    <>
      <Button look="quiet" aria-label={`Rename ${name}`} onClick={() => onDo('rename')}>
        Rename
      </Button>
      {rotatedToId === null ? (
        <Button aria-label={`Rotate ${name}`} onClick={() => onDo('rotate')}>
          Rotate
        </Button>
      ) : null}
      <Button aria-label={`Revoke ${name}`} onClick={() => onDo('revoke')}>
        Revoke
      </Button>
    </>
  );
}

function titleOf(doing: Doing | null): string {
  if (doing === null || doing.kind === 'create') return 'Create a key';
  const verbs = { rotate: 'Rotate', rename: 'Rename', revoke: 'Revoke' } as const;
  return `${verbs[doing.kind]} ${doing.apiKey.name}`;
}

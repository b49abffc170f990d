'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { messageOf } from '@/lib/errors';
import { deleteProvider, type ProvidersAnswer, type ShownProvider } from '@/lib/sso/api';
import { draftOfProvider, kindNames, newProvider } from './provider-draft';
import { ProviderForm } from './provider-form';
import { providersKey } from './sign-in-queries';

/** The providers of the installation, and the form of the one that is open. */
export function Providers({ answer, canEdit: isAllowed }: { answer: ProvidersAnswer; canEdit: boolean }) {
  const canEdit = useCanEdit('signInProviders', isAllowed);
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [isRemoving, setIsRemoving] = useState<string | null>(null);
  const taken = (next: ProvidersAnswer) => queries.setQueryData(providersKey, next);
  const remove = useMutation({
    mutationFn: (key: string) => callEndpoint(deleteProvider, { params: { key }, query: { version: answer.version } }),
    onSuccess: taken,
    onSettled: () => setIsRemoving(null),
  });
  const form = (draft: ReturnType<typeof draftOfProvider>, shown: ShownProvider | null) => (
    <ProviderForm answer={answer} draft={draft} shown={shown} canEdit={canEdit} onSaved={(next) => { taken(next); setOpen(null); }} onClose={() => setOpen(null)} />
  );
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ManagedNotice section="signInProviders" />
      {answer.providers.length === 0 && open === null ? <p className="rounded-base border bg-surface p-4 text-sm text-muted">There is no provider yet. People sign in by password or passkey.</p> : null}
      {remove.isError ? <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">{messageOf(remove.error)}</p> : null}
      {answer.providers.map((each) => (
        <Card key={each.key} aria-label={each.name} className="p-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div className="min-w-0">
              <h3 className="text-sm font-medium break-words">{each.name}</h3>
              <p className="text-xs text-muted">
                {[kindNames[each.kind], each.isOn ? 'on' : 'off', each.hasSecret ? null : 'its secret is missing', each.isFromVariables ? 'set by variables' : null, each.people === 1 ? '1 person' : `${each.people} people`].filter(Boolean).join(' · ')}
              </p>
            </div>
            {canEdit && open !== each.key ? (
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setOpen(each.key)}>Change</Button>
                {each.isFromVariables ? null : isRemoving === each.key ? (
                  <Button pending={remove.isPending} onClick={() => remove.mutate(each.key)}>Remove it: nobody signs in by it then</Button>
                ) : (
                  <Button look="quiet" onClick={() => setIsRemoving(each.key)}>Remove</Button>
                )}
              </div>
            ) : null}
          </div>
          {open === each.key ? <div className="mt-4">{form(draftOfProvider(each), each)}</div> : null}
        </Card>
      ))}
      {canEdit && open === null && answer.providers.length < 10 ? <Button className="self-start" onClick={() => setOpen('')}>Add a provider</Button> : null}
      {open === '' ? <Card aria-label="A new provider" className="p-4">{form(newProvider, null)}</Card> : null}
      {isAllowed ? null : <p className="text-sm text-muted">You can read these settings. An owner can change them.</p>}
    </div>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { addContact, removeContact } from '@/lib/account/api';
import { accountLimits, type Contact } from '@/lib/account/schemas';
import { messageOf } from '@/lib/errors';
import { accountQuery } from './account-queries';

/** Further addresses: each is written to once its link was opened. */
export function ContactsCard({ contacts }: { contacts: readonly Contact[] }) {
  const queries = useQueryClient();
  const [address, setAddress] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: accountQuery().queryKey, exact: true });
  const add = useMutation({ mutationFn: (to: string) => callEndpoint(addContact, { body: { address: to }, timeoutMs: 20_000 }), onSuccess: () => setAddress(''), onSettled: refresh });
  const remove = useMutation({ mutationFn: (id: string) => callEndpoint(removeContact, { params: { id } }), onSettled: refresh });
  const error = add.error ?? remove.error;
  return (
    <Card>
      <CardHeader title="Further addresses" note={`at most ${accountLimits.contacts}`} />
      <div className="flex flex-col gap-4 px-4 pb-4">
        {contacts.length === 0 ? <p className="text-sm text-muted">None. Add one to have pages reach you elsewhere than at the address that you sign in with.</p> : null}
        <ul className="flex flex-col divide-y empty:hidden">
          {contacts.map(({ id, address: each, verifiedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                <span className="block text-sm break-words">{each}</span>
                <span className="block text-xs text-muted">{verifiedAt === null ? 'Waits to be confirmed' : 'Confirmed'}</span>
              </span>
              <span className="flex flex-wrap gap-2">
                {verifiedAt === null ? <Button disabled={add.isPending} onClick={() => add.mutate(each)}>Send the link again</Button> : null}
                <Button aria-label={`Remove ${each}`} disabled={remove.isPending} onClick={() => remove.mutate(id)}>Remove</Button>
              </span>
            </li>
          ))}
        </ul>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(address.trim());
          }}
        >
          <Field label="Email address" type="email" autoComplete="email" inputMode="email" autoCapitalize="none" required maxLength={254} value={address} hint="A link is sent to it, which works for 24 hours." onChange={(event) => setAddress(event.target.value)} />
          {error ? <FormError>{messageOf(error)}</FormError> : null}
          {add.data ? <p role="status" className="text-sm text-muted">{add.data.mail === 'sent' ? `A link was sent to ${add.data.contact.address}.` : 'Nines has no email channel that is switched on, so no link could be sent. Ask an owner to set one up.'}</p> : null}
          <Button type="submit" className="self-start" pending={add.isPending} disabled={address.trim() === ''}>
            Add the address
          </Button>
        </form>
      </div>
    </Card>
  );
}

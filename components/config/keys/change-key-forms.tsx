'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { isAppError } from '@/lib/errors';
import { keyLimits, renameApiKey, revokeApiKey, type ApiKey } from '@/lib/keys/api';
import { apiKeysQuery } from './key-queries';

interface FormProps {
  apiKey: ApiKey;
  onDone: () => void;
}

export function RevokeKey({ apiKey: { id, name }, onDone }: FormProps) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => callEndpoint(revokeApiKey, { params: { id }, body: {} }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
  return (
    <DeleteByName name={name} action="Revoke the key" isPending={revoke.isPending} error={revoke.error} onDelete={() => revoke.mutate()}>
      <p>It stops working at once, wherever it is used, and cannot be brought back. To change it without a gap, rotate it instead.</p>
    </DeleteByName>
  );
}

export function RenameKey({ apiKey: { id, name: from }, onDone }: FormProps) {
  const queries = useQueryClient();
  const [name, setName] = useState(from);
  const rename = useMutation({
    mutationFn: () => callEndpoint(renameApiKey, { params: { id }, body: { name: name.trim(), from } }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') rename.mutate();
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={keyLimits.name} value={name} hint="Who or what uses it. The key itself stays as it is." onChange={(event) => setName(event.target.value)} />
      <FormRefusal issues={isAppError(rename.error) ? rename.error.issues : []} error={rename.error} />
      <Button type="submit" look="primary" size="large" pending={rename.isPending} disabled={name.trim() === '' || name.trim() === from}>
        Rename the key
      </Button>
    </form>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import { isAppError } from '@/lib/errors';
import { rotateApiKey, type ApiKey } from '@/lib/keys/api';
import { apiKeysQuery } from './key-queries';
import { MadeKey } from './made-key';

const overlaps = [
  { value: '0', label: 'It ends at once' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
] as const;

/** A new key in place of an old one, which goes on for a while, so that nothing stops in between. */
export function RotateKeyForm({ apiKey: { id, name, expiresAt }, onDone }: { apiKey: ApiKey; onDone: () => void }) {
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]['value']>('86400');
  const rotate = useMutation({
    mutationFn: () => callEndpoint(rotateApiKey, { params: { id }, body: { overlapSeconds: Number(overlap) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
  if (rotate.data) return <MadeKey made={rotate.data} onDone={onDone} />;
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        rotate.mutate();
      }}
    >
      <p className="text-sm break-words">
        A new key with the name {name} and the same scopes is made{expiresAt === null ? '; it never ends by itself' : ', which lives as long as this one was made for'}. Give it to whoever uses the old one.
      </p>
      <SelectField label="The old key still works for" options={overlaps} value={overlap} onChange={setOverlap} />
      <FormRefusal issues={isAppError(rotate.error) ? rotate.error.issues : []} error={rotate.error} />
      <Button type="submit" look="primary" size="large" data-first pending={rotate.isPending}>
        Rotate the key
      </Button>
    </form>
  );
}

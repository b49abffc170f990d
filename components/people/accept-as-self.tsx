'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { acceptAsSelf, switchTenant } from '@/lib/people/api';

/** Accepts with the account that is signed in, and goes on there. */
export function AcceptAsSelf({ token }: { token: string }) {
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function accept() {
    setError(null);
    setIsPending(true);
    try {
      const { tenantId } = await callEndpoint(acceptAsSelf, { params: { token }, body: {} });
      await callEndpoint(switchTenant, { body: { tenantId } });
      return window.location.assign('/');
    } catch (thrown) {
      setError(messageOf(thrown));
      setIsPending(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {error ? <FormError>{error}</FormError> : null}
      <Button look="primary" size="large" pending={isPending} onClick={() => void accept()}>
        Accept the invitation
      </Button>
    </div>
  );
}

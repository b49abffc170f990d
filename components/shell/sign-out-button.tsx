'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { leave } from './leave';

export function SignOutButton() {
  const [isPending, setIsPending] = useState(false);
  return (
    <Button
      pending={isPending}
      onClick={() => {
        setIsPending(true);
        void leave();
      }}
    >
      Sign in as someone else
    </Button>
  );
}

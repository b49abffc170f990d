'use client';

import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { FormError } from './auth-card';

interface ProviderButtonsProps {
  providers: readonly { key: string; name: string }[];
  /** A path that was already found safe. */
  next: string;
  /** What the button says before the name. */
  verb?: string;
  className?: string;
}

/** A button for each provider. The browser leaves for the provider and comes back signed in. */
export function ProviderButtons({ providers, next, verb = 'Sign in with', className }: ProviderButtonsProps) {
  const [leaving, setLeaving] = useState<string | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  if (providers.length === 0) return null;
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      {providers.map(({ key, name }) => (
        <Button
          key={key}
          size="large"
          pending={leaving === key}
          disabled={leaving !== null}
          onClick={() => {
            setLeaving(key);
            setHasFailed(false);
            signIn(key, { callbackUrl: next }).catch(() => {
              setLeaving(null);
              setHasFailed(true);
            });
          }}
        >
          {verb} {name}
        </Button>
      ))}
      {hasFailed ? <FormError>The server cannot be reached. Check that Nines runs and try again.</FormError> : null}
    </div>
  );
}

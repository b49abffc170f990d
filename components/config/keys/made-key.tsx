'use client';

import { Button } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';
import type { MadeKey as Made } from '@/lib/keys/api';
import { examplesOf } from './key-examples';

/** A new key, shown this once, and how it is used. */
export function MadeKey({ made: { key, secret }, onDone }: { made: Made; onDone: () => void }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm">Copy it now: it is not shown again. Whoever has it can do what its scopes allow.</p>
      <CopyField label="Key" text={secret} isFirst />
      {examplesOf(key.scopes, secret, window.location.origin).map((example) => (
        <CopyField key={example.label} {...example} />
      ))}
      <Button look="primary" size="large" onClick={onDone}>
        I have it
      </Button>
    </div>
  );
}

'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { AlertView } from '@/lib/alerts/schemas';
import { ProseField } from './prose-field';

interface ResolveFormProps {
  alerts: readonly AlertView[];
  onResolve: (comment: string) => void;
}

/** A resolve cannot be taken back, so that it asks once; Enter is enough. */
export function ResolveForm({ alerts, onResolve }: ResolveFormProps) {
  const [comment, setComment] = useState('');
  const isOne = alerts.length === 1;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onResolve(comment.trim());
      }}
    >
      <p className="text-sm text-muted">
        {isOne ? 'It is' : 'They are'} over for everybody who was told. {isOne ? 'It comes' : 'Each comes'} back only when its condition ends and begins anew. This cannot be taken back.
      </p>
      <ProseField label="Comment" value={comment} maxLength={2_000} onChange={(event) => setComment(event.target.value)} />
      <Button type="submit" look="primary" size="large" data-first>
        {isOne ? 'Resolve' : `Resolve ${alerts.length.toLocaleString('en')} alerts`}
      </Button>
    </form>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsKey } from '@/components/alerts/alert-queries';
import { callEndpoint } from '@/components/api-client';
import { createSilence, expireSilence, updateSilence } from '@/lib/alerts/suppression/api';
import type { SilenceView } from '@/lib/alerts/suppression/schemas';
import { messageOf } from '@/lib/errors';

export interface SilenceNotice {
  kind: 'done' | 'refused';
  words: string;
  /** The silence that was ended and can be made again. */
  ended: SilenceView | null;
}

/** What can be done to a silence by one press, and what came of it. */
export function useSilenceActions() {
  const queries = useQueryClient();
  const [notice, setNotice] = useState<SilenceNotice | null>(null);
  const refuse = (error: unknown) => setNotice({ kind: 'refused', words: `Nothing was changed. ${messageOf(error)}`, ended: null });
  const done = (words: string, ended: SilenceView | null = null) => setNotice({ kind: 'done', words, ended });
  const onSettled = () => queries.invalidateQueries({ queryKey: alertsKey });
  const extend = useMutation({
    mutationFn: ({ silence: { id, version, matchers, startsAt, endsAt, comment }, byMs }: { silence: SilenceView; byMs: number }) =>
      callEndpoint(updateSilence, { params: { id }, body: { version, silence: { matchers, startsAt, endsAt: endsAt + byMs, comment } } }),
    onSuccess: () => done('The silence lasts longer.'),
    onError: refuse,
    onSettled,
  });
  const expire = useMutation({
    mutationFn: ({ id, version }: SilenceView) => callEndpoint(expireSilence, { params: { id }, body: { version } }),
    onSuccess: (_, silence) => done('The silence has ended. What fires and matched it is told again.', silence),
    onError: refuse,
    onSettled,
  });
  const restore = useMutation({
    mutationFn: ({ matchers, startsAt, endsAt, comment }: SilenceView) => callEndpoint(createSilence, { body: { matchers, startsAt: Math.max(startsAt, Date.now()), endsAt, comment } }),
    onSuccess: () => done('The silence is there again.'),
    onError: refuse,
    onSettled,
  });
  return {
    notice,
    say: (words: string) => done(words),
    dismiss: () => setNotice(null),
    isPending: extend.isPending || expire.isPending || restore.isPending,
    extend: (silence: SilenceView, byMs: number) => extend.mutate({ silence, byMs }),
    expire: (silence: SilenceView) => expire.mutate(silence),
    restore: (silence: SilenceView) => restore.mutate(silence),
  };
}

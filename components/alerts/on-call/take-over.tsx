'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { usePeople } from '@/components/alerts/use-people';
import type { Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { Columns } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import { createOverride } from '@/lib/alerts/on-call/api';
import { messageOf } from '@/lib/errors';
import { onCallKey } from './on-call-queries';
import { shortTime } from './shift-timeline';

interface TakeOverProps {
  schedule: { id: string; name: string };
  viewer: Viewer;
  /** When the present shift ends; null when it does not. */
  shiftEndsAt: number | null;
  nowMs: number;
  zone: string;
  onDone: () => void;
}

const hourMs = 3_600_000;
type Span = 'shift' | '8h' | '24h' | 'custom';

/** Somebody is on call in place of who would be. As it opens it is: me, from now to the end of the shift. */
export function TakeOver({ schedule, viewer, shiftEndsAt, nowMs, zone, onDone }: TakeOverProps) {
  const queries = useQueryClient();
  const people = usePeople(viewer);
  const isShiftShort = shiftEndsAt !== null && shiftEndsAt - nowMs <= 14 * 24 * hourMs;
  const [userId, setUserId] = useState(viewer.id);
  const [span, setSpan] = useState<Span>(isShiftShort ? 'shift' : '8h');
  const [from, setFrom] = useState(() => toLocalInput(nowMs));
  const [until, setUntil] = useState(() => toLocalInput(nowMs + 8 * hourMs));
  const [reason, setReason] = useState('');
  const startsAt = span === 'custom' ? fromLocalInput(from) : nowMs;
  const endsAt = span === 'custom' ? fromLocalInput(until) : span === 'shift' ? shiftEndsAt : nowMs + (span === '8h' ? 8 : 24) * hourMs;
  const fault = startsAt === null || endsAt === null ? 'Give a date and a time.' : endsAt <= startsAt ? 'It must end after it begins.' : undefined;
  const save = useMutation({
    mutationFn: (times: { startsAt: number; endsAt: number }) => callEndpoint(createOverride, { params: { id: schedule.id }, body: { userId, ...times, reason } }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: onCallKey });
    },
  });
  const options = [
    ...(isShiftShort ? [{ value: 'shift' as const, label: 'To the end of the shift' }] : []),
    { value: '8h' as const, label: '8 h' },
    { value: '24h' as const, label: '24 h' },
    { value: 'custom' as const, label: 'Other' },
  ];
  return (
    <form
      noValidate
      className="flex min-w-0 flex-col gap-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === undefined && startsAt !== null && endsAt !== null) save.mutate({ startsAt, endsAt });
      }}
    >
      <SelectField label="Who takes over" options={people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (me)` : name }))} value={userId} onChange={setUserId} />
      <Segmented label="How long" options={options} value={span} onChange={setSpan} className="self-start max-sm:w-full max-sm:flex-wrap" />
      {span === 'custom' ? (
        <Columns>
          <Field label="From" type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
          <Field label="Until" type="datetime-local" value={until} error={fault} onChange={(event) => setUntil(event.target.value)} />
        </Columns>
      ) : null}
      <Field label="Reason (optional)" value={reason} maxLength={500} autoComplete="off" onChange={(event) => setReason(event.target.value)} />
      {startsAt !== null && endsAt !== null ? (
        <p className="text-muted">
          {shortTime(startsAt, zone)} to {shortTime(endsAt, zone)}, your time
        </p>
      ) : null}
      {save.isError ? (
        <p role="alert" className="break-words text-critical">
          Nothing was changed. {messageOf(save.error)}
        </p>
      ) : null}
      <Button type="submit" look="primary" size="large" data-first pending={save.isPending}>
        Take over
      </Button>
    </form>
  );
}

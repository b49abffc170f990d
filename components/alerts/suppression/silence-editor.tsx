'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { alertsKey } from '@/components/alerts/alert-queries';
import { ProseField } from '@/components/alerts/prose-field';
import { writtenMatchers } from '@/components/alerts/rules/rule-draft';
import { callEndpoint } from '@/components/api-client';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { createSilence, updateSilence } from '@/lib/alerts/suppression/api';
import type { SilenceInput, SilenceView } from '@/lib/alerts/suppression/schemas';
import { messageOf } from '@/lib/errors';
import { fromLocalInput, toLocalInput } from './local-input';
import { MatcherFields } from './matcher-fields';
import { quickEndOf, quickEnds, quickEndWord, type QuickEnd } from './silence-ends';

export interface SilenceStart {
  /** The silence that is changed; null for a new one. */
  silence: SilenceView | null;
  matchers: readonly AlertMatcher[];
  comment: string;
}

interface SilenceEditorProps {
  start: SilenceStart;
  onDone: (words: string) => void;
}

interface Period {
  startMs: number;
  endMs: number;
}

const options = quickEnds.map((value) => ({ value, label: quickEndWord[value] }));
const hourMs = 3_600_000;

/** Whom to silence, why, and until when; a silence never lasts for ever. */
export function SilenceEditor({ start, onDone }: SilenceEditorProps) {
  const queries = useQueryClient();
  const zone = useZone();
  const form = useRef<HTMLFormElement>(null);
  const { silence } = start;
  const [nowMs] = useState(Date.now);
  const [matchers, setMatchers] = useState<readonly AlertMatcher[]>(start.matchers.length > 0 ? start.matchers : [{ label: 'alertname', operator: '=', value: '' }]);
  const [comment, setComment] = useState(start.comment);
  const [isLater, setIsLater] = useState(silence?.state === 'pending');
  const [startText, setStartText] = useState(() => toLocalInput(silence?.startsAt ?? nowMs + hourMs));
  const [quick, setQuick] = useState<QuickEnd>(silence ? 'custom' : '1h');
  const [endText, setEndText] = useState(() => toLocalInput(silence?.endsAt ?? nowMs + 2 * hourMs));
  const [isTried, setIsTried] = useState(false);
  const startMs = isLater ? fromLocalInput(startText) : nowMs;
  const endMs = startMs === null ? null : (quickEndOf(quick, startMs) ?? fromLocalInput(endText));
  const written = writtenMatchers(matchers);
  const faults = {
    comment: comment.trim() === '' ? 'Say why, for whoever wonders about the silence.' : undefined,
    matchers: written.length === 0 ? 'Name at least one label.' : written.some(({ label }) => label === '') ? 'Each condition needs a label.' : undefined,
    start: startMs === null ? 'Give a date and a time.' : undefined,
    end: endMs === null ? 'Give a date and a time.' : startMs !== null && endMs <= Math.max(startMs, nowMs) ? 'It must end after it begins, and after now.' : undefined,
  };
  const save = useMutation({
    mutationFn: ({ startMs: fromMs, endMs: toMs }: Period) => {
      const now = Date.now();
      const startsAt = silence?.state === 'active' ? silence.startsAt : isLater ? fromMs : now;
      const endsAt = isLater || silence ? toMs : (quickEndOf(quick, now) ?? toMs);
      const input: SilenceInput = { matchers: written, comment: comment.trim(), startsAt, endsAt };
      return silence ? callEndpoint(updateSilence, { params: { id: silence.id }, body: { version: silence.version, silence: input } }) : callEndpoint(createSilence, { body: input });
    },
    onSuccess: () => onDone(silence ? 'The silence is changed.' : 'Silenced. What fires and matches tells nobody meanwhile.'),
    onSettled: () => queries.invalidateQueries({ queryKey: alertsKey }),
  });
  const submit = () => {
    setIsTried(true);
    const isFaulty = Object.values(faults).some((fault) => fault !== undefined);
    if (!isFaulty && startMs !== null && endMs !== null) {
      if (!save.isPending) save.mutate({ startMs, endMs });
    } else {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus(), 0);
    }
  };
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ProseField label="Reason" data-first value={comment} maxLength={2_000} error={isTried ? faults.comment : undefined} onChange={(event) => setComment(event.target.value)} />
      <MatcherFields legend="Alerts with these labels" matchers={matchers} error={isTried ? faults.matchers : undefined} onChange={setMatchers} />
      <div className="flex min-w-0 flex-col gap-2">
        <span aria-hidden className="text-sm font-medium">
          How long
        </span>
        <Segmented label="How long" options={options} value={quick} onChange={setQuick} className="self-start max-sm:w-full" />
        {quick === 'custom' ? <Field label="Ends" type="datetime-local" value={endText} error={isTried ? faults.end : undefined} onChange={(event) => setEndText(event.target.value)} /> : null}
        {silence?.state === 'active' ? null : <Check label="Begin later" checked={isLater} onChange={(event) => setIsLater(event.target.checked)} />}
        {isLater ? <Field label="Begins" type="datetime-local" value={startText} error={isTried ? faults.start : undefined} onChange={(event) => setStartText(event.target.value)} /> : null}
        {endMs !== null && zone !== null ? <p className="text-xs text-muted">Until {formatAbsolute(endMs, zone)}</p> : null}
      </div>
      {save.isError ? (
        <p role="alert" className="text-sm text-critical">
          {silence ? 'The silence was not changed.' : 'Nothing was silenced.'} {messageOf(save.error)}
        </p>
      ) : null}
      <Button type="submit" look="primary" size="large" pending={save.isPending}>
        {silence ? 'Save' : 'Silence'}
      </Button>
    </form>
  );
}

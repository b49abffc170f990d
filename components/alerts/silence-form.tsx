'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import type { AlertMatcher, AlertView } from '@/lib/alerts/schemas';
import { createSilence, previewSilence } from '@/lib/alerts/suppression/api';
import { messageOf } from '@/lib/errors';
import { alertsKey } from './alert-queries';
import { alertsOf } from './alert-words';
import { MatcherRow } from './matcher-row';
import { ProseField } from './prose-field';
import { matchersFor } from './silence-draft';

interface SilenceFormProps {
  alerts: readonly AlertView[];
  onSilenced: (words: string) => void;
}

const hourMs = 3_600_000;
const lengths = [
  { value: String(hourMs), label: 'For 1 h' },
  { value: String(2 * hourMs), label: 'For 2 h' },
  { value: String(8 * hourMs), label: 'For 8 h' },
  { value: String(24 * hourMs), label: 'For 24 h' },
  { value: String(7 * 24 * hourMs), label: 'For 7 d' },
];

/** Matchers from the alerts' own labels, what they match now, a reason and an end. */
export function SilenceForm({ alerts, onSilenced }: SilenceFormProps) {
  const queries = useQueryClient();
  const [matchers, setMatchers] = useState(() => matchersFor(alerts));
  const [lengthMs, setLengthMs] = useState(String(2 * hourMs));
  const [comment, setComment] = useState('');
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const silence = useMutation({
    mutationFn: () => {
      const startsAt = Date.now();
      return callEndpoint(createSilence, { body: { matchers: written(matchers), startsAt, endsAt: startsAt + Number(lengthMs), comment } });
    },
    onSuccess: () => onSilenced(`Silenced ${lengths.find(({ value }) => value === lengthMs)?.label.toLowerCase() ?? ''}. What fires and matches tells nobody until then.`),
    onSettled: () => queries.invalidateQueries({ queryKey: alertsKey }),
  });
  const set = (at: number, matcher: AlertMatcher | null) => setMatchers(matchers.flatMap((each, index) => (index === at ? (matcher ? [matcher] : []) : [each])));
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setIsReasonMissing(comment.trim() === '');
        if (comment.trim() !== '' && !silence.isPending) silence.mutate();
      }}
    >
      <ProseField
        label="Reason"
        data-first
        value={comment}
        maxLength={2_000}
        error={isReasonMissing ? 'Say why, for whoever wonders about the silence.' : undefined}
        onChange={(event) => {
          setComment(event.target.value);
          setIsReasonMissing(false);
        }}
      />
      <SelectField label="How long" value={lengthMs} onChange={setLengthMs} options={lengths} />
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Alerts with these labels</legend>
        {matchers.map((matcher, index) => (
          <MatcherRow key={index} matcher={matcher} onChange={(next) => set(index, next)} onRemove={() => set(index, null)} />
        ))}
        <Button look="quiet" className="self-start" onClick={() => setMatchers([...matchers, { label: '', operator: '=', value: '' }])}>
          <Plus aria-hidden className="size-4" />
          Add a label
        </Button>
        <Preview matchers={matchers} />
      </fieldset>
      {silence.isError ? (
        <p role="alert" className="text-sm text-critical">
          Nothing was silenced. {messageOf(silence.error)}
        </p>
      ) : null}
      <Button type="submit" look="primary" size="large" pending={silence.isPending}>
        Silence
      </Button>
    </form>
  );
}

/** How many alerts the matchers match now. */
function Preview({ matchers }: { matchers: readonly AlertMatcher[] }) {
  const asked = useDeferredValue(written(matchers));
  const preview = useQuery({
    queryKey: [...alertsKey, 'silence preview', asked],
    queryFn: ({ signal }) => callEndpoint(previewSilence, { body: { matchers: asked }, signal }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const words =
    asked.length === 0
      ? 'Name at least one label.'
      : preview.isError
        ? messageOf(preview.error)
        : preview.data
          ? `Matches ${preview.data.isComplete ? '' : 'at least '}${alertsOf(preview.data.total)} of now.`
          : 'Looking for what matches';
  return (
    <p role="status" className={preview.isError ? 'text-sm text-critical' : 'text-sm text-muted'}>
      {words}
    </p>
  );
}

function written(matchers: readonly AlertMatcher[]): AlertMatcher[] {
  return matchers.filter(({ label }) => label.trim() !== '').map((matcher) => ({ ...matcher, label: matcher.label.trim() }));
}

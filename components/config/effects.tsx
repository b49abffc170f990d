'use client';

import { useQuery } from '@tanstack/react-query';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { Card } from '@/components/ui/card';
import { isAppError, messageOf } from '@/lib/errors';

const settleMs = 400;

interface EffectsProps<Settings, Answer> {
  /** Of what, to tell its answers from those of other sections. */
  section: string;
  /** As they would be saved. */
  settings: Settings;
  ask: (settings: Settings, signal: AbortSignal) => Promise<Answer>;
  /** In sentences, of the settings that were asked about. */
  words: (answer: Answer, settings: Settings) => readonly string[];
}

/** What saving does, by what the server counts; nothing where it does nothing to anybody. */
export function Effects<Settings, Answer>({ section, settings, ask, words }: EffectsProps<Settings, Answer>) {
  const asked = useSettled(JSON.stringify(settings), settleMs);
  const { data, error } = useQuery({
    queryKey: ['config', 'effects', section, asked],
    queryFn: ({ signal }) => ask(JSON.parse(asked) as Settings, signal),
    staleTime: 0, gcTime: 0, retry: false,
  });
  if (isAppError(error) && error.code === 'invalid') return <p role="status" className="text-sm text-muted">What it does is told once nothing is to be corrected.</p>;
  if (error) return <p role="alert" className="text-sm text-critical">What it does cannot be told: {messageOf(error)}</p>;
  if (data === undefined) return <p role="status" className="text-sm text-muted">Counting what it does</p>;
  const sentences = words(data, JSON.parse(asked) as Settings);
  if (sentences.length === 0) return null;
  return (
    <Card aria-label="What saving does" role="status" className="flex flex-col gap-1 p-4 text-sm">
      <h2 className="font-medium">What saving does</h2>
      {sentences.map((each) => <p key={each}>{each}</p>)}
    </Card>
  );
}

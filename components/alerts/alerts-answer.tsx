import { Since } from '@/components/time/since';
import { formatDuration } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { SeverityMark } from './alert-mark';
import { answerOf, type AnswerFacts } from './alert-words';

const frames = {
  calm: 'border-line bg-surface',
  info: 'border-line bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** The answer first: what fires, since when, and whether somebody has it. */
export function AlertsAnswer({ facts, nowMs }: { facts: AnswerFacts; nowMs: number }) {
  const { tone, sentence, sinceMs } = answerOf(facts);
  const next = tone === 'calm' ? null : (facts.top?.nextEscalationAt ?? null);
  return (
    <section aria-label="Answer" data-state={tone} className={cn('flex items-start gap-3 rounded-base border p-4', frames[tone])}>
      <SeverityMark severity={tone === 'calm' ? 'info' : tone} state={tone === 'calm' ? 'resolved' : 'firing'} className="size-6 sm:mt-1" />
      <div className="min-w-0 flex-1">
        <p role="status" className="text-lg leading-6 font-semibold tracking-tight text-balance break-words sm:text-2xl sm:leading-8">
          {sentence}
        </p>
        {sinceMs === null ? null : (
          <p className="text-sm text-muted">
            {tone === 'calm' && facts.last ? 'It ended ' : 'It began '}
            <Since atMs={sinceMs} nowMs={nowMs} form="ago" />
            {next !== null && next > nowMs ? `. The next step of its escalation tells somebody in ${formatDuration(next - nowMs)}.` : ''}
          </p>
        )}
      </div>
    </section>
  );
}

export function AnswerSkeleton() {
  return <Skeleton className="h-22" />;
}

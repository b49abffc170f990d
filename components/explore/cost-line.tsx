import { Info, TriangleAlert } from 'lucide-react';
import type { PromqlAnswer } from './prometheus-answer';

const whole = new Intl.NumberFormat('en');

/** What the answer took and where it came from, with what the server remarks on it. */
export function CostLine({ answer, isPending }: { answer: PromqlAnswer; isPending: boolean }) {
  const { cost, series, warnings, infos, text } = answer;
  const found = text === null ? `${counted(series.length, 'result')}` : 'a string';
  const parts = [
    found,
    cost.series === null ? null : `${counted(cost.series, 'series', 'series')} read`,
    cost.samples === null ? null : counted(cost.samples, 'sample'),
    cost.milliseconds === null ? null : `${cost.milliseconds < 10 ? cost.milliseconds.toFixed(1) : Math.round(cost.milliseconds)} ms`,
    cost.resolution === null ? null : cost.resolution === 'raw' ? 'raw samples' : `${cost.resolution} roll-ups`,
  ];
  return (
    <div className="flex flex-col gap-1 py-1 pl-3 text-xs text-muted sm:pt-0 sm:pr-3 sm:pb-2 sm:pl-12" aria-busy={isPending}>
      <p data-cost className={isPending ? 'opacity-60' : undefined}>
        {parts.filter((part) => part !== null).join(' · ')}
      </p>
      {warnings.map((each) => (
        <Note key={each} icon={TriangleAlert} tone="text-warning" word="Warning" text={each} />
      ))}
      {infos.map((each) => (
        <Note key={each} icon={Info} tone="text-unknown" word="Info" text={each} />
      ))}
    </div>
  );
}

function Note({ icon: Icon, tone, word, text }: { icon: typeof Info; tone: string; word: string; text: string }) {
  return (
    <p className={`flex items-start gap-2 ${tone}`}>
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        <span className="font-medium">{word}:</span> {text}
      </span>
    </p>
  );
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

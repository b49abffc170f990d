import { cn } from '@/components/ui/cn';

interface LabelPickerProps {
  names: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

const shownAtOnce = 40;

/** Labels to tell alerts apart by; each is pressed or not. The last one cannot be taken away: without any, all series are together. */
export function LabelPicker({ names, chosen, onChange }: LabelPickerProps) {
  const all = [...new Set([...chosen, ...names])].slice(0, shownAtOnce);
  return (
    <div role="group" aria-label="Labels to tell alerts apart by" className="flex flex-wrap gap-2">
      {all.map((name) => {
        const isChosen = chosen.includes(name);
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isChosen}
            disabled={isChosen && chosen.length === 1}
            onClick={() => onChange(isChosen ? chosen.filter((each) => each !== name) : [...chosen, name])}
            className={cn('h-11 max-w-full truncate rounded-base border px-3 font-mono text-xs sm:h-8', isChosen ? 'border-ink bg-ink text-inverse' : 'border-line-strong hover:bg-sunken')}
          >
            {name}
          </button>
        );
      })}
      {all.length === 0 ? <p className="text-xs text-muted">The series of this metric have no labels.</p> : null}
    </div>
  );
}

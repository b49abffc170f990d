import { cn } from '@/components/ui/cn';

interface RuleSwitchProps {
  /** What is switched. */
  label: string;
  isOn: boolean;
  isDisabled: boolean;
  onSwitch: () => void;
}

/** On or off, with a target of a thumb's size. */
export function RuleSwitch({ label, isOn, isDisabled, onSwitch }: RuleSwitchProps) {
  return (
    <button type="button" role="switch" aria-checked={isOn} aria-label={label} disabled={isDisabled} onClick={onSwitch} className="inline-flex size-11 items-center justify-center rounded-base disabled:opacity-60">
      <span aria-hidden className={cn('flex h-5 w-9 items-center rounded-full border p-0.5 transition-colors duration-100', isOn ? 'border-ink bg-ink' : 'border-line-strong bg-surface')}>
        <span className={cn('size-3.5 rounded-full transition-transform duration-100', isOn ? 'translate-x-4 bg-inverse' : 'bg-line-strong')} />
      </span>
    </button>
  );
}

'use client';

import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { matchingOptions, type ComboOption } from './combo-options';

interface ComboFieldProps {
  label: string;
  /** Said to a screen reader alone: the place on the screen says it to others. */
  isLabelHidden?: boolean;
  value: string;
  options: readonly ComboOption[];
  placeholder?: string;
  hint?: ReactNode;
  error?: string;
  isLoading?: boolean;
  className?: string;
  onChange: (value: string) => void;
}

/** A field that offers what is known; what is not may be typed all the same. */
export function ComboField({ label, isLabelHidden = false, value, options, placeholder, hint, error, isLoading = false, className, onChange }: ComboFieldProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [isTyped, setIsTyped] = useState(false);
  const [active, setActive] = useState(-1);
  const found = isOpen ? matchingOptions(options, isTyped ? value : '') : { shown: [], total: 0 };
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const open = (typed: boolean) => {
    setIsOpen(true);
    setIsTyped(typed);
    setActive(-1);
  };
  const choose = (chosen: string) => {
    onChange(chosen);
    setIsOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    const last = found.shown.length - 1;
    if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) return open(false);
      const next = event.key === 'ArrowDown' ? (active >= last ? 0 : active + 1) : active <= 0 ? last : active - 1;
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      const option = found.shown[active];
      if (option) choose(option.value);
      else setIsOpen(false);
    }
  };
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          onFocus={() => open(false)}
          onClick={() => (isOpen ? undefined : open(false))}
          onBlur={() => setIsOpen(false)}
          onKeyDown={press}
          onChange={(event) => {
            onChange(event.target.value);
            open(true);
          }}
          className={cn(
            'h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 font-mono text-base text-ink placeholder:font-sans placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm',
            error ? 'border-critical' : null,
          )}
        />
        <div hidden={!isOpen} className="absolute inset-x-0 top-full z-20 mt-1 min-w-56 rounded-base border bg-surface shadow-pop">
          <ul id={`${id}-list`} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto p-1" onMouseDown={(event) => event.preventDefault()}>
            {found.shown.map((option, index) => (
              <li
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={option.value === value}
                onClick={() => choose(option.value)}
                className={cn('flex min-h-11 cursor-pointer flex-col justify-center rounded-base px-2 py-1 hover:bg-sunken sm:min-h-8', index === active && 'bg-sunken')}
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="min-w-0 font-mono text-xs font-medium break-all">{option.value}</span>
                  {option.note ? <span className="shrink-0 text-xs text-muted">{option.note}</span> : null}
                </span>
                {option.detail ? <span className="line-clamp-2 text-xs text-muted">{option.detail}</span> : null}
              </li>
            ))}
          </ul>
          <p className="border-t px-3 py-2 text-xs text-muted">{isLoading ? 'Looking for what is known' : countWords(found.shown.length, found.total)}</p>
        </div>
      </div>
      {error ? (
        <p id={`${id}-error`} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      {hint ? (
        <div id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

function countWords(shown: number, total: number): string {
  if (total === 0) return 'Nothing that is known has these words; it is taken as it is typed.';
  return total > shown ? `The first ${shown} of ${total.toLocaleString('en')}; type to narrow them down` : `${total} known`;
}

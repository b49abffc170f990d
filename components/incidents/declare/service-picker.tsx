'use client';

import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { cn } from '@/components/ui/cn';
import { foundServices, type ServiceChoice } from './found-services';

interface ServicePickerProps {
  label: string;
  hint: string;
  services: readonly ServiceChoice[];
  isLoading: boolean;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Services by a search over their names; what is chosen stands above it and can be taken out. */
export function ServicePicker({ label, hint, services, isLoading, chosen, onChange }: ServicePickerProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = foundServices(services, text, chosen);
  const named = (each: string) => services.find((service) => service.id === each)?.name ?? (isLoading ? 'Reading its name' : 'A service that was deleted');
  const add = (service: ServiceChoice | undefined) => {
    if (!service) return;
    onChange([...chosen, service.id]);
    setText('');
    setActive(0);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setIsOpen(true);
      setActive((active + (event.key === 'ArrowDown' ? 1 : found.shown.length - 1)) % Math.max(1, found.shown.length));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (isOpen) add(found.shown[active]);
    } else if (event.key === 'Backspace' && text === '' && chosen.length > 0) {
      onChange(chosen.slice(0, -1));
    }
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {chosen.length === 0 ? null : (
        <ul aria-label={`${label}: chosen`} className="flex flex-wrap gap-2 py-1">
          {chosen.map((each) => (
            <li key={each} className="inline-flex max-w-full min-w-0 items-center rounded-base border bg-page pl-3 text-sm">
              <span className="min-w-0 truncate">{named(each)}</span>
              <button type="button" aria-label={`Remove ${named(each)}`} onClick={() => onChange(chosen.filter((other) => other !== each))} className="inline-flex size-11 shrink-0 items-center justify-center rounded-base hover:bg-sunken sm:size-8">
                <X aria-hidden className="size-4 text-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && found.shown[active] ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        placeholder="Search services"
        value={text}
        onFocus={() => setIsOpen(true)}
        onClick={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm"
      />
      <div hidden={!isOpen} className="rounded-base border bg-surface">
        <ul id={`${id}-list`} role="listbox" aria-label={label} className="max-h-56 overflow-y-auto p-1" onMouseDown={(event) => event.preventDefault()}>
          {found.shown.map((service, index) => (
            <li
              key={service.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onClick={() => add(service)}
              className={cn('flex min-h-11 cursor-pointer items-center rounded-base px-2 text-sm break-words hover:bg-sunken sm:min-h-8', index === active && 'bg-sunken')}
            >
              {service.name}
            </li>
          ))}
        </ul>
        {found.total > found.shown.length || found.total === 0 ? (
          <p className={cn('px-3 py-2 text-xs text-muted', found.shown.length > 0 && 'border-t')}>
            {isLoading ? 'Reading the services' : found.total > 0 ? `The first ${found.shown.length} of ${found.total.toLocaleString('en')}; type to narrow them down.` : services.length === 0 ? 'There is no service yet.' : text.trim() === '' ? 'All are chosen.' : 'No service has this name.'}
          </p>
        ) : null}
      </div>
      <p id={`${id}-hint`} className="text-xs text-muted">
        {hint}
      </p>
    </div>
  );
}

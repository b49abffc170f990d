import { useId } from 'react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { ServiceView } from '@/lib/services/schemas';
import type { ObjectiveDraft } from './objective-draft';

interface ServiceFieldProps {
  draft: ObjectiveDraft;
  services: readonly ServiceView[];
  isLoading: boolean;
  error: string | undefined;
  onChange: (change: Partial<ObjectiveDraft>) => void;
}

/** The service; another one has other checks, so that what was chosen of them is given up. */
export function ServiceField({ draft, services, isLoading, error, onChange }: ServiceFieldProps) {
  const id = useId();
  const sorted = services.toSorted((a, b) => a.settings.name.localeCompare(b.settings.name, 'en'));
  const isKnown = sorted.some((service) => service.id === draft.serviceId);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Service
      </label>
      <select
        id={id}
        value={draft.serviceId}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange({ serviceId: event.target.value, isAllChecks: true, checkIds: [], latencyCheckId: '' })}
        className={cn('h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:text-sm', error && 'border-critical')}
      >
        <option value="">{isLoading ? 'Reading the services' : 'Choose a service'}</option>
        {draft.serviceId !== '' && !isKnown ? <option value={draft.serviceId}>{isLoading ? 'Reading the services' : 'A service that was deleted'}</option> : null}
        {sorted.map((service) => (
          <option key={service.id} value={service.id}>
            {service.settings.name}
          </option>
        ))}
      </select>
      {error ? (
        <p id={`${id}-error`} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      {!isLoading && services.length === 0 ? (
        <p className="text-xs text-muted">
          There is no service yet.{' '}
          <Link href="/services/new" className="font-medium text-ink underline underline-offset-4">
            Add the first
          </Link>
        </p>
      ) : null}
    </div>
  );
}

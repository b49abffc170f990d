import { useId } from 'react';
import { Brand } from '@/components/shell/brand';
import { Button } from '@/components/ui/button';

interface AccentFieldProps {
  accent: string | null;
  error: string | undefined;
  onChange: (accent: string | null) => void;
}

/** The colour of the mark, as it will look. */
export function AccentField({ accent, error, onChange }: AccentFieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Colour
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <input id={id} type="color" value={accent ?? '#1f1f1f'} aria-describedby={`${id}-hint`} className="h-11 w-16 rounded-base border border-line-strong bg-surface p-1" onChange={(event) => onChange(event.target.value)} />
        <Brand accent={accent} />
        {accent === null ? null : (
          <Button look="quiet" onClick={() => onChange(null)}>
            Take that of Nines
          </Button>
        )}
      </div>
      {error ? <p className="text-xs text-critical">{error}</p> : null}
      <p id={`${id}-hint`} className="text-xs text-muted">
        Of the mark on every page, to tell organisations apart, and of the status page where it can be seen in light and dark. States keep their own colours. Default: that of Nines.
      </p>
    </div>
  );
}

import { useId, type ReactNode } from 'react';

interface SettingsPartProps {
  title: string;
  /** What it decides. */
  about: ReactNode;
  children: ReactNode;
}

/** A part of the settings under its name. */
export function SettingsPart({ title, about, children }: SettingsPartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-base border bg-surface">
      <header className="flex flex-col gap-0.5 border-b px-4 py-3">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <p className="max-w-3xl text-sm text-muted">{about}</p>
      </header>
      <div className="flex min-w-0 flex-col gap-4 p-4">{children}</div>
    </section>
  );
}

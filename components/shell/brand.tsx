import { isDark } from '@/lib/settings/accent';

/** The mark of Nines and its name; the accent is the organisation's own colour of the mark. */
export function Brand({ accent = null }: { accent?: string | null }) {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <Mark accent={accent} />
      Nines
    </span>
  );
}

function Mark({ accent }: { accent: string | null }) {
  const line = accent === null ? { className: 'stroke-inverse' } : { stroke: isDark(accent) ? '#ffffff' : '#000000' };
  return (
    <svg aria-hidden viewBox="0 0 64 64" className="size-6">
      {accent === null ? <rect width="64" height="64" rx="14" className="fill-ink" /> : <rect width="64" height="64" rx="14" fill={accent} />}
      <circle cx="32" cy="25" r="11" fill="none" {...line} strokeWidth="6" />
      <path d="M43 25v8c0 10-6 17-16 19" fill="none" {...line} strokeWidth="6" strokeLinecap="round" />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <Mark />
      Nines
    </span>
  );
}

function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 64 64" className="size-6">
      <rect width="64" height="64" rx="14" className="fill-ink" />
      <circle cx="32" cy="25" r="11" fill="none" className="stroke-inverse" strokeWidth="6" />
      <path d="M43 25v8c0 10-6 17-16 19" fill="none" className="stroke-inverse" strokeWidth="6" strokeLinecap="round" />
    </svg>
  );
}

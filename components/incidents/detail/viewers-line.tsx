import { Eye, PenLine } from 'lucide-react';
import type { Viewer as Looker } from '@/lib/incidents/schemas';

interface ViewersLineProps {
  viewers: readonly Looker[];
  /** Who looks here, and need not be told. */
  selfId: string;
}

const shown = 3;

/** Who else has it open, and who of them writes. */
export function ViewersLine({ viewers, selfId }: ViewersLineProps) {
  const others = viewers.filter(({ userId }) => userId !== selfId);
  if (others.length === 0) return null;
  const writing = others.filter(({ doing }) => doing === 'writing');
  const looking = others.filter(({ doing }) => doing === 'looking');
  return (
    <p role="status" aria-label="Who else is here" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      {writing.length > 0 ? (
        <span className="inline-flex min-w-0 items-center gap-1.5 font-medium text-ink">
          <PenLine aria-hidden className="size-3.5 shrink-0" />
          {namesOf(writing)} {writing.length === 1 ? 'is' : 'are'} writing
        </span>
      ) : null}
      {looking.length > 0 ? (
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <Eye aria-hidden className="size-3.5 shrink-0" />
          {namesOf(looking)} {looking.length === 1 ? 'is' : 'are'} looking
        </span>
      ) : null}
    </p>
  );
}

function namesOf(people: readonly Looker[]): string {
  const names = people.slice(0, shown).map(({ name }) => name);
  return people.length > shown ? `${names.join(', ')} and ${people.length - shown} more` : names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

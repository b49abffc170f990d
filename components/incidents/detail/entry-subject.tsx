import Link from 'next/link';
import type { TimelineEntry } from '@/lib/incidents/schemas';

type Subject = NonNullable<TimelineEntry['subject']>;

const pages: Partial<Record<Subject['kind'], string>> = { alert: '/alerts/', service: '/services/', incident: '/incidents/', rule: '/alert-rules/' };

/** What an entry is about, which leads there where it has a page. */
export function EntrySubject({ subject: { kind, id, name } }: { subject: Subject }) {
  const page = pages[kind];
  if (page === undefined) return <>{name}</>;
  return (
    <Link href={`${page}${encodeURIComponent(id)}`} prefetch={false} className="underline underline-offset-4 hover:text-ink">
      {name}
    </Link>
  );
}

import { Plus, Radar } from 'lucide-react';
import Link from 'next/link';
import { CheckRow } from '@/components/checks/check-row';
import { counted } from '@/components/checks/check-words';
import { RowsSkeleton } from '@/components/checks/list-parts';
import { buttonStyle } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { CheckView } from '@/lib/checks/schemas';

interface ServiceChecksProps {
  /** Undefined while they are read. */
  checks: readonly CheckView[] | undefined;
  serviceId: string;
  nowMs: number;
  canAddCheck: boolean;
}

/** The checks that say how the service is, the worst first. */
export function ServiceChecks({ checks, serviceId, nowMs, canAddCheck }: ServiceChecksProps) {
  return (
    <Card aria-labelledby="checks-title">
      <CardHeader id="checks-title" title="Checks" note={checks && checks.length > 0 ? `${counted(checks.length, 'check')}, last 24 h` : undefined} />
      <div className="border-t">
        {!checks ? (
          <RowsSkeleton things="checks" />
        ) : checks.length === 0 ? (
          <Notice
            icon={Radar}
            title="Nothing says whether it works yet"
            action={
              canAddCheck ? (
                <Link href={`/checks/new?service=${serviceId}`} className={buttonStyle({ look: 'primary' })}>
                  <Plus aria-hidden className="size-4" />
                  Add its first check
                </Link>
              ) : undefined
            }
          >
            Add a check of what people use: its page, its port, its certificate. The state of the service is that of its worst check.
          </Notice>
        ) : (
          <ul className="divide-y">
            {checks.map((check) => (
              <li key={check.id}>
                <CheckRow check={check} nowMs={nowMs} showsService={false} isCurrent={false} takesFocus={false} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

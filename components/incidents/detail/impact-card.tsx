import { Pencil, Plus } from 'lucide-react';
import Link from 'next/link';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { StateIcon } from '@/components/ui/state';
import type { Impact } from '@/lib/incidents/schemas';
import type { z } from 'zod';

type ImpactRow = z.infer<typeof Impact>;

interface ImpactCardProps {
  impact: readonly ImpactRow[];
  /** Null: may not. */
  onEdit: ((row: ImpactRow | null) => void) | null;
}

/** Which service was touched how, from when to when, and who says so. */
export function ImpactCard({ impact, onEdit }: ImpactCardProps) {
  const zone = useZone();
  return (
    <Card aria-labelledby="impact-title">
      <CardHeader id="impact-title" title="Impact" note={impact.length > 0 ? 'stated in the statements; their figures stay as measured' : undefined} />
      {impact.length === 0 ? <p className="px-4 pb-3 text-sm text-muted">No service is touched, as far as the checks say.</p> : null}
      {impact.length > 0 ? (
        <ul className="divide-y border-t">
          {impact.map((row) => (
            <li key={row.serviceId} className="flex min-h-11 items-start gap-3 py-2 pr-2 pl-4">
              <StateIcon state={row.degree === 'down' ? 'critical' : 'warning'} className="mt-0.5" />
              <div className="min-w-0 flex-1 text-sm">
                <p className="break-words">
                  {row.isGone ? (
                    <span className="font-medium">{row.serviceName} (deleted)</span>
                  ) : (
                    <Link href={`/services/${row.serviceId}`} prefetch={false} className="font-medium underline-offset-4 hover:underline">
                      {row.serviceName}
                    </Link>
                  )}{' '}
                  {row.degree} for {formatDuration(row.ms)}
                  {row.to === null ? ' so far' : ''}
                </p>
                <p className="text-xs text-muted">{zone === null ? '' : `${formatAbsolute(row.from, zone)} to ${row.to === null ? 'now' : formatAbsolute(row.to, zone)}`}</p>
                <p className="text-xs break-words text-muted">{row.source === 'checks' ? 'As the checks say.' : `Edited: ${row.reason}`}</p>
              </div>
              {onEdit && !row.isGone ? (
                <Button look="quiet" size="icon" className="-my-1" aria-label={`Edit the impact on ${row.serviceName}`} onClick={() => onEdit(row)}>
                  <Pencil aria-hidden className="size-3.5 text-muted" />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {onEdit ? (
        <div className="border-t px-4 py-2">
          <Button onClick={() => onEdit(null)}>
            <Plus aria-hidden className="size-4" />
            Add a service
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

import { Mail, Trash2, Webhook } from 'lucide-react';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import type { SubscriberView } from '@/lib/status-pages/subscribers-api';

interface SubscriberRowProps {
  subscriber: SubscriberView;
  nowMs: number;
  canEdit: boolean;
  onRemove: () => void;
}

export const hiddenAddress = 'Hidden address';

export function SubscriberRow({ subscriber, nowMs, canEdit, onRemove }: SubscriberRowProps) {
  const { kind, address, incident, createdAt, confirmedAt, lastError } = subscriber;
  const Icon = kind === 'email' ? Mail : Webhook;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="break-words">
          <span className="sr-only">{kind === 'email' ? 'By email: ' : 'By webhook: '}</span>
          {address ?? <span className="text-muted">{hiddenAddress}</span>}
        </p>
        <p className="text-xs text-muted">
          {confirmedAt === null ? 'Not confirmed, asked ' : 'Confirmed '}
          <Since atMs={confirmedAt ?? createdAt} nowMs={nowMs} form="ago" />
          {incident === null ? null : `, of incident ${incident} only`}
        </p>
        {lastError === null ? null : <p className="text-xs break-words text-critical">The last message did not arrive: {lastError}</p>}
      </div>
      {canEdit ? (
        <Button look="quiet" size="icon" aria-label={`Remove ${address ?? 'this subscriber'}`} onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      ) : null}
    </li>
  );
}

import { Wrench } from 'lucide-react';
import { CheckMark } from '@/components/checks/check-mark';
import type { StatementStretch } from '@/lib/statements/schemas';

/** What a time was, by its colour and shape; the word stands beside it. */
export function KindMark({ kind }: Pick<StatementStretch, 'kind'>) {
  return kind === 'maintenance' ? <Wrench aria-hidden className="size-4 shrink-0 text-muted" /> : <CheckMark state={kind} />;
}

import { ArrowRightLeft, Bell, BellMinus, BellPlus, BookOpen, ChartLine, Clock, Flag, Gauge, GitBranch, GitMerge, ListChecks, Megaphone, MessageSquare, PenLine, PhoneCall, Rocket, Send, Settings, Type, UserRound, Zap, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { EntryKind } from '@/lib/incidents/schemas';

const icons: Record<EntryKind, LucideIcon> = {
  declared: Flag, state: ArrowRightLeft, severity: Gauge, title: Type, role: UserRound, alert_joined: BellPlus, alert_left: BellMinus, alert_state: Bell, delivery: Send, comment: MessageSquare, correction: PenLine, evidence: ChartLine,
  update: Megaphone, task: ListChecks, time: Clock, impact: Zap, merged: GitMerge, split: GitBranch, deploy: Rocket, config: Settings, review: BookOpen, page: PhoneCall,
};

/** What people wrote or decided stands out; what wrote itself stays back. */
const written: ReadonlySet<EntryKind> = new Set(['declared', 'state', 'comment', 'evidence', 'update', 'page', 'merged', 'split']);

/** The kind of an entry by its own sign. */
export function EntryMark({ kind, className }: { kind: EntryKind; className?: string }) {
  const Icon = icons[kind];
  return (
    <span aria-hidden className={cn('grid size-7 shrink-0 place-items-center rounded-full border', written.has(kind) ? 'border-line-strong bg-surface text-ink' : 'bg-page text-muted', className)}>
      <Icon className="size-3.5" />
    </span>
  );
}

/** What is written in Markdown; the others are sentences of Nines. */
export function isMarkdown(kind: EntryKind): boolean {
  return kind === 'comment' || kind === 'correction' || kind === 'update' || kind === 'evidence';
}

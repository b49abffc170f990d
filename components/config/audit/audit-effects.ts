import type { AuditPreview } from '@/lib/settings/previews';

const streamWords: Readonly<Record<AuditPreview['stream'], string | null>> = {
  none: null,
  stays: null,
  begins: 'The stream begins with what is written from now on; older entries are not sent.',
  changes: 'The stream goes on to the new place, with what was not sent yet.',
  ends: 'The stream ends.',
};

/** What other settings do to the trail, in sentences; `day` writes a date. */
export function auditEffects({ removed, kept, removedTo, stream, unsent }: AuditPreview, day: (atMs: number) => string): string[] {
  const lost = stream === 'ends' && unsent > 0 ? ` ${counted(unsent)} that ${unsent === 1 ? 'waits' : 'wait'} to be sent ${unsent === 1 ? 'is' : 'are'} not sent any more.` : '';
  return [
    removed > 0 ? `Within an hour ${counted(removed)}${removedTo === null ? '' : `, written until ${day(removedTo)},`} ${removed === 1 ? 'is' : 'are'} removed for good; ${kept.toLocaleString('en')} ${kept === 1 ? 'stays' : 'stay'}. A signed tombstone takes their place, so that the rest still verifies.` : null,
    streamWords[stream] === null ? null : `${streamWords[stream]}${lost}`,
  ].filter((sentence) => sentence !== null);
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;
}

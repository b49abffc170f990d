import { expect, it } from 'vitest';
import type { AuditPreview } from '@/lib/settings/previews';
import { auditEffects } from './audit-effects';

const none: AuditPreview = { removed: 0, kept: 9, removedTo: null, stream: 'none', unsent: 0 };
const table: [preview: Partial<AuditPreview>, sentences: RegExp[]][] = [
  [{}, []],
  [{ stream: 'stays', unsent: 3 }, []],
  [{ removed: 1_200, removedTo: 5 }, [/^Within an hour 1,200 entries, written until day 5, are removed for good; 9 stay\. A signed tombstone/]],
  [{ removed: 1, kept: 1, removedTo: 5 }, [/^Within an hour 1 entry, written until day 5, is removed for good; 1 stays\./]],
  [{ stream: 'begins' }, [/begins with what is written from now on/]],
  [{ stream: 'ends' }, [/^The stream ends\.$/]],
  [{ stream: 'ends', unsent: 2 }, [/^The stream ends\. 2 entries that wait to be sent are not sent any more\.$/]],
  [{ stream: 'changes' }, [/the new place/]],
];

it.each(table)('of %j it says what happens', (preview, sentences) => {
  const said = auditEffects({ ...none, ...preview }, (atMs) => `day ${atMs}`);
  expect(said).toHaveLength(sentences.length);
  for (const [index, sentence] of sentences.entries()) expect(said[index]).toMatch(sentence);
});

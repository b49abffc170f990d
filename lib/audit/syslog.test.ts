import { expect, it } from 'vitest';
import type { ExportedEntry } from './export-entries';
import { octetCounted, syslogMessage } from './syslog';

const entry: ExportedEntry = {
  seq: 7, atMs: Date.parse('2026-01-05T03:00:00.250Z'), actor: { kind: 'user', id: 'u', name: 'Zoë' }, action: 'service.update', before: null, after: { name: 'a\nb' }, requestId: 'r', address: null, hash: 'ff',
};

it('an entry is one line of RFC 5424 in ASCII', () => {
  const message = syslogMessage(entry, 'web 1', 8_192);
  const head = '<109>1 2026-01-05T03:00:00.250Z web1 nines - service.update [meta sequenceId="7"] ';
  expect(message.startsWith(head)).toBe(true);
  expect(message).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(message.slice(head.length))).toMatchObject({ seq: 7, actor: { name: 'Zoë' }, after: { name: 'a\nb' } });
});

it('a refusal is a warning', () => {
  expect(syslogMessage({ ...entry, action: 'access.refuse' }, 'h', 8_192)).toMatch(/^<108>1 /);
});

it('what is too long leaves out what was before and after', () => {
  const message = syslogMessage({ ...entry, after: { name: 'x'.repeat(10_000) } }, 'h', 8_192);
  expect(message.length).toBeLessThan(1_000);
  expect(message).toContain('"isTooLong":true');
});

it('a frame counts its bytes', () => {
  expect(octetCounted('abc')).toBe('3 abc');
});

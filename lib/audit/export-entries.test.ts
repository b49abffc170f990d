import { describe, expect, it } from 'vitest';
import { csvLine, jsonLine, type ExportedEntry } from './export-entries';

const entry: ExportedEntry = {
  seq: 7, atMs: Date.parse('2026-01-05T03:00:00.250Z'), actor: { kind: 'user', id: 'u', name: 'Alice' }, action: 'service.update', before: null, after: { name: 'a, "b"' }, requestId: 'r', address: '192.0.2.1', hash: 'ff',
};

it('an entry is one line of CSV with its JSON in quotes', () => {
  expect(csvLine(entry)).toBe('7,2026-01-05T03:00:00.250Z,user,u,Alice,service.update,192.0.2.1,r,,"{""name"":""a, \\""b\\""""}",ff\r\n');
});

it('an entry is one line of JSON', () => {
  expect(JSON.parse(jsonLine(entry))).toEqual({ seq: 7, at: '2026-01-05T03:00:00.250Z', actor: { kind: 'user', id: 'u', name: 'Alice' }, action: 'service.update', before: null, after: { name: 'a, "b"' }, requestId: 'r', address: '192.0.2.1', hash: 'ff' });
});

describe('a formula is defused', () => {
  it.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "\t'=1"], ['a;=1', "a;'=1"], ['a-b', 'a-b']])('%s', (name, cell) => {
    expect(csvLine({ ...entry, actor: { ...entry.actor, name }, after: null }).split(',')[4]).toBe(cell);
  });
});

import { describe, expect, it } from 'vitest';
import { declareIncident, listIncidents, postUpdate, updateIncident, writeTask } from './api';

describe('a time that the database cannot store, or ISO 8601 not write,', () => {
  const key = '6f0c2a3e-58a6-4f0e-9f0e-0d1a2b3c4d5e';
  const far = [1e15, 9e15, 253_402_300_800_000, -1e14];
  it.each<[string, (time: number) => { success: boolean } | undefined]>([
    ['the due date of a task', (dueAt) => writeTask.body?.safeParse({ text: 'x', dueAt })],
    ['the start of an incident', (startedAt) => declareIncident.body?.safeParse({ title: 'x', severity: 'sev1', startedAt })],
    ['the correction of a time', (started) => updateIncident.body?.safeParse({ version: 1, note: 'x', times: { started } })],
    ['a range of the list', (from) => listIncidents.query?.safeParse({ from: String(from) })],
  ])('is refused: %s', (_, parse) => {
    expect(far.map((time) => parse(time)?.success)).toEqual(far.map(() => false));
    expect(parse(Date.UTC(2026, 0, 1))?.success).toBe(true);
  });

  it('and so is a text that PostgreSQL cannot store', () => {
    expect(postUpdate.body?.safeParse({ text: 'a\u0000b', key }).success).toBe(false);
    expect(postUpdate.body?.safeParse({ text: 'ab', key }).success).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { taskConflictFields, type TaskPatch } from './task-conflict';

const alice = { id: '7a0f9d2e-0000-4000-8000-0000000000b1', name: 'Alice' };
const bob = { id: '7a0f9d2e-0000-4000-8000-0000000000b2', name: 'Bob' };
const base: IncidentTask = { id: '7a0f9d2e-0000-4000-8000-0000000000f1', text: 'Restart it', owner: null, dueAt: null, doneAt: null, doneBy: null, kind: 'task', version: 1 };

describe('of a task only what both changed, to something different, is a conflict', () => {
  const cases: [string, TaskPatch, Partial<IncidentTask>, string[]][] = [
    ['somebody gave it to Bob while I ticked it', { isDone: true }, { owner: bob }, []],
    ['both ticked it', { isDone: true }, { doneAt: 5 }, []],
    ['both gave it away', { ownerId: alice.id }, { owner: bob }, ['Owner: Alice, Bob']],
    ['both wrote', { text: 'Mine' }, { text: 'Theirs' }, ['Task: Mine, Theirs']],
    ['both set a date', { dueAt: null }, { dueAt: Date.UTC(2026, 2, 5) }, []],
  ];
  test.each(cases)('%s', (_name, patch, change, expected) => {
    const begun = patch.dueAt === null ? { ...base, dueAt: 1 } : base;
    const theirs = patch.dueAt === null ? { ...begun, ...change, dueAt: null } : { ...begun, ...change };
    expect(taskConflictFields(patch, begun, theirs, { people: [alice, bob], zone: 'UTC' }).map(({ name, mine, theirs: now }) => `${name}: ${mine}, ${now}`)).toEqual(expected);
  });
});

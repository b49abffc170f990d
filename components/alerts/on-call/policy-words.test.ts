import { describe, expect, test } from 'vitest';
import type { EscalationTarget, PolicySettings } from '@/lib/alerts/on-call/schemas';
import { draftOfPolicy, newPolicy, readPolicy } from './policy-draft';
import { policyInWords, spanInWords } from './policy-words';

const alice = '0b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';
const primary = '1b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';
const slack = '2b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';
const names = { user: new Map([[alice, 'Alice']]), schedule: new Map([[primary, 'Primary']]), channel: new Map([[slack, 'Slack']]) };
const person: EscalationTarget = { kind: 'user', id: alice };
const duty: EscalationTarget = { kind: 'schedule', id: primary };
const channel: EscalationTarget = { kind: 'channel', id: slack };
const policy = (steps: PolicySettings['steps'], repeats = 0): PolicySettings => ({ name: 'Primary', steps, repeats, repeatAfterMs: 1_800_000 });

describe('a policy is a sentence', () => {
  test.each([
    [policy([{ afterMs: 0, targets: [person] }]), 'First Alice; then nobody more.'],
    [policy([{ afterMs: 0, targets: [person] }, { afterMs: 300_000, targets: [duty, channel] }], 2), 'First Alice; after 5 min more whoever is on call in Primary and Slack; then all again 2 times, 30 min after the last.'],
    [policy([{ afterMs: 60_000, targets: [channel] }, { afterMs: 0, targets: [person] }], 1), 'After 1 min Slack; at the same time Alice; then all again once, 30 min after the last.'],
    [policy([{ afterMs: 0, targets: [{ kind: 'user', id: slack }, { kind: 'schedule', id: slack }] }]), 'First a person who is gone and a schedule that is gone; then nobody more.'],
  ])('%#', (settings, expected) => {
    expect(policyInWords(settings, names)).toBe(expected);
  });

  test.each([[0, '0 s'], [90_000, '1 min 30 s'], [3_600_000, '1 h']])('%d ms is %s', (ms, expected) => {
    expect(spanInWords(ms)).toBe(expected);
  });
});

describe('a policy is edited as texts', () => {
  test('and goes back as it came', () => {
    const stored = policy([{ afterMs: 0, targets: [person, duty] }, { afterMs: 90_000, targets: [channel] }], 3);
    expect(readPolicy(draftOfPolicy(stored)).settings).toEqual(stored);
  });

  test.each([
    ['a new one lacks a name and whom to tell', newPolicy, ['name', 'steps.0.targets']],
    ['no time', { ...newPolicy, name: 'A', steps: [{ after: 'soon', targets: [`user:${alice}`] }] }, ['steps.0.afterMs']],
    ['no number', { ...newPolicy, name: 'A', repeats: 'x', steps: [{ after: '', targets: [`user:${alice}`] }] }, ['repeats']],
    ['too short a pause', { ...newPolicy, name: 'A', repeatAfter: '1s', steps: [{ after: '', targets: [`user:${alice}`] }] }, ['repeatAfterMs']],
  ])('refused: %s', (_, draft, expected) => {
    expect(readPolicy(draft).issues.map(({ path }) => path)).toEqual(expected);
  });
});

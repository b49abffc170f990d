import { describe, expect, it } from 'vitest';
import type { ToldRecipient } from './group-state';
import type { Directory } from './plan-types';
import { peopleOfTargets, reachAgain } from './recipients';

const mail = { id: 'c1', name: 'Mail', kind: 'email', isEnabled: true, isPersonal: true };
const directory: Directory = {
  channels: new Map([['c1', mail]]),
  people: new Map([
    ['u1', { id: 'u1', name: 'Ada', email: 'ada@example.com', isDeactivated: true }],
    ['u2', { id: 'u2', name: 'Ben', email: 'ben@example.com', isDeactivated: false }],
  ]),
  policies: new Map(),
  schedules: new Map(),
};

describe('who is deactivated', () => {
  it('is not told as a target, and the account says why', () => {
    const { wanted, findings } = peopleOfTargets([{ kind: 'user', id: 'u1' }, { kind: 'user', id: 'u2' }], 'step 1 of the policy “Night”', directory, 0);
    expect(wanted.map(({ recipient }) => recipient.recipient.name)).toEqual(['Ben']);
    expect(findings[0]).toMatchObject({ outcome: 'skipped', reason: 'Ada is a target of step 1 of the policy “Night”, but is deactivated and cannot be told.' });
  });

  it('is not told of the end either', () => {
    const told: ToldRecipient = { key: 'c1/u1', channelId: 'c1', channelName: 'Mail', channelKind: 'email', recipient: { kind: 'user', userId: 'u1', name: 'Ada', address: 'ada@example.com' }, episode: 1 };
    expect(reachAgain(told, directory)).toEqual({ reason: 'Ada was told that it fires, but is deactivated, so the end is not told to them.' });
  });
});

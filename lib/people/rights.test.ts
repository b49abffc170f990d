import { describe, expect, it } from 'vitest';
import { permissions, roles, type Permission, type Role } from '@/lib/auth/permissions';
import { refusalOfLastOwner, refusalToGive, refusalToGrant, refusalToTouch, type Hand, type Holding } from './rights';

const peopleOnly: Permission[] = ['monitoring.config.read', 'monitoring.people.update'];
const hands = {
  owner: { role: 'OWNER', permissions },
  admin: { role: 'ADMIN', permissions },
  custom: { role: 'MEMBER', permissions: peopleOnly },
  key: { role: null, permissions: peopleOnly },
  fullKey: { role: null, permissions },
} satisfies Record<string, Hand>;

const plain = (role: Role): Holding => ({ role, added: [] });
const reader: Holding = { role: 'VIEWER', added: ['monitoring.config.read'] };
const writer: Holding = { role: 'MEMBER', added: ['monitoring.write'] };
const past: Holding = { role: 'MEMBER', added: ['monitoring.no-more'] };

const holdings = { owner: plain('OWNER'), admin: plain('ADMIN'), member: plain('MEMBER'), viewer: plain('VIEWER'), reader, writer, past };
type Name = keyof typeof holdings;
const allowed = (names: Name[]) => Object.keys(holdings).map((name) => [name as Name, names.includes(name as Name)] as const);

describe('giving a role', () => {
  const table: [who: keyof typeof hands, may: Name[]][] = [
    ['owner', ['owner', 'admin', 'member', 'viewer', 'reader', 'writer', 'past']],
    ['admin', ['admin', 'member', 'viewer', 'reader', 'writer', 'past']],
    ['custom', ['member', 'viewer', 'reader', 'past']],
    ['key', ['member', 'viewer', 'reader', 'past']],
    ['fullKey', ['member', 'viewer', 'reader', 'writer', 'past']],
  ];
  it.each(table.flatMap(([who, may]) => allowed(may).map(([what, is]) => [who, what, is] as const)))('%s gives %s: %s', (who, what, is) => {
    expect(refusalToGive(hands[who], holdings[what]) === null).toBe(is);
  });
});

describe('changing somebody else', () => {
  const table: [who: keyof typeof hands, may: Name[]][] = [
    ['owner', ['owner', 'admin', 'member', 'viewer', 'reader', 'writer', 'past']],
    ['admin', ['member', 'viewer', 'reader', 'writer', 'past']],
    ['custom', ['member', 'viewer', 'reader', 'past']],
    ['key', ['member', 'viewer', 'reader', 'past']],
    ['fullKey', ['member', 'viewer', 'reader', 'writer', 'past']],
  ];
  it.each(table.flatMap(([who, may]) => allowed(may).map(([what, is]) => [who, what, is] as const)))('%s changes %s: %s', (who, what, is) => {
    expect(refusalToTouch(hands[who], holdings[what], false) === null).toBe(is);
  });

  it.each(roles)('each may change their own as %s, but gives themselves no more than they hold', (role) => {
    expect(refusalToTouch({ role, permissions: [] }, plain(role), true)).toBeNull();
    expect(refusalToGive({ role, permissions: [] }, plain('OWNER')) === null).toBe(role === 'OWNER');
  });
});

describe('granting permissions by a custom role', () => {
  it.each(Object.keys(hands) as (keyof typeof hands)[])('%s grants what it holds and nothing else, by name', (who) => {
    for (const permission of permissions) {
      const refusal = refusalToGrant(hands[who], [permission]);
      if (hands[who].permissions.includes(permission)) expect(refusal).toBeNull();
      else expect(refusal).toContain(permission);
    }
  });
});

describe('the last active owner', () => {
  const owner = { role: 'OWNER', isActive: true } as const;
  const table: [what: string, from: { role: Role; isActive: boolean }, to: { role: Role; isActive: boolean } | null, owners: number, isRefused: boolean][] = [
    ['is not demoted', owner, { role: 'ADMIN', isActive: true }, 1, true],
    ['is not deactivated', owner, { role: 'OWNER', isActive: false }, 1, true],
    ['is not removed', owner, null, 1, true],
    ['may stay', owner, owner, 1, false],
    ['of two may go', owner, null, 2, false],
    ['is not who is deactivated already', { role: 'OWNER', isActive: false }, null, 1, false],
    ['is not an ADMIN', { role: 'ADMIN', isActive: true }, null, 1, false],
  ];
  it.each(table)('%s', (_, from, to, owners, isRefused) => {
    expect(refusalOfLastOwner('a@example.com', from, to, owners) !== null).toBe(isRefused);
  });
});

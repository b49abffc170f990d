import { expect, it } from 'vitest';
import { staleError } from './both-sides';

const table: [what: string, mine: Record<string, unknown>, theirs: Record<string, unknown>, issues: [path: string, message: string][]][] = [
  ['nothing where both say the same', { a: 1 }, { a: 1 }, []],
  ['a field of both', { days: 7, on: true }, { days: 30, on: true }, [['days', 'is 30 now; yours is 7']]],
  ['a field inside another', { user: { perMinute: 5, burst: 9 } }, { user: { perMinute: 6, burst: 9 } }, [['user.perMinute', 'is 6 now; yours is 5']]],
  ['a list as a whole', { roles: ['OWNER'] }, { roles: [] }, [['roles', 'is [] now; yours is ["OWNER"]']]],
  ['what one side has not', { stream: { kind: 'syslog' } }, { stream: null }, [['stream', 'is null now; yours is {"kind":"syslog"}']]],
];

it.each(table)('tells %s', (_, mine, theirs, issues) => {
  expect(staleError(mine, theirs)).toMatchObject({ code: 'conflict', issues: issues.map(([path, message]) => ({ path, message })) });
});

it('stays short', () => {
  const many = (value: string) => Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`f${at}`, value.repeat(300)]));
  const { issues } = staleError(many('a'), many('b'));
  expect(issues).toHaveLength(50);
  expect(issues[0]?.message.length).toBeLessThan(450);
});

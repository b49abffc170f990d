import { expect, it } from 'vitest';
import { auditDifferences } from './audit-differences';

const cases: [what: string, before: unknown, after: unknown, found: [string, string | null, string | null][]][] = [
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['a field', { a: 1, b: 'x' }, { a: 2, b: 'x' }, [['a', '1', '2']]],
  ['deep', { a: { b: [1, { c: true }] } }, { a: { b: [1, { c: false }] } }, [['a.b[1].c', 'true', 'false']]],
  ['what is new', null, { name: 'x', n: 1 }, [['name', null, 'x'], ['n', null, '1']]],
  ['what is gone', { name: '' }, null, [['name', '(empty)', null]]],
  ['null and absent', { a: null }, { b: null }, [['b', null, 'null'], ['a', 'null', null]]],
  ['another kind', { a: [1] }, { a: { 0: 1 } }, [['a', '[1]', '{"0":1}']]],
  ['no object at all', 'a', 'b', [['', 'a', 'b']]],
];
it.each(cases)('%s', (_, before, after, found) => {
  expect(auditDifferences(before, after)).toEqual(found.map(([path, was, is]) => ({ path, before: was, after: is })));
});

it('is bounded', () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`f${n}`, n]));
  expect(auditDifferences(null, many)).toHaveLength(200);
});

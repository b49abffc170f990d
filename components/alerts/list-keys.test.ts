import { expect, test } from 'vitest';
import { actionOf, moveCursor } from './list-keys';

const bare = { ctrlKey: false, metaKey: false, altKey: false };

test.each([
  ['j', 'next'], ['k', 'previous'], ['x', 'select'], ['X', 'select'], ['a', 'acknowledge'], ['r', 'resolve'], ['s', 'silence'], ['c', 'declare'], ['/', 'search'], ['Escape', 'clear'],
  ['Enter', null], ['q', null], ['toString', null],
])('%s asks for %s', (key, action) => expect(actionOf({ ...bare, key })).toBe(action));

test('with Ctrl, Alt or Meta a key is the browser’s', () => {
  for (const held of ['ctrlKey', 'metaKey', 'altKey']) expect(actionOf({ ...bare, key: 'r', [held]: true })).toBeNull();
});

test.each<[string[], string | null, 1 | -1, string | null]>([
  [['a', 'b', 'c'], null, 1, 'a'],
  [['a', 'b', 'c'], null, -1, 'c'],
  [['a', 'b', 'c'], 'a', 1, 'b'],
  [['a', 'b', 'c'], 'c', 1, 'c'],
  [['a', 'b', 'c'], 'a', -1, 'a'],
  [['a', 'b', 'c'], 'gone', 1, 'a'],
  [[], null, 1, null],
])('in %j from %s by %d the cursor goes to %s', (order, cursor, by, expected) => expect(moveCursor(order, cursor, by)).toBe(expected));

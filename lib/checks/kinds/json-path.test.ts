import { describe, expect, it } from 'vitest';
import { parseJsonPath, valuesAt } from './json-path';

const document = { a: { b: [{ c: 1 }, { c: 2 }], 'x y': 'q', "it's": 5, 'has"quote': 6 }, 'ünï-1': null, list: [[1, 2], [3]], __proto__x: 1 };

describe('a path', () => {
  it.each<[string, unknown[]]>([
    ['$', [document]],
    ['$.a.b[0]["c"]', [1]],
    ['$.a.b[-1].c', [2]],
    ['$.a.b[*].c', [1, 2]],
    ['$.a.b.*.c', [1, 2]],
    ["$.a['x y']", ['q']],
    ['$.a["it\'s"]', [5]],
    ['$.a["has\\"quote"]', [6]],
    ['$.ünï-1', [null]],
    ['$.list[*][*]', [1, 2, 3]],
    ['$[ "a" ][ "b" ][ 1 ].c', [2]],
    ['$.a.b[2]', []],
    ['$.a.b[-3]', []],
    ['$.a.b.length', []],
    ['$.a[0]', []],
    ['$.constructor', []],
    ['$.toString', []],
    ['$.list["0"]', []],
    ['$.gone.further[*]', []],
  ])('%s selects %j', (text, values) => {
    const path = parseJsonPath(text);
    expect(path?.length).toBe(text.length);
    expect(valuesAt(document, path?.steps ?? [], { left: 100 })).toEqual(values);
  });

  it.each([['', null], ['a.b', null], ['$..a', 1], ['$.a[', 3], ['$.a[1.5]', 3], ['$.a["b]', 3], ['$.a["\\x"]', 3], ['$.1a', 1], ['$a', 1]])('%j is understood up to %j', (text, length) => {
    expect(parseJsonPath(text)?.length ?? null).toBe(length);
  });

  it('looks at no more values than there is budget for', () => {
    const rows = Array.from({ length: 10 }, () => [1, 2, 3]);
    const at = (text: string, budget: { left: number }) => valuesAt(rows, parseJsonPath(text)?.steps ?? [], budget);
    const budget = { left: 40 };
    expect([at('$[*][*]', budget)?.length, budget.left]).toEqual([30, 0]);
    expect([at('$[0]', budget), at('$[*][*]', { left: 39 })]).toEqual([null, null]);
  });

  it('has at most 32 steps', () => {
    expect([parseJsonPath(`$${'.a'.repeat(32)}`)?.steps.length, parseJsonPath(`$${'.a'.repeat(33)}`)]).toEqual([32, null]);
  });
});

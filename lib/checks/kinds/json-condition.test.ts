import { describe, expect, it } from 'vitest';
import { parseJsonCondition, unfulfilled } from './json-condition';

const document = { status: 'ok', count: 3, isUp: true, error: null, text: 'all is well', tags: ['a', 1], nodes: [{ load: 1 }, { load: 9 }], deep: { er: 1 } };

describe('a condition on a document', () => {
  it.each<[string, string | null]>([
    ['$.status == "ok"', null],
    ['$.status == ok', null],
    ['$.status=="ok"', null],
    ['$.status == "down"', '$.status == "down": it is "ok"'],
    ['$.status != down', null],
    ['$.status != ok', '$.status != ok: it is "ok"'],
    ['$.gone != ok', null],
    ['$.gone == ok', '$.gone == ok: there is no such value'],
    ['$.count == 3', null],
    ['$.count == "3"', '$.count == "3": it is 3'],
    ['$.count <= 3', null],
    ['$.count >= 3.0', null],
    ['$.count < 3', '$.count < 3: it is 3'],
    ['$.count > 2', null],
    ['$.status > 2', '$.status > 2: it is "ok"'],
    ['$.isUp == true', null],
    ['$.isUp == "true"', '$.isUp == "true": it is true'],
    ['$.error == null', null],
    ['$.error exists', null],
    ['$.gone exists', '$.gone exists: there is no such value'],
    ['$.text contains well', null],
    ['$.text contains "is w"', null],
    ['$.text contains ill', '$.text contains ill: it is "all is well"'],
    ['$.tags contains "a"', null],
    ['$.tags contains 1', null],
    ['$.tags contains b', '$.tags contains b: it is a list of 2'],
    ['$.deep contains er', '$.deep contains er: it is an object'],
    ['$.nodes[*].load < 10', null],
    ['$.nodes[*].load < 5', '$.nodes[*].load < 5: it is 9'],
    ['$.nodes[*].cpu < 5', '$.nodes[*].cpu < 5: there is no such value'],
    ['$["status"]   ==   ok', null],
  ])('%s', (text, reason) => {
    const condition = parseJsonCondition(text);
    expect(condition && unfulfilled(document, condition, { left: 1_000 })).toBe(reason);
    expect(condition).not.toBeNull();
  });

  it.each(['', 'status == ok', '$.status', '$.status is ok', '$.status = ok', '$.status ==', '$.a existsnot', '$.a containsb', '$.a < abc', '$..a == 1'])('%j is none', (text) => {
    expect(parseJsonCondition(text)).toBeNull();
  });

  it('is not fulfilled where it leads to too many values', () => {
    const condition = parseJsonCondition('$[*] exists');
    expect(condition && unfulfilled(Array.from({ length: 2_000 }, () => 1), condition, { left: 1_000 })).toBe('$[*] exists: it leads to too many values');
  });

  it('cuts what it shows', () => {
    const condition = parseJsonCondition('$ == 1');
    expect((condition && unfulfilled('x'.repeat(10_000), condition, { left: 1_000 }))?.length).toBeLessThan(200);
  });
});

import { expect, test } from 'vitest';
import { conditionProblem, fulfils, type ValueCondition } from './value-condition';

test.each<[actual: string | null, operator: ValueCondition['operator'], value: string, expected: boolean]>([
  [null, 'any', '', true], ['', 'any', '', true],
  ['1.0', '=', '1', true], ['1e3', '=', '1000', true], ['0x10', '=', '16', false], ['a', '=', 'a', true], ['a', '=', 'A', false], ['', '=', '', true], ['', '=', '0', false],
  ['9007199254740993', '=', '9007199254740993', true],
  ['2', '!=', '2.0', false], ['a', '!=', 'b', true], [null, '!=', 'b', false], [null, '=', '', false],
  ['10', '>', '9', true], ['10', '>', '10', false], ['10', '>=', '10', true], ['-1', '<', '0', true], ['.5', '<=', '0.5', true],
  ['abc', '>', '1', false], ['NaN', '<', '1', false], ['Infinity', '>', '1', false], ['10', '<', 'many', false],
  ['role:master', 'contains', 'master', true], ['role:slave', 'contains', 'master', false],
])('%j %s %j is %j', (actual, operator, value, expected) => {
  expect(fulfils(actual, { operator, value })).toBe(expected);
});

test.each<[operator: ValueCondition['operator'], value: string, problem: string | null]>([
  ['<', '10', null], ['<', 'ten', 'must be a number'], ['>=', '', 'must be a number'], ['contains', '', 'must not be empty'], ['=', '', null], ['any', '', null],
])('%s %j: %j', (operator, value, problem) => {
  expect(conditionProblem({ operator, value })).toBe(problem);
});

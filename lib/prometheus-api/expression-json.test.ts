import { expect, it } from 'vitest';
import { parsePromql } from '@/lib/promql/parse';
import { expressionObject } from './expression-json';

const up = { name: 'up', matchers: [{ name: '__name__', type: '=', value: 'up' }], offset: 0, timestamp: null, startOrEnd: null };
const expressions: [text: string, object: object][] = [
  ['1e-7', { type: 'numberLiteral', val: '0.0000001' }],
  ['"a"', { type: 'stringLiteral', val: 'a' }],
  ['-(up)', { type: 'unaryExpr', op: '-', expr: { type: 'parenExpr', expr: { type: 'vectorSelector', ...up } } }],
  ['up offset 1m @ 10', { type: 'vectorSelector', ...up, offset: 60_000, timestamp: 10_000 }],
  ['{job=~"a.+"} @ end()', { type: 'vectorSelector', name: '', matchers: [{ name: 'job', type: '=~', value: 'a.+' }], offset: 0, timestamp: null, startOrEnd: 'end' }],
  ['rate(up[5m])', { type: 'call', func: { name: 'rate', argTypes: ['matrix'], variadic: 0, returnType: 'vector' }, args: [{ type: 'matrixSelector', range: 300_000, ...up }] }],
  ['up[1h:5m] @ start()', { type: 'subquery', expr: { type: 'vectorSelector', ...up }, range: 3_600_000, step: 300_000, offset: 0, timestamp: null, startOrEnd: 'start' }],
  ['topk without (a) (2, up)', { type: 'aggregation', op: 'topk', param: { type: 'numberLiteral', val: '2' }, expr: { type: 'vectorSelector', ...up }, grouping: ['a'], without: true }],
  [
    'up == bool on (a) group_left (b) up',
    { type: 'binaryExpr', op: '==', lhs: { type: 'vectorSelector', ...up }, rhs: { type: 'vectorSelector', ...up }, matching: { card: 'many-to-one', labels: ['a'], on: true, include: ['b'] }, bool: true },
  ],
];

it.each(expressions)('%s is shown as Prometheus shows it', (text, object) => {
  expect(expressionObject(parsePromql(text))).toEqual(object);
});

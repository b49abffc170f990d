import { expect, test } from 'vitest';
import { layoutGraph } from './graph-layout';

const nodesOf = (text: string) => [...text].map((id) => ({ id, name: id }));
const edgesOf = (text: string) => text.split(' ').filter(Boolean).map(([from = '', to = '']) => ({ from, to }));
const places = (nodes: string, edges: string) => Object.fromEntries(layoutGraph(nodesOf(nodes), edgesOf(edges)).placed.map(({ node, column, row }) => [node.id, [column, row]]));

test('what is needed stands to the right of all that need it', () => {
  expect(places('abcd', 'ab bc ac')).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0], d: [0, 1] });
});

test('within a column each stands near what needs it', () => {
  expect(places('abxy', 'ay bx')).toEqual({ a: [0, 0], b: [0, 1], y: [1, 0], x: [1, 1] });
});

test('an edge to nobody or to itself is left out, and a circle ends', () => {
  expect(layoutGraph(nodesOf('a'), edgesOf('aa az'))).toMatchObject({ columns: 1, rows: 1, edges: [] });
  const circle = layoutGraph(nodesOf('abc'), edgesOf('ab bc ca'));
  expect([circle.placed.length, circle.edges.length]).toEqual([3, 3]);
});

test('nothing is nothing', () => {
  expect(layoutGraph([], [])).toEqual({ placed: [], columns: 0, rows: 0, edges: [] });
});

test('a thousand services are laid out at once', () => {
  const nodes = Array.from({ length: 1_000 }, (_, index) => ({ id: String(index), name: String(index) }));
  const edges = nodes.slice(1).map(({ id }) => ({ from: String(Math.floor(Number(id) / 3)), to: id }));
  expect(layoutGraph(nodes, edges).placed).toHaveLength(1_000);
});

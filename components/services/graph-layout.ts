interface GraphNode {
  id: string;
  name: string;
}

interface GraphEdge {
  /** Needs `to`. */
  from: string;
  to: string;
}

export interface PlacedNode<Node extends GraphNode> {
  node: Node;
  /** From the left: what nobody needs is in column 0, and what it needs stands to the right. */
  column: number;
  /** From the top, within its column. */
  row: number;
}

interface GraphLayout<Node extends GraphNode> {
  placed: PlacedNode<Node>[];
  columns: number;
  rows: number;
  edges: { from: PlacedNode<Node>; to: PlacedNode<Node> }[];
}

/**
 * Services in columns, each to the right of all that need it (longest path from the left). Within a column those stand near what needs them; else by
 * name. Edges of unknown services are left out; a circle, which the server refuses, is cut where it closes.
 */
export function layoutGraph<Node extends GraphNode>(nodes: readonly Node[], edges: readonly GraphEdge[]): GraphLayout<Node> {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const sound = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const needs = groupBy(sound, ({ from }) => from);
  const neededBy = groupBy(sound, ({ to }) => to);
  const columnOf = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const done = columnOf.get(id);
    if (done !== undefined) return done;
    if (open.has(id)) return -1;
    open.add(id);
    const column = Math.max(-1, ...(neededBy.get(id) ?? []).map(({ from }) => visit(from))) + 1;
    open.delete(id);
    columnOf.set(id, column);
    return column;
  };
  for (const { id } of nodes) visit(id);

  const columns = Math.max(-1, ...columnOf.values()) + 1;
  const placedOf = new Map<string, PlacedNode<Node>>();
  for (let column = 0; column < columns; column += 1) {
    const wanted = (id: string) => {
      const rows = (neededBy.get(id) ?? []).flatMap(({ from }) => placedOf.get(from)?.row ?? []);
      return rows.length === 0 ? Number.POSITIVE_INFINITY : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    };
    const members = nodes.filter(({ id }) => columnOf.get(id) === column).map((node) => ({ node, wanted: wanted(node.id), fan: needs.get(node.id)?.length ?? 0 }));
    members.sort((a, b) => (a.wanted === b.wanted ? b.fan - a.fan || a.node.name.localeCompare(b.node.name, 'en') : a.wanted - b.wanted));
    members.forEach(({ node }, row) => placedOf.set(node.id, { node, column, row }));
  }
  const placed = [...placedOf.values()];
  return {
    placed, columns,
    rows: Math.max(0, ...placed.map(({ row }) => row + 1)),
    edges: sound.flatMap(({ from, to }) => {
      const ends = [placedOf.get(from), placedOf.get(to)];
      const [start, end] = ends;
      return start && end ? [{ from: start, to: end }] : [];
    }),
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

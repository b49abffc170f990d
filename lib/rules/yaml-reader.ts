import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** A fault in a file: where, from 1, and what. */
export interface FileIssue {
  line: number;
  column: number;
  message: string;
}

export interface Place {
  line: number;
  column: number;
}

const maxNodes = 500_000;
const maxIssues = 100;

/**
 * Reads a YAML document field by field, as Go's strict decoder does: every scalar is text, a field that is not known is a fault, a missing one
 * is empty. Faults are collected in `issues`, with their place.
 */
export class YamlReader {
  readonly issues: FileIssue[] = [];
  readonly root: Node | null;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  private visited = 0;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, logLevel: 'silent', schema: 'failsafe', merge: true, uniqueKeys: true });
    for (const error of this.document.errors.slice(0, maxIssues)) {
      const { line, col } = this.lines.linePos(error.pos[0]);
      this.issues.push({ line, column: col, message: error.message });
    }
    this.root = this.issues.length > 0 ? null : this.document.contents;
  }

  report(node: Node | null, message: string): void {
    if (this.issues.length < maxIssues) this.issues.push({ ...this.placeOf(node), message });
  }

  placeOf(node: Node | null): Place {
    const start = node?.range?.[0];
    if (start === undefined) return { line: 1, column: 1 };
    const { line, col } = this.lines.linePos(start);
    return { line, column: col };
  }

  /** The fields of a mapping; those not named in `known` are faults. Empty for what is no mapping. */
  fields(node: Node | null, what: string, known: readonly string[]): Map<string, Node> {
    const found = new Map<string, Node>();
    for (const [key, value, at] of this.entries(node, what)) {
      if (!known.includes(key)) this.report(at, `field ${key} not found in ${what}`);
      else if (value) found.set(key, value);
    }
    return found;
  }

  /** A mapping of text to text. */
  texts(node: Node | undefined, what: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const [key, value] of this.entries(node ?? null, what)) found.set(key, this.text(value ?? undefined, `${what} ${key}`));
    return found;
  }

  list(node: Node | undefined, what: string): Node[] {
    const resolved = this.resolve(node ?? null);
    if (!resolved || isEmptyScalar(resolved)) return [];
    if (isSeq(resolved)) return resolved.items.map((item) => this.resolve(item as Node)).filter((item) => item !== null);
    this.report(resolved, `${what} must be a list`);
    return [];
  }

  text(node: Node | undefined, what: string): string {
    const resolved = this.resolve(node ?? null);
    if (!resolved || isEmptyScalar(resolved)) return '';
    if (isScalar(resolved)) return String(resolved.value);
    this.report(resolved, `${what} must be text`);
    return '';
  }

  private entries(node: Node | null, what: string): [string, Node | null, Node | null][] {
    const resolved = this.resolve(node);
    if (!resolved || isEmptyScalar(resolved)) return [];
    if (!isMap(resolved)) {
      this.report(resolved, `${what} must be a mapping`);
      return [];
    }
    const own: [string, Node | null, Node | null][] = [];
    const merged: [string, Node | null, Node | null][] = [];
    for (const { key, value } of resolved.items) {
      const keyNode = key as Node | null;
      const name = isScalar(keyNode) ? keyName(keyNode.value) : '';
      if (name !== '<<') own.push([name, this.resolve(value as Node | null), keyNode]);
      else if (isSeq(value)) for (const each of value.items) merged.push(...this.entries(each as Node, what));
      else merged.push(...this.entries(value as Node | null, what));
    }
    return [...merged, ...own];
  }

  private resolve(node: Node | null): Node | null {
    this.visited += 1;
    if (this.visited > maxNodes) throw new RangeError(`The file has more than ${maxNodes} entries, aliases counted each time.`);
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }
}

/** The key `<<` is a symbol to the YAML library. */
function keyName(value: unknown): string {
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && (node.value === null || (node.type === 'PLAIN' && (node.value === '' || node.value === '~' || node.value === 'null')));
}

import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import type { z } from 'zod';
import { ConfigDocumentSchema, documentLimits, type ConfigDocument, type ConfigProblem } from './schemas';

/** A document with where each part of it stands. */
export interface ReadDocument {
  document: ConfigDocument | null;
  problems: ConfigProblem[];
  /** The place of what a path leads to, or of the nearest part above it. */
  placeOf(path: readonly PropertyKey[]): { line: number | null; column: number | null };
  /** The parts of a path that is written out. */
  pathOf(text: string): PropertyKey[];
}

const mostAliases = 100;

/** Reads a document of YAML. Every fault is told with its line, at most 50; with a fault there is no document. */
export function readYamlDocument(text: string, file: string): ReadDocument {
  const lines = new LineCounter();
  const problem = (message: string, offset = 0, path = ''): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), path, message };
  };
  const nowhere = () => ({ line: null, column: null });
  if (new TextEncoder().encode(text).length > documentLimits.bytes) return { document: null, problems: [{ ...problem(`is larger than ${documentLimits.bytes / 2 ** 20} MiB`), line: null, column: null }], placeOf: nowhere, pathOf: partsOf };
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: true, merge: false, version: '1.2' });
  const faults = [...parsed.errors, ...parsed.warnings].slice(0, documentLimits.issues).map((error) => problem(sentenceOf(error.message), error.pos[0]));
  if (faults.length > 0) return { document: null, problems: faults, placeOf: nowhere, pathOf: partsOf };
  const placeOf = (path: readonly PropertyKey[]) => {
    const { line, col } = lines.linePos(offsetOf(parsed, path));
    return { line, column: col };
  };
  const value = valueOf(parsed);
  if ('fault' in value) return { document: null, problems: [problem(value.fault, value.offset)], placeOf, pathOf: partsOf };
  const read = readJsonDocument(value.json, file);
  return { document: read.document, problems: read.problems.map((each) => ({ ...each, ...placeOf(partsOf(each.path)) })), placeOf, pathOf: partsOf };
}

/** Reads a document of JSON; faults are told by path. */
export function readJsonDocument(json: unknown, file: string): Omit<ReadDocument, 'placeOf' | 'pathOf'> {
  const result = ConfigDocumentSchema.safeParse(json, { reportInput: true });
  if (result.success) return { document: result.data, problems: [] };
  const issues = result.error.issues.flatMap(flatten).slice(0, documentLimits.issues);
  return { document: null, problems: issues.map(({ path, message }) => ({ file, line: null, column: null, path: pathText(path), message })) };
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

function flatten(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no field that Nines knows here' }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && issue.message === 'Invalid input') {
    // The alternative that came nearest says what is wrong.
    const nearest = [...issue.errors].sort((a, b) => depthOf(b) - depthOf(a))[0] ?? [];
    return nearest.flatMap((each) => flatten({ ...each, path: [...issue.path, ...each.path] }));
  }
  const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  return [{ path: issue.path, message: isMissing ? `is needed: ${issue.expected}` : issue.message }];
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** A path as it is shown: services[2].links[0].url. Keys that are no plain words stand in quotes. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : /^[A-Za-z_][\w-]*$/.test(String(part)) ? `${index === 0 ? '' : '.'}${String(part)}` : `[${JSON.stringify(String(part))}]`)).join('');
}

function partsOf(path: string): PropertyKey[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, word]) => (index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : (word ?? '')));
}

function valueOf(parsed: Document.Parsed): { json: unknown } | { fault: string; offset: number } {
  let odd: { fault: string; offset: number } | null = null;
  visit(parsed, {
    Pair(_, { key }: Pair) {
      if (isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'number' || typeof key.value === 'boolean')) return undefined;
      odd = { fault: 'a key must be a text', offset: isNode(key) ? (key.range?.[0] ?? 0) : 0 };
      return visit.BREAK;
    },
  });
  if (odd) return odd;
  try {
    const json: unknown = parsed.toJS({ maxAliasCount: mostAliases });
    return { json };
  } catch {
    return { fault: 'has too many aliases, or one that leads to itself', offset: 0 };
  }
}

/** Where the value at a path begins; for a field that is there its key, else the nearest part above it. */
function offsetOf(parsed: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = parsed.contents;
  let offset = startOf(parsed.contents);
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return offset;
      offset = startOf(pair.key) || offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (node === undefined) return offset;
      offset = startOf(node) || offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? ((node as Node).range?.[0] ?? 0) : 0;
}

function sentenceOf(message: string): string {
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}

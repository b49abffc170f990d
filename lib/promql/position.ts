import { PromqlError } from './error';

/**
 * A fault in an expression as Prometheus says it: `1:5: parse error: ...`, line and column from 1, the column in bytes of UTF-8
 * (promql/parser/posrange). `offset` is in UTF-16 code units.
 */
export function parseError(source: string, offset: number, problem: string): PromqlError {
  return new PromqlError('bad_data', `${positionOf(source, offset)}: parse error: ${problem}`, offset);
}

function positionOf(source: string, offset: number): string {
  if (source === '') return 'unknown position';
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return `${line}:${new TextEncoder().encode(before.slice(lineStart)).length + 1}`;
}

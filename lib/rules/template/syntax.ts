/** What a template is wrong about; the message follows Go's text/template: `1: function "x" not defined`, the line first. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

export type Operand =
  | { kind: 'literal'; value: string | number | bigint | boolean | null }
  | { kind: 'dot' }
  | { kind: 'variable'; name: string }
  | { kind: 'function'; name: string }
  | { kind: 'pipeline'; pipeline: Pipeline };

/** An operand and the fields read from it, `.Labels.job`. */
export interface Term {
  operand: Operand;
  fields: readonly string[];
}

/** A term alone, or a function with its arguments. */
export interface Command {
  terms: readonly Term[];
}

export interface Pipeline {
  /** `$x :=` declares, `$x =` assigns; two names in a range. */
  variables: readonly string[];
  isDeclaration: boolean;
  commands: readonly Command[];
  line: number;
}

export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'output'; pipeline: Pipeline }
  | { kind: 'if' | 'with' | 'range'; pipeline: Pipeline; body: readonly TemplateNode[]; otherwise: readonly TemplateNode[] }
  | { kind: 'break' | 'continue' }
  | { kind: 'template'; name: string; pipeline: Pipeline | null };

export interface Template {
  nodes: readonly TemplateNode[];
  /** Of `define` and `block`, by name. */
  definitions: ReadonlyMap<string, readonly TemplateNode[]>;
}

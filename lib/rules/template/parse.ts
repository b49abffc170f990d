import { ActionCursor, isMark } from './action-cursor';
import { scanTemplate, type Piece } from './scan';
import { TemplateError, type Command, type Operand, type Pipeline, type Template, type TemplateNode, type Term } from './syntax';

/** Longest template, in UTF-16 code units. */
const maxTemplateLength = 65_536;
const maxNesting = 50;

/** What the text of a template may use besides its own variables. */
export interface TemplateScope {
  functions: ReadonlySet<string>;
  /** With their `$`. */
  variables: readonly string[];
}

/**
 * Parses the language of Go's text/template (https://pkg.go.dev/text/template): actions, pipelines, variables, if, with, range, define, template,
 * break, continue, trim markers. Functions and variables must exist. Throws TemplateError with the line.
 */
export function parseTemplate(source: string, scope: TemplateScope): Template {
  if (source.length > maxTemplateLength) throw new TemplateError(`1: a template has at most ${maxTemplateLength} characters; this one has ${source.length}`);
  return new TemplateParser(scanTemplate(source), scope).parse();
}

type Ending = 'end' | 'else' | 'eof';

class TemplateParser {
  private index = 0;
  private nesting = 0;
  private ranges = 0;
  private variables: string[];
  private readonly definitions = new Map<string, readonly TemplateNode[]>();

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly scope: TemplateScope,
  ) {
    this.variables = ['$', ...scope.variables];
  }

  parse(): Template {
    const { nodes, ending, line } = this.parseList();
    if (ending !== 'eof') throw new TemplateError(`${line}: unexpected {{${ending}}}`);
    return { nodes, definitions: this.definitions };
  }

  private parseList(): { nodes: TemplateNode[]; ending: Ending; line: number; rest: ActionCursor | null } {
    const nodes: TemplateNode[] = [];
    let line = 1;
    for (;;) {
      const piece = this.pieces[this.index];
      if (!piece) return { nodes, ending: 'eof', line, rest: null };
      this.index += 1;
      line = piece.line;
      if (piece.kind === 'text') {
        nodes.push({ kind: 'text', text: piece.text });
        continue;
      }
      const cursor = new ActionCursor(piece.tokens, line);
      const word = cursor.word();
      if (word === 'end' || word === 'else') {
        cursor.skip();
        if (word === 'end') cursor.finish('end');
        return { nodes, ending: word, line, rest: cursor };
      }
      const node = this.parseAction(cursor, word);
      if (node) nodes.push(node);
    }
  }

  private parseAction(cursor: ActionCursor, word: string | null): TemplateNode | null {
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        cursor.skip();
        return this.parseControl(word, cursor);
      case 'break':
      case 'continue':
        cursor.skip();
        cursor.finish(word);
        if (this.ranges === 0) throw cursor.error(`{{${word}}} outside {{range}}`);
        return { kind: word };
      case 'define':
        cursor.skip();
        this.parseDefinition(cursor.string('define clause'), cursor);
        return null;
      case 'template': {
        cursor.skip();
        const name = cursor.string('template clause');
        const pipeline = cursor.isDone() ? null : this.parsePipeline(cursor, 'template clause');
        return { kind: 'template', name, pipeline };
      }
      case 'block': {
        cursor.skip();
        const name = cursor.string('block clause');
        const pipeline = this.parsePipeline(cursor, 'block clause');
        this.parseDefinition(name, cursor);
        return { kind: 'template', name, pipeline };
      }
      default:
        return { kind: 'output', pipeline: this.parsePipeline(cursor, 'command') };
    }
  }

  private parseControl(kind: 'if' | 'with' | 'range', cursor: ActionCursor): TemplateNode {
    this.nesting += 1;
    if (this.nesting > maxNesting) throw cursor.error(`actions are nested more than ${maxNesting} levels deep`);
    const outer = this.variables;
    this.variables = [...outer];
    const pipeline = this.parsePipeline(cursor, kind, kind === 'range');
    if (kind === 'range') this.ranges += 1;
    const body = this.parseList();
    if (kind === 'range') this.ranges -= 1;
    const otherwise = this.parseElse(kind, body.ending, body.rest);
    this.variables = outer;
    this.nesting -= 1;
    return { kind, pipeline, body: body.nodes, otherwise };
  }

  private parseElse(kind: 'if' | 'with' | 'range', ending: Ending, rest: ActionCursor | null): readonly TemplateNode[] {
    if (ending === 'eof') throw new TemplateError(`${this.lastLine()}: unexpected EOF`);
    if (ending === 'end' || !rest) return [];
    const word = rest.word();
    if (word === 'if' || word === 'with') {
      if (kind !== word) throw rest.error(`unexpected <${word}> in input`);
      rest.skip();
      return [this.parseControl(word, rest)];
    }
    rest.finish('else');
    const list = this.parseList();
    if (list.ending === 'eof') throw new TemplateError(`${this.lastLine()}: unexpected EOF`);
    if (list.ending === 'else') throw new TemplateError(`${list.line}: expected end; found {{else}}`);
    return list.nodes;
  }

  private parseDefinition(name: string, cursor: ActionCursor): void {
    cursor.finish('define clause');
    this.nesting += 1;
    if (this.nesting > maxNesting) throw cursor.error(`actions are nested more than ${maxNesting} levels deep`);
    const outer = this.variables;
    this.variables = ['$'];
    const { nodes, ending } = this.parseList();
    if (ending !== 'end') throw new TemplateError(`${this.lastLine()}: unexpected ${ending === 'eof' ? 'EOF' : '{{else}} in define clause'}`);
    this.definitions.set(name, nodes);
    this.variables = outer;
    this.nesting -= 1;
  }

  private parsePipeline(cursor: ActionCursor, context: string, isRange = false): Pipeline {
    const { variables, isDeclaration } = this.parseVariables(cursor, isRange);
    const commands = this.parseCommands(cursor, context);
    if (!cursor.isDone()) throw cursor.unexpected(context);
    if (isDeclaration) this.variables.push(...variables);
    return { variables, isDeclaration, commands, line: cursor.line };
  }

  private parseVariables(cursor: ActionCursor, isRange: boolean): { variables: string[]; isDeclaration: boolean } {
    const names: string[] = [];
    const first = cursor.peek(0);
    if (first?.kind !== 'variable') return { variables: names, isDeclaration: false };
    const isPair = isRange && isMark(cursor.peek(1), ',');
    const sign = cursor.peek(isPair ? 3 : 1);
    if (!isMark(sign, ':=') && !isMark(sign, '=')) {
      if (isPair) throw cursor.error('range can only initialize variables');
      return { variables: names, isDeclaration: false };
    }
    names.push(first.text);
    const second = isPair ? cursor.peek(2) : undefined;
    if (second?.kind === 'variable') names.push(second.text);
    else if (isPair) throw cursor.error('range can only initialize variables');
    const isDeclaration = isMark(sign, ':=');
    cursor.skip(isPair ? 4 : 2);
    return { variables: names, isDeclaration };
  }

  private parseCommands(cursor: ActionCursor, context: string): Command[] {
    const commands: Command[] = [];
    for (;;) {
      const terms: Term[] = [];
      for (let term = this.parseTerm(cursor); term; term = this.parseTerm(cursor)) {
        terms.push(term);
        const next = cursor.peek(0);
        if (next && next.kind !== 'mark' && !next.isSpaced) throw cursor.unexpected('operand');
      }
      const [first] = terms;
      if (!first) {
        // Go takes a pipe with nothing behind it.
        if (commands.length > 0 && (cursor.isDone() || isMark(cursor.peek(0), ')'))) return commands;
        throw cursor.isDone() ? cursor.error(`missing value for ${context}`) : cursor.unexpected(context);
      }
      const isLiteral = first.operand.kind === 'literal';
      if (commands.length > 0 && (isLiteral || first.operand.kind === 'dot')) {
        throw cursor.error(`non executable command in pipeline stage ${commands.length + 1}`);
      }
      commands.push({ terms });
      if (!isMark(cursor.peek(0), '|')) return commands;
      cursor.skip();
    }
  }

  private parseTerm(cursor: ActionCursor): Term | null {
    const operand = this.parseOperand(cursor);
    if (!operand) return null;
    const fields: string[] = [];
    for (let next = cursor.peek(0); next && !next.isSpaced && (next.kind === 'field' || isMark(next, '.')); next = cursor.peek(0)) {
      if (next.kind !== 'field') throw cursor.unexpected('operand');
      if (operand.kind === 'literal' || operand.kind === 'dot') throw cursor.error('unexpected . after term');
      fields.push(next.text);
      cursor.skip();
    }
    return { operand, fields };
  }

  private parseOperand(cursor: ActionCursor): Operand | null {
    const token = cursor.peek(0);
    switch (token?.kind) {
      case 'literal':
        cursor.skip();
        return { kind: 'literal', value: token.value };
      case 'variable':
        this.checkVariable(token.text, cursor);
        cursor.skip();
        return { kind: 'variable', name: token.text };
      case 'field':
        // The cursor stays: the field is read from the dot before it.
        cursor.unspace();
        return { kind: 'pipeline', pipeline: dotPipeline(cursor.line) };
      case 'word':
        return this.parseWord(token.text, cursor);
      case 'mark':
        if (token.text === '.') return (cursor.skip(), { kind: 'dot' });
        return token.text === '(' ? this.parseGroup(cursor) : null;
      case undefined:
        return null;
    }
  }

  private parseWord(word: string, cursor: ActionCursor): Operand {
    cursor.skip();
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'nil') return { kind: 'literal', value: null };
    if (!this.scope.functions.has(word)) throw cursor.error(`function ${JSON.stringify(word)} not defined`);
    return { kind: 'function', name: word };
  }

  private parseGroup(cursor: ActionCursor): Operand {
    this.nesting += 1;
    if (this.nesting > maxNesting) throw cursor.error(`actions are nested more than ${maxNesting} levels deep`);
    cursor.skip();
    const commands = this.parseCommands(cursor, 'parenthesized pipeline');
    if (!isMark(cursor.peek(0), ')')) throw cursor.error('unclosed left paren');
    cursor.skip();
    this.nesting -= 1;
    return { kind: 'pipeline', pipeline: { variables: [], isDeclaration: false, commands, line: cursor.line } };
  }

  private checkVariable(name: string, cursor: ActionCursor): void {
    if (!this.variables.includes(name)) throw cursor.error(`undefined variable ${JSON.stringify(name)}`);
  }

  private lastLine(): number {
    return this.pieces.at(-1)?.line ?? 1;
  }
}

function dotPipeline(line: number): Pipeline {
  return { variables: [], isDeclaration: false, commands: [{ terms: [{ operand: { kind: 'dot' }, fields: [] }] }], line };
}

import { callFunction, functionNames, type TemplateHost } from './functions';
import { parseTemplate } from './parse';
import { TemplateError, type Command, type Operand, type Pipeline, type Template, type TemplateNode, type Term } from './syntax';
import { isList, isMap, isTruthy, printValue, typeName, type TemplateValue } from './values';

/** Longest output, in UTF-16 code units. */
const maxOutputLength = 262_144;
/** Most actions that one rendering runs. */
const maxSteps = 100_000;
const maxTemplateDepth = 50;

/** What an alert's labels and annotations may say. */
export interface AlertData {
  labels: ReadonlyMap<string, string>;
  externalLabels: ReadonlyMap<string, string>;
  externalUrl: string;
  value: number;
}

const alertVariables = ['$labels', '$externalLabels', '$externalURL', '$value'];

/** Parses the template of an alert's label or annotation. Throws TemplateError with the line. */
export function parseAlertTemplate(source: string): Template {
  return parseTemplate(source, { functions: functionNames, variables: alertVariables });
}

/**
 * Renders a template of an alert: `$value`, `$labels`, `.Value`, `.Labels` and their like. Bounded in output and steps.
 * Throws TemplateError for what the template is to blame for; what `host.query` throws passes through.
 */
export async function renderAlertTemplate(template: Template, data: AlertData, host: TemplateHost): Promise<string> {
  const fields = new Map<string, TemplateValue>([
    ['Labels', data.labels],
    ['ExternalLabels', data.externalLabels],
    ['ExternalURL', data.externalUrl],
    ['Value', data.value],
  ]);
  const dot: TemplateValue = { kind: 'record', fields };
  const renderer = new Renderer(template, host);
  const variables = new Scope(null, [
    ['$', dot],
    ['$labels', data.labels],
    ['$externalLabels', data.externalLabels],
    ['$externalURL', data.externalUrl],
    ['$value', data.value],
  ]);
  await renderer.run(template.nodes, dot, variables);
  return renderer.output;
}

/** Renders a template with `dot` as its data. Bounded in output and steps. Throws TemplateError; what `host.query` throws passes through. */
export async function renderTemplate(template: Template, dot: TemplateValue, host: TemplateHost): Promise<string> {
  const renderer = new Renderer(template, host);
  await renderer.run(template.nodes, dot, new Scope(null, [['$', dot]]));
  return renderer.output;
}

type Flow = 'on' | 'break' | 'continue';

class Scope {
  private readonly values: Map<string, TemplateValue>;

  constructor(
    private readonly outer: Scope | null,
    values: Iterable<readonly [string, TemplateValue]> = [],
  ) {
    this.values = new Map(values);
  }

  get(name: string): TemplateValue {
    if (this.values.has(name)) return this.values.get(name) ?? null;
    if (!this.outer) throw new TemplateError(`undefined variable: ${name}`);
    return this.outer.get(name);
  }

  declare(name: string, value: TemplateValue): void {
    this.values.set(name, value);
  }

  assign(name: string, value: TemplateValue): void {
    if (this.values.has(name)) this.values.set(name, value);
    else if (this.outer) this.outer.assign(name, value);
    else throw new TemplateError(`undefined variable: ${name}`);
  }
}

class Renderer {
  output = '';
  private steps = 0;
  private depth = 0;

  constructor(
    private readonly template: Template,
    private readonly host: TemplateHost,
  ) {}

  async run(nodes: readonly TemplateNode[], dot: TemplateValue, scope: Scope): Promise<Flow> {
    for (const node of nodes) {
      this.count();
      const flow = await this.runNode(node, dot, scope);
      if (flow !== 'on') return flow;
    }
    return 'on';
  }

  private async runNode(node: TemplateNode, dot: TemplateValue, scope: Scope): Promise<Flow> {
    switch (node.kind) {
      case 'text':
        this.write(node.text);
        return 'on';
      case 'output': {
        const value = await this.evaluate(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) this.write(printValue(value));
        return 'on';
      }
      case 'break':
      case 'continue':
        return node.kind;
      case 'template':
        await this.runTemplate(node.name, node.pipeline ? await this.evaluate(node.pipeline, dot, scope) : null);
        return 'on';
      case 'range':
        return this.runRange(node, dot, scope);
      case 'if':
      case 'with': {
        const inner = new Scope(scope);
        const value = await this.evaluate(node.pipeline, dot, inner);
        if (!isTruthy(value)) return this.run(node.otherwise, dot, inner);
        return this.run(node.body, node.kind === 'with' ? value : dot, inner);
      }
    }
  }

  private async runTemplate(name: string, dot: TemplateValue): Promise<void> {
    const nodes = this.template.definitions.get(name);
    if (!nodes) throw new TemplateError(`template ${JSON.stringify(name)} not defined`);
    this.depth += 1;
    if (this.depth > maxTemplateDepth) throw new TemplateError('exceeded maximum template depth');
    await this.run(nodes, dot, new Scope(null, [['$', dot]]));
    this.depth -= 1;
  }

  private async runRange(node: Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>, dot: TemplateValue, scope: Scope): Promise<Flow> {
    const outer = new Scope(scope);
    const entries = entriesOf(await this.evaluate(node.pipeline, dot, outer));
    if (entries.length === 0) return this.run(node.otherwise, dot, outer);
    const [first, second] = node.pipeline.variables;
    for (const [key, value] of entries) {
      this.count();
      const inner = new Scope(outer);
      const set = (name: string, to: TemplateValue): void => (node.pipeline.isDeclaration ? inner.declare(name, to) : outer.assign(name, to));
      if (first !== undefined) set(first, second === undefined ? value : key);
      if (second !== undefined) set(second, value);
      if ((await this.run(node.body, value, inner)) === 'break') break;
    }
    return 'on';
  }

  private async evaluate(pipeline: Pipeline, dot: TemplateValue, scope: Scope): Promise<TemplateValue> {
    let piped: TemplateValue | undefined;
    for (const command of pipeline.commands) piped = await this.evaluateCommand(command, dot, scope, piped);
    const value = piped ?? null;
    for (const name of pipeline.variables) {
      if (pipeline.isDeclaration) scope.declare(name, value);
      else scope.assign(name, value);
    }
    return value;
  }

  private async evaluateCommand({ terms }: Command, dot: TemplateValue, scope: Scope, piped: TemplateValue | undefined): Promise<TemplateValue> {
    const [first, ...rest] = terms;
    if (!first) throw new TemplateError('empty command');
    if (first.operand.kind !== 'function') {
      if (rest.length > 0 || piped !== undefined) throw new TemplateError("can't give argument to non-function");
      return this.evaluateTerm(first, dot, scope);
    }
    const value = await this.callWith(first.operand.name, rest, dot, scope, piped);
    return readFields(value, first.fields);
  }

  private async callWith(name: string, terms: readonly Term[], dot: TemplateValue, scope: Scope, piped: TemplateValue | undefined): Promise<TemplateValue> {
    this.count();
    const args: TemplateValue[] = [];
    for (const term of terms) {
      const value = await this.evaluateTerm(term, dot, scope);
      if ((name === 'and' && !isTruthy(value)) || (name === 'or' && isTruthy(value))) return value;
      args.push(value);
    }
    if (piped !== undefined) args.push(piped);
    const value = await callFunction(name, args, this.host);
    if (typeof value === 'string' && value.length > maxOutputLength) throw new TemplateError(`${name} gives more than ${maxOutputLength} characters`);
    return value;
  }

  private async evaluateTerm({ operand, fields }: Term, dot: TemplateValue, scope: Scope): Promise<TemplateValue> {
    return readFields(await this.evaluateOperand(operand, dot, scope), fields);
  }

  private async evaluateOperand(operand: Operand, dot: TemplateValue, scope: Scope): Promise<TemplateValue> {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'dot':
        return dot;
      case 'variable':
        return scope.get(operand.name);
      case 'function':
        return this.callWith(operand.name, [], dot, scope, undefined);
      case 'pipeline':
        return this.evaluate(operand.pipeline, dot, scope);
    }
  }

  private write(text: string): void {
    this.output += text;
    if (this.output.length > maxOutputLength) throw new TemplateError(`the output has more than ${maxOutputLength} characters`);
  }

  private count(): void {
    this.steps += 1;
    if (this.steps > maxSteps) throw new TemplateError(`the template takes more than ${maxSteps} steps`);
  }
}

function readFields(value: TemplateValue, fields: readonly string[]): TemplateValue {
  return fields.reduce<TemplateValue>((from, field) => {
    if (from !== null && typeof from === 'object' && !isList(from)) {
      // As Prometheus sets missingkey=zero: a label that is not there is empty.
      if (isMap(from)) return from.get(field) ?? '';
      if (from.kind === 'record' && from.fields.has(field)) return from.fields.get(field) ?? null;
      if (from.kind === 'sample' && field === 'Labels') return from.labels;
      if (from.kind === 'sample' && field === 'Value') return from.value;
      if (from.kind === 'time' && field === 'Unix') return BigInt(Math.floor(from.ms / 1_000));
      if (from.kind === 'time' && field === 'String') return printValue(from);
    }
    throw new TemplateError(`can't evaluate field ${field} in type ${typeName(from)}`);
  }, value);
}

function entriesOf(value: TemplateValue): (readonly [TemplateValue, TemplateValue])[] {
  if (value === null) return [];
  if (typeof value === 'bigint') {
    if (value > maxSteps) throw new TemplateError(`range over ${value} takes too many steps`);
    return Array.from({ length: Math.max(Number(value), 0) }, (_, index) => [BigInt(index), BigInt(index)] as const);
  }
  if (typeof value === 'object') {
    if (isList(value)) return value.map((each, index) => [BigInt(index), each] as const);
    if (isMap(value)) return [...value.keys()].sort().map((key) => [key, value.get(key) ?? null] as const);
  }
  throw new TemplateError(`range can't iterate over ${typeName(value)}`);
}

/** The part of an OpenAPI 3.1 document that the reference page shows. */
export interface ApiOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  group: string;
  permission: string | null;
  isPublic: boolean;
  parameters: ApiField[];
  body: ApiSchema | null;
  responses: { status: string; description: string; schema: ApiSchema | null }[];
}

export interface ApiField {
  name: string;
  place: string;
  isRequired: boolean;
  type: string;
  description: string;
}

/** A schema as rows: one a property, nested ones with a dotted name. */
export interface ApiSchema {
  type: string;
  fields: ApiField[];
  example: unknown;
}

const deepest = 4;

/** Reads the operations out of a document, in its order. What it does not understand it leaves out. */
export function readOperations(document: unknown): ApiOperation[] {
  return Object.entries(recordOf(document).paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(recordOf(methods)).map(([method, operation]) => readOperation(document, path, method, recordOf(operation))),
  );
}

/** A call of the operation by `curl`, with a key where one is needed. */
export function curlOf(operation: ApiOperation, origin: string): string {
  const query = operation.parameters.filter((each) => each.place === 'query' && each.isRequired).map((each) => `${each.name}=<${each.name}>`);
  const url = `${origin}${operation.path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const lines = [`curl ${operation.method === 'GET' ? '' : `-X ${operation.method} `}'${url}'`];
  if (!operation.isPublic) lines.push(`-H 'Authorization: Bearer nines_...'`);
  if (operation.body) lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(operation.body.example)}'`);
  return lines.join(' \\\n  ');
}

function readOperation(document: unknown, path: string, method: string, operation: Json): ApiOperation {
  const permission = textOf(operation['x-permission']);
  return {
    id: textOf(operation.operationId) || `${method}-${path}`,
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary),
    group: textOf(listOf(operation.tags)[0]) || 'api',
    permission: permission || null,
    isPublic: permission === '',
    parameters: listOf(operation.parameters).map((each) => readParameter(document, recordOf(each))),
    body: operation.requestBody ? schemaOf(document, contentOf(operation.requestBody)) : null,
    responses: Object.entries(recordOf(operation.responses)).map(([status, response]) => {
      const content = contentOf(response);
      return { status, description: textOf(recordOf(response).description), schema: content ? schemaOf(document, content) : null };
    }),
  };
}

function readParameter(document: unknown, parameter: Json): ApiField {
  const schema = resolve(document, parameter.schema);
  return {
    name: textOf(parameter.name),
    place: textOf(parameter.in),
    isRequired: parameter.required === true,
    type: typeOf(document, schema),
    description: textOf(parameter.description) || textOf(schema.description),
  };
}

function schemaOf(document: unknown, value: unknown): ApiSchema {
  const schema = resolve(document, value);
  return { type: typeOf(document, schema), fields: fieldsOf(document, schema, '', 1), example: exampleOf(document, schema, 1) };
}

function fieldsOf(document: unknown, schema: Json, prefix: string, depth: number): ApiField[] {
  if (depth > deepest) return [];
  const items = schema.items ? resolve(document, schema.items) : null;
  if (items) return fieldsOf(document, items, `${prefix}[]`, depth);
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.flatMap((choice) => fieldsOf(document, resolve(document, choice), prefix, depth));
  const required = listOf(schema.required);
  return Object.entries(recordOf(schema.properties)).flatMap(([name, value]) => {
    const property = resolve(document, value);
    const path = prefix ? `${prefix}.${name}` : name;
    const own = {
      name: path,
      place: 'body',
      isRequired: required.includes(name),
      type: typeOf(document, property),
      description: textOf(property.description),
    };
    return [own, ...fieldsOf(document, property, path, depth + 1)];
  });
}

function typeOf(document: unknown, schema: Json): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const values = listOf(schema.enum);
  if (values.length > 0) return values.map((value) => JSON.stringify(value)).join(' | ');
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map((each) => typeOf(document, resolve(document, each))))].join(' | ');
  if (schema.items) return `${typeOf(document, resolve(document, schema.items))}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : textOf(schema.type);
  const bounds = boundsOf(schema);
  return `${type || 'any'}${bounds ? ` (${bounds})` : ''}`;
}

function boundsOf(schema: Json): string {
  const parts: string[] = [];
  const add = (word: string, value: unknown) => {
    if (typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER) parts.push(`${word} ${value}`);
  };
  add('min', schema.minimum);
  add('max', schema.maximum);
  add('more than', schema.exclusiveMinimum);
  add('min length', schema.minLength);
  add('max length', schema.maxLength);
  add('at least', schema.minItems);
  add('at most', schema.maxItems);
  return parts.join(', ');
}

function exampleOf(document: unknown, schema: Json, depth: number): unknown {
  if (schema.default !== undefined) return schema.default;
  const values = listOf(schema.enum);
  if (values.length > 0) return values[0];
  const choices = choicesOf(schema);
  // The last choice is the plainest by habit: one sample, not a batch.
  if (choices.length > 0) return exampleOf(document, resolve(document, choices.at(-1)), depth);
  if (schema.items) return depth > deepest ? [] : [exampleOf(document, resolve(document, schema.items), depth + 1)];
  if (schema.properties) {
    const required = listOf(schema.required);
    const shown = Object.entries(recordOf(schema.properties)).filter(([name]) => required.includes(name));
    return Object.fromEntries(shown.map(([name, value]) => [name, exampleOf(document, resolve(document, value), depth + 1)]));
  }
  const type: unknown = listOf(schema.type)[0] ?? schema.type;
  return { string: '...', number: 1.5, integer: 1, boolean: true, array: [], object: {} }[textOf(type)] ?? null;
}

type Json = Record<string, unknown>;

function resolve(document: unknown, value: unknown): Json {
  const schema = recordOf(value);
  const reference = textOf(schema.$ref);
  if (!reference.startsWith('#/')) return schema;
  return recordOf(reference.slice(2).split('/').reduce<unknown>((at, part) => recordOf(at)[part], document));
}

function choicesOf(schema: Json): unknown[] {
  return [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
}

function contentOf(value: unknown): unknown {
  const media = Object.values(recordOf(recordOf(value).content))[0];
  return media === undefined ? null : recordOf(media).schema;
}

function recordOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

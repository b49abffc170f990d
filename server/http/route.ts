import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { Endpoint } from '@/lib/endpoint';
import { AppError } from '@/lib/errors';
import { authenticate } from '@/server/auth/authenticate';
import { recordRefusal } from '@/server/audit/record-refusal';
import { admit, tellRate } from '@/server/limits/admit';
import { runtime } from '@/server/runtime';
import { toResponse, type Answer, type RouteRequest } from './answer';
import { problemAnswer } from './problem-answer';
import { readJson } from './read-json';
import { requestIdFrom } from './request-headers';

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

interface RouteInput<Params, Query, Body> {
  /** Null only on public routes. */
  caller: Caller | null;
  params: Params;
  query: Query;
  body: Body;
  request: RouteRequest;
}

interface RouteContext {
  params?: Promise<Record<string, string>>;
}

/** A plain `Request -> Response` function with its declaration: it works behind our own dispatcher and behind Next's. */
export interface RouteHandler {
  (request: Request, context: RouteContext): Promise<Response>;
  endpoint: Endpoint;
  /** The same for our own dispatcher, which sends the answer without a Response around it. */
  answer(request: RouteRequest, params: Record<string, string>): Promise<Answer>;
}

/** Bytes of a body that no endpoint says otherwise of. */
export const defaultMaxBodyBytes = 1024 * 1024;
const maxIssues = 20;
const noQuery = z.strictObject({});

type Handle<P, Q, B, R> = (input: RouteInput<P, Q, B>) => Promise<R> | R;

/**
 * Declares a route that needs a permission: authenticates, checks it, parses, calls, shapes the response, maps errors.
 * The handler gets a `caller` that holds the permission.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  declared: Endpoint<P, Q, B, R>,
  handle: (input: RouteInput<Output<P>, Output<Q>, Output<B>> & { caller: Caller }) => Promise<z.input<R>> | z.input<R>,
): RouteHandler {
  return build(declared, (input) => {
    if (!input.caller) throw new AppError('unauthenticated', 'Sign in, or send an API key as Authorization: Bearer nines_...');
    return handle({ ...input, caller: input.caller });
  });
}

/** Declares a route that anybody may call. */
export function publicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  declared: Endpoint<P, Q, B, R> & { permission: 'public' },
  handle: Handle<Output<P>, Output<Q>, Output<B>, z.input<R>>,
): RouteHandler {
  return build(declared, handle);
}

function build<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  declared: Endpoint<P, Q, B, R>,
  handle: Handle<Output<P>, Output<Q>, Output<B>, z.input<R>>,
): RouteHandler {
  const shape = shaper(declared.response);
  const answer = async (request: RouteRequest, given: Record<string, string>): Promise<Answer> => {
    const requestId = requestIdFrom(request.headers);
    let caller: Caller | null = null;
    try {
      if (declared.permission === 'public') admit(request, null);
      const found = declared.permission === 'public' ? null : authenticate(request, declared.permission, requestId);
      caller = found instanceof Promise ? await found : found;
      const params = parse(declared.params, given, 'path');
      const query = parse(declared.query ?? noQuery, queryOf(request), 'query');
      const body = declared.body
        ? parse(declared.body, await readJson(request, declared.maxBodyBytes ?? defaultMaxBodyBytes), 'body')
        : undefined;
      const made = handle({ caller, params, query, body, request } as RouteInput<Output<P>, Output<Q>, Output<B>>);
      const result = made instanceof Promise ? await made : made;
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId };
      return { status: 200, headers: tellRate(headers, request), body: shape(result) };
    } catch (error) {
      if (caller) recordRefusal(runtime(), caller, request, declared.path, error);
      const problem = problemAnswer(error, requestId, runtime().log);
      return { ...problem, headers: tellRate({ ...problem.headers }, request) };
    }
  };
  const handler = async (request: Request, context: RouteContext) => toResponse(await answer(request, (await context.params) ?? {}));
  return Object.assign(handler, { endpoint: declared, answer });
}

/** Gives a result the form of its schema, in JSON. Results are never changed, so the same object is the same text. */
function shaper(schema: z.ZodType): (result: unknown) => string {
  const known = new WeakMap<object, string>();
  return (result) => {
    const isObject = typeof result === 'object' && result !== null;
    const text = (isObject ? known.get(result) : undefined) ?? JSON.stringify(schema.parse(result));
    if (isObject) known.set(result, text);
    return text;
  };
}

function parse<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = flatten(parsed.error.issues).map((issue) => ({
    path: [where, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  throw new AppError('invalid', first ? `${first.path}: ${first.message}` : `The ${where} is not valid.`, { issues });
}

/**
 * The first issues. A union fails as one; what helps the caller is the branch that came closest.
 * A hostile body has hundreds of thousands: no more are looked at than are told.
 */
function flatten(issues: readonly z.core.$ZodIssue[], base: readonly PropertyKey[] = []): { path: PropertyKey[]; message: string }[] {
  const found: { path: PropertyKey[]; message: string }[] = [];
  for (const issue of issues.slice(0, maxIssues)) {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) found.push(...flatten(closestBranch(issue.errors), path));
    else if (issue.code === 'invalid_key') found.push(...flatten(issue.issues, path));
    else found.push({ path, message: issue.message });
  }
  const isFirst = (issue: (typeof found)[number], index: number) =>
    index === found.findIndex((each) => each.message === issue.message && each.path.join('.') === issue.path.join('.'));
  return found.filter(isFirst).slice(0, maxIssues);
}

function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (branch: readonly z.core.$ZodIssue[]) => Math.max(0, ...branch.slice(0, maxIssues).map((each) => each.path.length));
  return [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

/** Query parameters as an object; one that is repeated is an array, which the schema refuses by name. */
function queryOf(request: RouteRequest): Record<string, unknown> {
  const start = request.url.indexOf('?');
  if (start < 0) return {};
  const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of new URLSearchParams(request.url.slice(start + 1))) {
    const earlier = found[name];
    found[name] = earlier === undefined ? value : Array.isArray(earlier) ? [...(earlier as unknown[]), value] : [earlier, value];
  }
  return { ...found };
}

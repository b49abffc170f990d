import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { Endpoint } from '@/lib/endpoint';
import { toResponse, type RouteRequest } from './answer';
import { route, type RouteHandler } from './route';

/** A document as it is sent: `fileName` is of plain letters, digits, dots and dashes. */
export interface TextFile {
  text: string;
  fileName: string;
  /** Where it is not the declared one. */
  contentType?: string | undefined;
  /** The header Link (RFC 8288). */
  link?: string | undefined;
}

const TextFileSchema = z.strictObject({ text: z.string(), fileName: z.string(), contentType: z.string().optional(), link: z.string().optional() });

/** Declares a route that needs a permission and answers with a document of the declared type, to be saved under a name; failures are problem details. */
export function textRoute<P extends z.ZodType, Q extends z.ZodType>(
  declared: Endpoint<P, Q, z.ZodUndefined, z.ZodString> & { contentType: string },
  handle: (input: { caller: Caller; params: z.output<P>; query: z.output<Q> }) => Promise<TextFile>,
): RouteHandler {
  const inner = route({ ...declared, response: TextFileSchema }, ({ caller, params, query }) => handle({ caller, params: params as z.output<P>, query: query as z.output<Q> }));
  const answer = async (request: RouteRequest, given: Record<string, string>) => {
    const made = await inner.answer(request, given);
    if (made.status !== 200) return made;
    const { text, fileName, contentType = declared.contentType, link } = TextFileSchema.parse(JSON.parse(String(made.body)));
    return { ...made, headers: { ...made.headers, 'content-type': contentType, 'content-disposition': `attachment; filename="${fileName}"`, 'x-content-type-options': 'nosniff', ...(link === undefined ? {} : { link }) }, body: text };
  };
  const handler = async (request: Request, context: { params?: Promise<Record<string, string>> }) => toResponse(await answer(request, (await context.params) ?? {}));
  return Object.assign(handler, { endpoint: declared, answer });
}

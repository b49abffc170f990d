import type { z } from 'zod';
import type { Permission } from '@/lib/auth/permissions';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type Method = (typeof methods)[number];

/**
 * What a route promises, as data: the server enforces it, `/api/openapi.json` describes it, and the client is typed by it.
 * `permission: 'public'` needs no session; 'self' needs one of a person, whatever that person may do, and reaches only what is that person's own; every other value is checked in the caller's tenant.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** The path with parameters in braces: `/api/monitoring/alerts/{id}`. */
  path: string;
  permission: Permission | 'public' | 'self';
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
  /** Of an answer that is no JSON. */
  contentType?: string;
  /** Bytes that the body may have; 1 MiB unless said. */
  maxBodyBytes?: number;
}

/** Keeps the literal types of a declaration. */
export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(declared: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return declared;
}

import { z } from 'zod';
import { canonicalJson } from '@/lib/statements/canonical';
import { sections, sectionKeys, type ConfigDocument } from './schemas';

/** A document without what its schema fills in again, so that it shows what is special. */
export function withoutDefaults(document: ConfigDocument): Record<string, unknown> {
  const found = document as Record<string, unknown>;
  const present = sectionKeys.filter((key) => found[key] !== undefined).map((key) => [key, strip(sections[key].schema, found[key])] as const);
  return { version: 1, ...Object.fromEntries(present) };
}

function strip(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return value === null ? value : strip(schema.unwrap(), value);
  if (schema instanceof z.ZodArray) return Array.isArray(value) ? value.map((item) => strip(schema.element, item)) : value;
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, each]) => each !== undefined && !isDefault(schema, key, each));
  return Object.fromEntries(entries.map(([key, each]) => [key, strip(schema.shape[key], each)]));
}

const defaults = new WeakMap<z.ZodObject, Map<string, string | null>>();

function isDefault(schema: z.ZodObject, key: string, value: unknown): boolean {
  let known = defaults.get(schema);
  if (!known) {
    known = new Map(Object.entries(schema.shape).map(([name, field]) => [name, defaultOf(field as z.ZodType)]));
    defaults.set(schema, known);
  }
  const text = known.get(key) ?? null;
  return text !== null && text === canonicalJson(value);
}

function defaultOf(field: z.ZodType): string | null {
  const parsed = field.safeParse(undefined);
  return parsed.success && parsed.data !== undefined ? canonicalJson(parsed.data) : null;
}

import { z } from 'zod';
import type { ChannelKindView } from '@/lib/alerts/channels/schemas';

/** One field of the form of a channel. Everything is typed as text: `lines` one value a line, `pairs` one `Name: value` a line. */
export interface ChannelField {
  /** Where the value stands in a draft, and in the issues of the server: `settings.url`. */
  path: string;
  part: 'settings' | 'secrets';
  name: string;
  title: string;
  hint: string;
  placeholder: string;
  kind: 'text' | 'long' | 'number' | 'choice' | 'lines' | 'pairs' | 'check';
  options: readonly string[];
  isRequired: boolean;
  isNullable: boolean;
  isAdvanced: boolean;
  /** What an empty form shows. */
  initial: string;
}

const Types = z.union([z.string().transform((type) => [type]), z.array(z.string())]).default([]);

const Property = z.looseObject({
  type: Types,
  title: z.string().optional(),
  description: z.string().optional(),
  placeholder: z.string().optional(),
  isAdvanced: z.boolean().optional(),
  isMultiline: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  anyOf: z.array(z.looseObject({ type: Types })).default([]),
  items: z.looseObject({ type: Types }).optional(),
});

const Schema = z.looseObject({ properties: z.record(z.string(), Property).default({}), required: z.array(z.string()).default([]) });

/** The fields of a kind in the order of its schemas: first the settings, then the secrets. */
export function fieldsOf({ settings, secrets }: Pick<ChannelKindView, 'settings' | 'secrets'>): ChannelField[] {
  return [...partOf('settings', settings), ...partOf('secrets', secrets)];
}

/** A stored value, or the default of a field, as the form shows it. */
export function textOf(kind: ChannelField['kind'], value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return '';
  const lines: unknown[] = value;
  if (kind !== 'pairs') return lines.map(String).join('\n');
  return z.array(z.object({ name: z.string(), value: z.string() })).catch([]).parse(lines).map((pair) => `${pair.name}: ${pair.value}`).join('\n');
}

function partOf(part: ChannelField['part'], schema: unknown): ChannelField[] {
  const { properties, required } = Schema.parse(schema);
  return Object.entries(properties).map(([name, property]) => {
    const kind = kindOf(property);
    const { title = name, description = '', placeholder = '', isAdvanced = false } = property;
    return {
      path: `${part}.${name}`, part, name, title, hint: description, placeholder, kind, isAdvanced,
      options: property.enum ?? [],
      isRequired: required.includes(name),
      isNullable: typesOf(property).includes('null'),
      initial: textOf(kind, property.default),
    };
  });
}

function kindOf(property: z.infer<typeof Property>): ChannelField['kind'] {
  if (property.enum) return 'choice';
  const type = typesOf(property).find((each) => each !== 'null');
  if (type === 'array') return property.items?.type.includes('object') ? 'pairs' : 'lines';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'check';
  return property.isMultiline ? 'long' : 'text';
}

function typesOf({ type, anyOf }: z.infer<typeof Property>): string[] {
  return [...type, ...anyOf.flatMap((each) => each.type)];
}

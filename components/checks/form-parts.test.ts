import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '@/components/alerts/notify/channel-fields';
import { checkKinds } from '@/lib/checks/kinds/registry';
import { newCheck } from './check-draft';
import { partsOfForm, summaryOf } from './form-parts';

const forms = checkKinds.map(({ kind, settings, secrets }) => ({ kind, settings: z.toJSONSchema(settings, { io: 'input' }), secrets: z.toJSONSchema(secrets, { io: 'input' }) }));

test.each(forms)('no field of $kind stands twice, and all that mean something stand somewhere', (form) => {
  const fields = fieldsOf(form);
  const { values } = newCheck(form, '');
  const placed = Object.values(partsOfForm(fields, values)).flat().map(({ path }) => path);
  expect(new Set(placed).size).toBe(placed.length);
  expect(fields.filter(({ isRequired, part }) => isRequired && part === 'settings').every(({ path }) => placed.includes(path))).toBe(true);
});

test('of HTTP the address stands open, what it expects is folded with its defaults in words', () => {
  const form = forms.find(({ kind }) => kind === 'http');
  const { values } = newCheck(form ?? { kind: '', settings: {}, secrets: {} }, '');
  const { target, short, expected } = partsOfForm(fieldsOf(form ?? { settings: {}, secrets: {} }), values);
  expect(target.map(({ name }) => name)).toEqual(['url']);
  expect(short).toEqual([]);
  expect(summaryOf(expected, values)).toBe('GET, 200-299');
});

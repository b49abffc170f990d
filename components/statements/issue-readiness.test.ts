import { expect, test } from 'vitest';
import type { StatementInput } from '@/lib/statements/schemas';
import { readinessOf } from './issue-readiness';

const input: StatementInput = { serviceId: '0d9f3f0e-6d0a-4f5e-8f43-1a2b3c4d5e6f', month: '2026-10', customer: 'Acme', objectiveIds: [], hasReasons: true };
const asked = JSON.stringify(input);
const shown = { data: {}, isPlaceholderData: false, isError: false };

test.each([
  ['its preview is on the screen', input, asked, shown, false, 'ready'],
  ['the last letters are not in the preview yet', { ...input, customer: 'Acme & Sons' }, asked, shown, false, 'counting'],
  ['nothing was asked yet', input, 'null', shown, false, 'counting'],
  ['the preview on the screen is the one before', input, asked, { ...shown, isPlaceholderData: true }, false, 'counting'],
  ['there is no preview yet', input, asked, { ...shown, data: undefined }, false, 'counting'],
  ['it could not be counted', input, asked, { data: undefined, isPlaceholderData: false, isError: true }, false, 'failed'],
  ['it could not be counted again', input, asked, { ...shown, isError: true }, false, 'failed'],
  ['the month is not final', input, asked, shown, true, 'early'],
  ['something is wrong with it', undefined, 'null', shown, false, 'faulty'],
] as const)('a statement is issued only as it was seen: %s', (_, sent, what, preview, isEarly, readiness) => expect(readinessOf(sent, what, preview, isEarly)).toBe(readiness));

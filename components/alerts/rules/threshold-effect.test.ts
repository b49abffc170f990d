import { expect, it } from 'vitest';
import { thresholdEffect } from './threshold-effect';

it.each([
  [{ begins: 3, ends: 0 }, 2, [], 'This would fire 3 alerts now, after the wait of their rules.'],
  [{ begins: 1, ends: 2 }, 2, [], 'This would fire 1 alert now, after the wait of its rule, and end 2 alerts.'],
  [{ begins: 0, ends: 1 }, 1, ['CPU'], 'This would end 1 alert. One rule could not be evaluated.'],
  [{ begins: 0, ends: 0 }, 1, [], 'By the values of now, no alert begins or ends.'],
  [{ begins: 0, ends: 0 }, 0, [], 'No rule uses what you changed: no alert begins or ends.'],
])('%j of %i rules', (totals, rules, failed, words) => expect(thresholdEffect({ totals, rules, failed })).toBe(words));

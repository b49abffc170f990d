import { describe, expect, it } from 'vitest';
import { createByteBudget } from './byte-budget';

describe('createByteBudget', () => {
  const full = expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 1 }) as Error;

  it('leaves half of it to others, whatever one tenant sends', () => {
    const budget = createByteBudget(100);
    budget.take(50, 1);
    expect(() => budget.take(1, 1)).toThrow(full);
    budget.take(50, 2);
    expect(() => budget.take(1, 3)).toThrow(full);
    budget.release(50, 1);
    budget.take(50, 3);
    expect(() => budget.take(1, 1)).toThrow(full);
  });
});

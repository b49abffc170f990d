import { describe, expect, it } from 'vitest';
import { createSendingSlots } from './sending-slots';

const now = Date.parse('2026-03-28T03:00:00Z');
const tenants = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('createSendingSlots', () => {
  it('keeps places of each lane, of a page and of all', () => {
    const slots = createSendingSlots();
    const leaves = Array.from({ length: 10 }, () => slots.enter({ lane: 'mail', tenantId: 'a', host: null }, now));
    expect([slots.freeOfTenant('mail', 'a', now), slots.freeOfTenant('mail', 'b', now), slots.freeOf('webhook'), slots.freeOf('request')]).toEqual([0, 10, 20, 2]);
    slots.enter({ lane: 'request', tenantId: 'a', host: 'x.example' }, now);
    slots.enter({ lane: 'request', tenantId: 'b', host: 'x.example' }, now);
    expect([slots.freeOf('request'), slots.freeOfTenant('webhook', 'a', now), slots.busyHosts()]).toEqual([0, 10, { 'x.example': 2 }]);
    for (const leave of leaves) leave();
    expect(slots.freeOfTenant('mail', 'a', now)).toBe(10);
  });

  it('lets 600 a minute of a page leave by each lane', () => {
    const slots = createSendingSlots();
    for (let n = 0; n < 20; n += 1) slots.enter({ lane: 'webhook', tenantId: 'a', host: `n${n}` }, now)();
    expect([slots.freeOfTenant('webhook', 'a', now), slots.freeOfTenant('webhook', 'a', now + 500), slots.freeOfTenant('mail', 'a', now)]).toEqual([0, 5, 10]);
    slots.forgetOthers(new Set(), now + 1_000);
    expect(slots.freeOfTenant('webhook', 'a', now + 500)).toBe(5);
  });

  it('gives pages their turns, those first that waited for the longest', () => {
    const slots = createSendingSlots();
    const order = () => slots.inTurn('webhook', tenants).map(({ id }) => id).join('');
    slots.hadTurn('webhook', 'a');
    expect(order()).toBe('bca');
    slots.hadTurn('webhook', 'b');
    slots.hadTurn('mail', 'c');
    expect(order()).toBe('cab');
    slots.forgetOthers(new Set(['a', 'c']), now);
    expect(order()).toBe('bca');
  });
});

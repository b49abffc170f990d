import { expect, it } from 'vitest';
import { createLanes } from './lanes';

it.each([true, false])('tenants take turns where many tasks wait (slow: %s)', async (isSlow) => {
  const lanes = createLanes();
  const order: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const run = (tenant: string) =>
    lanes.run(isSlow, tenant, async () => {
      await gate;
      order.push(tenant);
    });
  const all = [...Array.from({ length: 50 }, () => run('alpha')), run('beta'), run('beta'), run('gamma')];
  open();
  await Promise.all(all);
  expect(order).toHaveLength(53);
  expect(order.lastIndexOf('beta')).toBeLessThan(20);
  expect(order.indexOf('gamma')).toBeLessThan(20);
});

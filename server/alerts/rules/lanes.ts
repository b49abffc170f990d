const quickSlots = 8;
const slowSlots = 2;
/** One that was thought quick and runs for longer makes room for the others. */
const patienceMs = 500;

export interface Lanes {
  /** Runs the task when there is room, and resolves at its end. The task never rejects. */
  run(isSlow: boolean, tenantId: string, task: () => Promise<void>): Promise<void>;
}

/**
 * Lets a bounded number of tasks run at once. Slow ones have a lane of their own, so that however many there are, the others are on time; in each lane
 * tenants take turns, so that nobody waits behind the whole queue of another.
 */
export function createLanes(): Lanes {
  const quick = createLane(quickSlots);
  const slow = createLane(slowSlots);
  return {
    async run(isSlow, tenantId, task) {
      const lane = isSlow ? slow : quick;
      await lane.enter(tenantId);
      let isHeld = true;
      const leave = () => {
        if (isHeld) lane.leave();
        isHeld = false;
      };
      const timer = isSlow ? null : setTimeout(leave, patienceMs);
      try {
        await task();
      } finally {
        if (timer) clearTimeout(timer);
        leave();
      }
    },
  };
}

function createLane(slots: number): { enter(tenantId: string): Promise<void>; leave(): void } {
  /** By tenants, whose turn it is first. */
  const waiting = new Map<string, (() => void)[]>();
  let free = slots;
  return {
    enter(tenantId) {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const queue = waiting.get(tenantId);
        if (queue) queue.push(resolve);
        else waiting.set(tenantId, [resolve]);
      });
    },
    leave() {
      const [first] = waiting;
      if (!first) {
        free += 1;
        return;
      }
      const [tenantId, queue] = first;
      waiting.delete(tenantId);
      const next = queue.shift();
      if (queue.length > 0) waiting.set(tenantId, queue);
      next?.();
    },
  };
}

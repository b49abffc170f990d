const quickSlots = 8;
const slowSlots = 2;
/** One that was thought quick and runs for longer makes room for the others. */
const patienceMs = 500;

export interface Lanes {
  /** Runs the task when there is room, and resolves at its end. The task never rejects. */
  run(isSlow: boolean, task: () => Promise<void>): Promise<void>;
}

/** Lets a bounded number of tasks run at once. Slow ones have a lane of their own, so that however many there are, the others are on time. */
export function createLanes(): Lanes {
  const quick = createLane(quickSlots);
  const slow = createLane(slowSlots);
  return {
    async run(isSlow, task) {
      const lane = isSlow ? slow : quick;
      await lane.enter();
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

function createLane(slots: number): { enter(): Promise<void>; leave(): void } {
  const waiting: (() => void)[] = [];
  let free = slots;
  return {
    enter() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

import { refilled, type BucketLimits } from '@/lib/auth/token-bucket';

/** Arrivals of the last minute are kept in slices: enough to tell what other limits would have done. */
const sliceMs = 5_000;
const slices = 12;
const none = -1;

export interface BucketTable {
  /**
   * Takes a token of `name`. Returns how many are left, or, when there was none, what was missing as a negative number; then nothing is taken.
   * Whoever was not seen for longest is forgotten when the table is full.
   */
  take(name: string, limits: BucketLimits, now: number): number;
  /** What the requests of the last minute would have met under other limits. `refused` is the least that is certain: within a slice the order is not known. */
  replay(limits: BucketLimits, now: number): { requests: number; refused: number; names: number };
  size(): number;
}

/** Token buckets by name, at most `most` of them, in flat arrays: a request costs one look-up and no memory. */
export function createBucketTable(most: number): BucketTable {
  const slots = new Map<string, number>();
  const names: string[] = [];
  let room = 0;
  let tokens = new Float64Array(0);
  let ats = new Float64Array(0);
  let counts = new Uint32Array(0);
  let lastSlices = new Int32Array(0);
  let before = new Int32Array(0);
  let after = new Int32Array(0);
  let oldest = none;
  let newest = none;

  function grow(): void {
    room = Math.min(most, Math.max(64, room * 2));
    const moved = <T extends Float64Array | Uint32Array | Int32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    tokens = moved(new Float64Array(room), tokens);
    ats = moved(new Float64Array(room), ats);
    counts = moved(new Uint32Array(room * slices), counts);
    lastSlices = moved(new Int32Array(room), lastSlices);
    before = moved(new Int32Array(room), before);
    after = moved(new Int32Array(room), after);
  }

  function unlink(slot: number): void {
    const [left, right] = [before[slot] ?? none, after[slot] ?? none];
    if (left === none) oldest = right;
    else after[left] = right;
    if (right === none) newest = left;
    else before[right] = left;
  }

  function append(slot: number): void {
    before[slot] = newest;
    after[slot] = none;
    if (newest === none) oldest = slot;
    else after[newest] = slot;
    newest = slot;
  }

  function freeSlot(): number {
    if (slots.size < most) {
      if (slots.size >= room) grow();
      return slots.size;
    }
    const slot = oldest;
    unlink(slot);
    slots.delete(names[slot] ?? '');
    return slot;
  }

  function add(name: string, capacity: number, now: number): number {
    const slot = freeSlot();
    slots.set(name, slot);
    names[slot] = name;
    tokens[slot] = capacity;
    ats[slot] = now;
    lastSlices[slot] = Math.floor(now / sliceMs);
    counts.fill(0, slot * slices, (slot + 1) * slices);
    append(slot);
    return slot;
  }

  /** Empties the slices that passed since the last arrival. */
  function turn(slot: number, now: number): void {
    const current = Math.floor(now / sliceMs);
    const last = lastSlices[slot] ?? 0;
    if (current === last) return;
    const passed = current - last;
    if (passed < 0 || passed >= slices) counts.fill(0, slot * slices, (slot + 1) * slices);
    else for (let slice = last + 1; slice <= current; slice += 1) counts[slot * slices + (slice % slices)] = 0;
    lastSlices[slot] = current;
  }

  return {
    take(name, limits, now) {
      const known = slots.get(name);
      const slot = known ?? add(name, limits.capacity, now);
      if (known !== undefined && newest !== known) {
        unlink(known);
        append(known);
      }
      turn(slot, now);
      const cell = slot * slices + (Math.floor(now / sliceMs) % slices);
      counts[cell] = (counts[cell] ?? 0) + 1;
      const left = refilled(tokens[slot] ?? 0, ats[slot] ?? 0, limits, now) - 1;
      tokens[slot] = left < 0 ? left + 1 : left;
      ats[slot] = now;
      return left;
    },
    replay(limits, now) {
      const total = { requests: 0, refused: 0, names: 0 };
      const current = Math.floor(now / sliceMs);
      for (const slot of slots.values()) {
        const last = lastSlices[slot] ?? 0;
        if (last > current || current - last >= slices) continue;
        let left = limits.capacity;
        let requests = 0;
        let refused = 0;
        for (let slice = current - slices + 1; slice <= last; slice += 1) {
          const arrived = counts[slot * slices + (slice % slices)] ?? 0;
          const open = left + (limits.perSecond * sliceMs) / 1000;
          requests += arrived;
          refused += Math.max(0, arrived - Math.floor(open));
          left = Math.min(limits.capacity, Math.max(0, open - arrived));
        }
        total.requests += requests;
        total.refused += refused;
        if (refused > 0) total.names += 1;
      }
      return total;
    },
    size: () => slots.size,
  };
}

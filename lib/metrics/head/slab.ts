/** Samples of a series that are held as they came, before they are packed into a block. */
export const slotSamples = 64;

const slotWords = slotSamples * 2;
const pageSlots = 1_024;

/** Slots of 64 times and 64 values, in pages of 1 MiB: a hundred thousand series without as many small buffers. */
export class SampleSlab {
  private readonly pages: Float64Array[] = [];
  private readonly words: Uint32Array[] = [];
  private readonly free: number[] = [];
  private used = 0;

  /** A slot of undefined contents. */
  take(): number {
    const reused = this.free.pop();
    if (reused !== undefined) return reused;
    if (this.used === this.pages.length * pageSlots) {
      const page = new Float64Array(pageSlots * slotWords);
      this.pages.push(page);
      this.words.push(new Uint32Array(page.buffer));
    }
    return this.used++;
  }

  release(slot: number): void {
    this.free.push(slot);
  }

  write(slot: number, index: number, timeMs: number, low: number, high: number): void {
    const at = (slot % pageSlots) * slotWords + index;
    const page = this.pages[Math.floor(slot / pageSlots)];
    const words = this.words[Math.floor(slot / pageSlots)];
    if (!page || !words) throw new Error(`There is no slot ${slot}.`);
    page[at] = timeMs;
    words[(at + slotSamples) * 2] = low;
    words[(at + slotSamples) * 2 + 1] = high;
  }

  /** Views of the times and the values of a slot. */
  times(slot: number, count: number): Float64Array {
    const at = (slot % pageSlots) * slotWords;
    return this.page(slot).subarray(at, at + count);
  }

  values(slot: number, count: number): Float64Array {
    const at = (slot % pageSlots) * slotWords + slotSamples;
    return this.page(slot).subarray(at, at + count);
  }

  /** Bytes held, used or not. */
  sizeBytes(): number {
    return this.pages.length * pageSlots * slotWords * 8;
  }

  private page(slot: number): Float64Array {
    const page = this.pages[Math.floor(slot / pageSlots)];
    if (!page) throw new Error(`There is no slot ${slot}.`);
    return page;
  }
}

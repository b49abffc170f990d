/** Bytes that the bodies of all running scrapes may hold together. */
export interface BodyBudget {
  /** Takes bytes, or says that there are not as many left. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}

export function createBodyBudget(totalBytes: number): BodyBudget {
  let left = totalBytes;
  return {
    take(bytes) {
      if (bytes > left) return false;
      left -= bytes;
      return true;
    },
    giveBack: (bytes) => void (left += bytes),
  };
}

/** The space around the plot in pixels. The overlay relies on it to find the time under the pointer. */
export const plotInset = { left: 64, right: 12, top: 8, bottom: 24 } as const;

export const plotHeight = 176;

/** The time at a horizontal position within the plot's frame. */
export function timeAt(x: number, width: number, [fromMs, toMs]: readonly [number, number]): number {
  const inner = Math.max(1, width - plotInset.left - plotInset.right);
  const share = Math.min(1, Math.max(0, (x - plotInset.left) / inner));
  return fromMs + share * (toMs - fromMs);
}

/** The horizontal position of a time within the plot's frame. */
export function positionOf(atMs: number, width: number, [fromMs, toMs]: readonly [number, number]): number {
  const inner = Math.max(1, width - plotInset.left - plotInset.right);
  return plotInset.left + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * inner;
}

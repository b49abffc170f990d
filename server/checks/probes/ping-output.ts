export interface PingReport {
  sent: number;
  received: number;
  /** Round trips in milliseconds; null when nothing came back. */
  roundTripsMs: { least: number; average: number; most: number } | null;
}

/** Reads what `ping` says at its end: that of iputils, BusyBox, macOS and the BSDs. Null when it is none of them. */
export function readPingOutput(output: string): PingReport | null {
  const counts = /(\d{1,6}) packets transmitted, (\d{1,6})(?: packets)? received/.exec(output);
  if (!counts) return null;
  const times = /(?:rtt|round-trip) min\/avg\/max(?:\/(?:mdev|stddev|std-dev))? = ([\d.]+)\/([\d.]+)\/([\d.]+)/.exec(output);
  const [, least, average, most] = times ?? [];
  return { sent: Number(counts[1]), received: Number(counts[2]), roundTripsMs: times ? { least: Number(least), average: Number(average), most: Number(most) } : null };
}

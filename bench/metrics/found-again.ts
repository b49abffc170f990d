import type { Rival } from './rivals';

export interface Sent {
  samples: number;
  sum: number;
}

/** Asks for the number and the sum of all samples of some metrics; throws when it is not exactly what was sent. */
export async function requireFound(rival: Rival, metric: string, { endMs, windowMs }: { endMs: number; windowMs: number }, sent: Sent): Promise<void> {
  const selector = `{__name__=~"${metric}_.*"}[${Math.ceil(windowMs / 1000)}s]`;
  const samples = await valueOf(rival, `sum(count_over_time(${selector}))`, endMs);
  const sum = await valueOf(rival, `sum(sum_over_time(${selector}))`, endMs);
  if (samples === sent.samples && sum === sent.sum) return;
  throw new Error(`${rival.name} was sent ${sent.samples} samples with the sum ${sent.sum}; it has ${samples} with the sum ${sum}.`);
}

async function valueOf({ target, name }: Rival, query: string, timeMs: number): Promise<number> {
  const url = new URL(`http://${target.host}:${target.port}/api/v1/query`);
  url.search = new URLSearchParams({ query, time: String(timeMs / 1000) }).toString();
  const answer = await fetch(url, { headers: target.headers, signal: AbortSignal.timeout(120_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name} answered ${answer.status} to ${query}: ${text.slice(0, 500)}`);
  const { data } = JSON.parse(text) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}

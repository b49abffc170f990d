import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../prometheus';

const program = process.env.ALERTMANAGER ?? 'prometheus-alertmanager';

/** The version of the Alertmanager that is on the path; null without one. */
export function alertmanagerVersion(): string | null {
  try {
    return /version (\S+)/.exec(execFileSync(program, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] }).toString())?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/** Starts an Alertmanager that groups by name, waits for nothing and tells one webhook. */
export async function startAlertmanager(webhook: string): Promise<{ url: URL; stop(): Promise<void> }> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'alertmanager-bench-'));
  const config = path.join(dir, 'alertmanager.yml');
  writeFileSync(config, `route: {receiver: sink, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 4h}\nreceivers: [{name: sink, webhook_configs: [{url: '${webhook}'}]}]\n`);
  const port = await freePort();
  const options = [`--config.file=${config}`, `--storage.path=${path.join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error'];
  const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = new URL(`http://127.0.0.1:${port}`);
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(dir, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const answer = await fetch(new URL('/-/ready', url), { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return { url, stop };
    await sleep(20);
  }
  await stop();
  throw new Error('Alertmanager did not get ready.');
}

import { spawn } from 'node:child_process';
import path from 'node:path';

const unwatched = ['node_modules', '.next', 'dist', '.data*', 'server/database/generated'];

/**
 * Runs server/main.ts under tsx, which restarts it when a file that it imports changes. The child has a session of its own, so that
 * Ctrl-C reaches it once, through us.
 */
export async function runDevelopment(root) {
  const program = path.join(root, 'node_modules/tsx/dist/cli.mjs');
  const excludes = unwatched.map((name) => `--exclude=${path.join(root, name)}/**`);
  const child = spawn(process.execPath, [program, 'watch', '--clear-screen=false', ...excludes, 'server/main.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', (...result) => resolve(result));
  });
  if (signal !== null) process.exit(signal === 'SIGINT' ? 130 : 143);
  process.exit(code);
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { runChild } from './child.mjs';
import { lockBuild } from './build-lock.mjs';
import { readState, sourceHash, writeState } from './stamp.mjs';

const parts = {
  prisma: { title: 'Prisma client', outputs: ['server/database/generated'], make: generateClient },
  server: { title: 'Server', outputs: ['dist/main.mjs', 'dist/cli.mjs'], make: ({ root }) => bundle(root) },
  web: { title: 'Web app', outputs: ['.next/BUILD_ID'], make: buildWeb },
};

/**
 * Builds those of the given parts that are missing or older than their sources. Another build of the same tree is waited for.
 * beforeWork runs only when there is something to build.
 */
export async function build(options) {
  if (staleParts(options).length === 0) {
    if (options.beforeWork === undefined && options.parts.includes('web')) options.output.write('The build is up to date.\n');
    return;
  }
  options.beforeWork?.(options.root);
  const lock = await lockBuild(options.root, options.output);
  try {
    const stale = staleParts(options);
    for (const [index, part] of stale.entries()) {
      await makePart(part, `[${index + 1}/${stale.length}] ${parts[part].title}`, { ...options, lock });
    }
  } finally {
    lock.release();
  }
}

function staleParts({ root, parts: wanted, isForced }) {
  const state = readState(root);
  const isCurrent = (part) =>
    state[part]?.sources === sourceHash(root, part) && parts[part].outputs.every((output) => existsSync(path.join(root, output)));
  return wanted.filter((part) => isForced || !isCurrent(part));
}

/** The entry in build.json goes before the work begins and comes back after it: what failed midway is never taken for good. */
async function makePart(part, title, options) {
  const { root, output } = options;
  const startMs = performance.now();
  const sources = sourceHash(root, part);
  const { [part]: before, ...others } = readState(root);
  writeState(root, others);
  output.write(`${title} ... `);
  try {
    const details = await parts[part].make({ ...options, before });
    writeState(root, { ...readState(root), [part]: { sources, ...details } });
  } catch (error) {
    output.write('failed\n');
    throw error;
  }
  output.write(`${((performance.now() - startMs) / 1000).toFixed(1)} s\n`);
}

/** prisma would download a schema engine that it does not use here; any existing file in its place prevents that. */
async function generateClient(options) {
  const program = path.join(options.root, 'node_modules/prisma/build/index.js');
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  await runChild('The Prisma client', [program, 'generate', '--no-hints'], env, options);
}

async function buildWeb(options) {
  const program = path.join(options.root, 'node_modules/next/dist/bin/next');
  await runChild('The web app', [program, 'build'], { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }, options);
}

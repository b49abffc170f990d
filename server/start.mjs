// The entry of npm start, npm run dev, npm run build and npm run nines. Plain JavaScript: it runs before anything is built.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const minimumNode = [20, 19];

async function launch([mode, ...rest]) {
  requireNode();
  requirePackages();
  const { build } = await import('./launcher/build.mjs');
  const options = { root, isVerbose: process.argv.includes('--verbose'), isForced: process.argv.includes('--force') };
  switch (mode) {
    case '--cli':
      await build({ ...options, isVerbose: false, isForced: false, parts: ['prisma', 'server'], output: process.stderr });
      return run('cli.mjs', rest);
    case '--build-only':
      return build({ ...options, parts: ['prisma', 'server', 'web'], output: process.stdout });
    case '--dev': {
      const { runDevelopment } = await import('./launcher/development.mjs');
      await build({ ...options, parts: ['prisma'], output: process.stdout });
      return runDevelopment(root);
    }
    default: {
      const { refuseWhenRunning } = await import('./launcher/running.mjs');
      await build({ ...options, parts: ['prisma', 'server', 'web'], output: process.stdout, beforeWork: refuseWhenRunning });
      return run('main.mjs', process.argv.slice(2));
    }
  }
}

/** In this process, so that its pid and the signals sent to it are the server's own. */
async function run(bundle, args) {
  const file = path.join(root, 'dist', bundle);
  process.env.NODE_ENV = 'production';
  process.chdir(root);
  process.argv = [process.argv[0], file, ...args];
  await import(file);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  throw new Error(`Nines needs Node.js ${minimumNode.join('.')} or newer, and this is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
}

function requirePackages() {
  const missing = ['next', 'esbuild', 'prisma', 'pg'].filter((name) => !existsSync(path.join(root, 'node_modules', name, 'package.json')));
  if (missing.length > 0) throw new Error('The packages that Nines needs are not installed. Run: npm ci');
}

launch(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${process.env.DEBUG && error instanceof Error ? error.stack : (error?.message ?? error)}\n`);
  process.exit(error?.exitCode ?? 1);
});

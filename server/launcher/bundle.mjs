import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Bundles the server and the command line into dist. The two entries are replaced last, each at once; the chunks of the build before
 * stay, because a server that runs from it may not have loaded them all.
 */
export async function bundle(root) {
  const esbuild = await import('esbuild');
  const dist = path.join(root, 'dist');
  const previous = listed(path.join(dist, 'files.json'));
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['server/main.ts', 'server/cli.ts'],
    outdir: dist,
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    alias: aliases(root),
    tsconfig: path.join(root, 'tsconfig.json'),
    jsx: 'automatic',
    sourcemap: 'linked',
    write: false,
    logLevel: 'silent',
  }).catch((error) => {
    throw new Error(`The server did not build:\n${describe(esbuild, error)}`);
  });
  esbuild.stop();
  const isEntry = ({ path: file }) => path.dirname(file) === dist;
  const files = result.outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
  for (const { path: file, contents } of files) replaceFile(file, contents);
  const current = files.map(({ path: file }) => path.relative(dist, file));
  removeOthers(path.join(dist, 'chunks'), new Set([...previous, ...current].map((file) => path.basename(file))));
  replaceFile(path.join(dist, 'files.json'), JSON.stringify(current));
}

/** `@/x` is x below the root, as in tsconfig.json. Named by directory: a bare `@` would also take scoped packages. */
function aliases(root) {
  const { paths } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8')).compilerOptions;
  if (paths?.['@/*'] === undefined) return {};
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name));
  return Object.fromEntries(names.map(({ name }) => [`@/${name}`, path.join(root, name)]));
}

function describe(esbuild, error) {
  if (!Array.isArray(error.errors)) return error.message;
  return esbuild.formatMessagesSync(error.errors, { kind: 'error', color: false }).join('');
}

function replaceFile(file, contents) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, contents);
  renameSync(`${file}.tmp`, file);
}

function removeOthers(dir, kept) {
  let names = [];
  try {
    names = readdirSync(dir);
  } catch {
    return;
  }
  for (const name of names) if (!kept.has(name)) rmSync(path.join(dir, name), { force: true });
}

function listed(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

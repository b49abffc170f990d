import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const directories = ['app', 'components', 'lib', 'server', 'prisma', 'public'];
const rootFile = /^(package-lock\.json|tsconfig\.json|(next|postcss|prisma)\.config\.\w+|instrumentation(-client)?\.tsx?|(proxy|middleware)\.ts)$/;
const isIgnored = (name) => name === 'generated' || name === 'node_modules' || /\.test\.tsx?$/.test(name);

/** The hash of everything that a part of the build is made from. */
export function sourceHash(root, part) {
  const files = part === 'prisma' ? ['prisma/schema.prisma', 'package-lock.json'] : allSources(root);
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(path.join(root, file))).update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** What was built from which sources. A part that is being built, or failed, has no entry. */
export function readState(root) {
  try {
    return JSON.parse(readFileSync(stateFile(root), 'utf8'));
  } catch {
    return {};
  }
}

export function writeState(root, state) {
  const file = stateFile(root);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
}

function stateFile(root) {
  return path.join(root, 'dist', 'build.json');
}

function allSources(root) {
  const files = readdirSync(root).filter((name) => rootFile.test(name));
  for (const directory of directories) collect(root, directory, files);
  return files.sort();
}

function collect(root, directory, files) {
  let entries;
  try {
    entries = readdirSync(path.join(root, directory), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    if (isIgnored(entry.name)) continue;
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory()) collect(root, name, files);
    else if (entry.isFile()) files.push(name);
  }
}

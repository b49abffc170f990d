import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathText, readYamlDocument, type ReadDocument } from '@/lib/configuration/read-document';
import { sectionKeys, type ConfigDocument, type ConfigProblem } from '@/lib/configuration/schemas';
import { isAppError, messageOf } from '@/lib/errors';
import { resolveReferences } from './resolve-references';

const mostFiles = 100;

/** What the files of one tenant say together. */
export interface FileDocument {
  /** Of the file, or of the folder. */
  name: string;
  sha256: string;
  document: ConfigDocument | null;
  problems: ConfigProblem[];
  /** The same fault, with the file and line that it is of. */
  place(path: string, message: string): ConfigProblem;
}

/** The YAML files of a path: itself, or those of a folder by name, without those below it. */
export async function listYamlFiles(at: string): Promise<string[]> {
  if (!(await stat(at)).isDirectory()) return [at];
  const names = await readdir(at);
  return names.filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.')).sort().slice(0, mostFiles).map((name) => path.join(at, name));
}

/** Reads files as one document: a section is in one of them only. References are resolved by the environment and the folder `secretsDir`. */
export async function readFiles(files: readonly string[], name: string, secretsDir: string, environment: Readonly<Record<string, string | undefined>>): Promise<FileDocument> {
  const hash = createHash('sha256');
  const owners = new Map<string, { file: string; read: ReadDocument }>();
  const problems: ConfigProblem[] = [];
  const merged: Record<string, unknown> = { version: 1 };
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    hash.update(`${file}\n${text}\n`);
    const short = path.basename(file);
    const read = readYamlDocument(text, short);
    problems.push(...read.problems);
    for (const key of sectionKeys) {
      if (read.document?.[key] === undefined) continue;
      const owner = owners.get(key);
      if (owner) problems.push({ file: short, path: key, message: `is in ${owner.file} already: a section is in one file only`, ...read.placeOf([key]) });
      else owners.set(key, { file: short, read });
      merged[key] = read.document[key];
    }
  }
  const place = (at: string, message: string): ConfigProblem => {
    const owner = owners.get(/^\w+/.exec(at)?.[0] ?? '');
    return owner ? { file: owner.file, path: at, message, ...owner.read.placeOf(owner.read.pathOf(at)) } : { file: name, line: null, column: null, path: at, message };
  };
  let document: ConfigDocument | null = null;
  try {
    if (problems.length === 0) document = await resolveReferences(merged as ConfigDocument, { environment, secretsDir });
  } catch (error) {
    problems.push(...problemsOf(error, place));
  }
  // A secret that changed is a change of the file.
  return { name, sha256: hash.update(JSON.stringify(document)).digest('hex'), document, problems: problems.slice(0, 50), place };
}

/** A failure by file and line. */
export function problemsOf(error: unknown, place: FileDocument['place']): ConfigProblem[] {
  if (!isAppError(error) || error.issues.length === 0) return [place(pathText([]), messageOf(error))];
  return error.issues.slice(0, 50).map(({ path: at, message }) => place(at, message));
}

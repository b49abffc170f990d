import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { Config } from '@/server/config';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { Sealer } from '@/server/secrets/sealed';
import type { HostRules } from '@/server/status-pages/allowed-hosts';
import { readNames, type Names } from './names';

/** What the configuration is read and changed with. */
export interface ConfigSources {
  database: Database;
  sealer: Sealer;
  /** Where people reach Nines. */
  url: string;
  config: HostRules & Pick<Config, 'metrics' | 'variables' | 'dataDir' | 'databaseUrl' | 'signInProviders'>;
  log: Log;
}

/** One reading or change of a tenant's configuration, in one transaction. */
export interface Work extends ConfigSources {
  caller: Caller;
  names: Names;
  isPlatform: boolean;
  /** Queries of the tenant in the transaction. */
  read<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** `sources.database` is one transaction already. */
export async function openWork(sources: ConfigSources, caller: Caller, isPlatform: boolean): Promise<Work> {
  const read: Work['read'] = (run) => sources.database.transaction({ kind: 'tenant', tenant: caller.tenant }, run);
  return { ...sources, caller, isPlatform, read, names: await read(readNames) };
}

/** Reads the names anew, once things were made and removed. */
export async function rereadNames(work: Work): Promise<void> {
  work.names = await work.read(readNames);
}

/** A thing of a list as it is stored. */
export interface StoredItem<Item> {
  id: string;
  version: number;
  item: Item;
}

/** A section that is a list of named things. */
export interface ListSection<Item extends { name: string }> {
  kind: 'list';
  read(work: Work): Promise<StoredItem<Item>[]>;
  /** Replaces secrets that are as they are stored by their mark, so that only what differs counts as a change. Throws AppError `invalid` for one to be kept that there is not. */
  settle?(work: Work, item: Item, stored: StoredItem<Item> | undefined): Promise<Item>;
  create(work: Work, item: Item): Promise<void>;
  update(work: Work, stored: StoredItem<Item>, item: Item): Promise<void>;
  remove(work: Work, stored: StoredItem<Item>): Promise<void>;
  /** Where things can be removed while others still name them: throws for what is named when everything else is done. */
  confirmRemoval?(work: Work, stored: StoredItem<Item>): Promise<void>;
  /** The order in which things are created and changed; that of the document unless said. */
  order?(items: readonly Item[]): Item[];
}

/** A section that is one thing. */
export interface OneSection<Value> {
  kind: 'one';
  /** Undefined: the tenant has none. */
  read(work: Work): Promise<Value | undefined>;
  /** As of a list. */
  settle?(work: Work, value: Value): Promise<Value>;
  /** What the change means besides, as a sentence; null: nothing. */
  impact?(work: Work, before: Value | undefined, after: Value): Promise<string | null>;
  write(work: Work, value: Value): Promise<void>;
}

/** What is stored as a document has it, with what a newer Nines added. What an older one stored otherwise stays as it is. */
export function itemOf<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : (raw as z.output<Schema>);
}

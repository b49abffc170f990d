import { explainDirError } from '../data-dir';
import { chooseAccount, findIdentity } from './account';
import type { Identity } from './account';
import { loadBinaries } from './binaries';
import type { Binaries } from './binaries';
import { explainFailure } from './failure';
import { createLayout, layoutOf } from './layout';
import type { Layout } from './layout';

/** Everything that a launch of PostgreSQL needs to know about this machine. */
export interface Place {
  layout: Layout;
  binaries: Binaries;
  identity: Identity;
}

/** Finds the programs, makes the directories, and settles which account runs PostgreSQL. */
export async function preparePlace(dataDir: string): Promise<Place> {
  try {
    const layout = await layoutOf(dataDir);
    const account = await chooseAccount(layout.root);
    await createLayout(layout, account).catch((error: NodeJS.ErrnoException) => {
      throw account !== undefined && error.code === 'EPERM' ? explainFailure(error.message, layout) : error;
    });
    const binaries = await loadBinaries(layout.libraries);
    return { layout, binaries, identity: await findIdentity(account, layout, binaries) };
  } catch (error) {
    throw explainDirError(dataDir, error);
  }
}

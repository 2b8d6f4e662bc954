import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const root = join(import.meta.dirname, '..');
const output = join(root, 'build/client');
const stampFile = join(output, '.stamp.json');
/** Entries name the chunks; `src/ui/assets.ts` finds them by these names. */
const isEntry = (file: string) => /\.client\.ts$|\.island\.tsx?$/.test(file);
/** Read whatever the last build used: they decide what is built, or are found by globs of their own. */
const isAlwaysInput = (file: string) => /\.css$|^src\/(?:[^/]+\/)?studio\/.*\.tsx?$/.test(file);
const alwaysInputs = ['vite.config.ts', 'tools/build-client.ts', 'package-lock.json'];
const compressible = /\.(?:css|m?js|svg|json|html|txt|wasm|map|pfb|ttf)$/;

interface Stamp {
  readonly hash: string;
  /** Our own modules in the last build, relative to the root. */
  readonly modules: readonly string[];
}

/** Builds the client into `build/client`, unless its inputs are what they were at the last build. */
export async function buildClient(options: { readonly force?: boolean } = {}): Promise<void> {
  if (!options.force && isClientFresh()) return;
  const sources = listSources();
  const folder = join(root, `build/client-${process.pid}`);
  await removeUnfinished();
  try {
    const modules = await bundle(findEntries(sources), folder);
    await compressAll(folder);
    const stamp: Stamp = { hash: hashInputs(sources, modules), modules };
    await writeFile(join(folder, '.stamp.json'), JSON.stringify(stamp));
    await putInPlace(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what builds left behind that were killed. */
async function removeUnfinished(): Promise<void> {
  const above = join(root, 'build');
  const names = existsSync(above) ? await readdir(above) : [];
  for (const name of names) {
    const builder = Number(/^client-(\d+)(?:-old)?$/.exec(name)?.[1]);
    if (builder && !isRunning(builder))
      await rm(join(above, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the last build was made from the inputs as they are now. */
export function isClientFresh(): boolean {
  const last = readStamp();
  return last !== undefined && last.hash === hashInputs(listSources(), last.modules);
}

/** Every file of ours. One reading of the folders: patterns would read them once each, which a start feels. */
function listSources(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return files.map((file) => `src/${file.replaceAll('\\', '/')}`).toSorted();
}

function findEntries(sources: readonly string[]): Record<string, string> {
  const entries: Record<string, string> = { styles: 'src/ui/site.css' };
  for (const file of sources.filter(isEntry)) {
    const name = basename(file).replace(/\.tsx?$/, '');
    if (entries[name])
      throw new Error(`Two client entries are named ${name}: ${file}, ${entries[name]}`);
    entries[name] = file;
  }
  if (sources.includes('src/studio/main.tsx')) entries['studio.island'] = 'src/studio/main.tsx';
  return entries;
}

function readStamp(): Stamp | undefined {
  return existsSync(stampFile) ? (JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp) : undefined;
}

/** One hash over the entries and the content of every input; a vanished input changes it too. */
function hashInputs(sources: readonly string[], modules: readonly string[]): string {
  const wanted = new Set(modules);
  const inputs = sources.filter((file) => wanted.has(file) || isAlwaysInput(file));
  const hash = createHash('sha256').update(JSON.stringify(findEntries(sources)));
  for (const file of [...inputs, ...alwaysInputs]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Runs Vite, and answers our own modules that went in. */
async function bundle(entries: Record<string, string>, outDir: string): Promise<string[]> {
  // Loaded only when there is something to build, which keeps the check fast.
  const [{ build }, { clientConfig }] = await Promise.all([
    import('vite'),
    import('../vite.config.ts'),
  ]);
  const modules = new Set<string>();
  await build({
    ...clientConfig,
    configFile: false,
    root,
    plugins: [
      clientConfig.plugins,
      {
        name: 'note-modules',
        moduleParsed({ id }) {
          const file = relative(root, id.split('?', 1)[0] ?? id).replaceAll('\\', '/');
          if (file.startsWith('src/')) modules.add(file);
        },
        generateBundle(_options, bundled) {
          for (const made of Object.values(bundled))
            if (made.type === 'chunk') assertAlone(made.fileName, made.imports);
        },
      },
    ],
    build: {
      ...clientConfig.build,
      outDir,
      rolldownOptions: {
        // The component library marks its files for servers; here all is client.
        onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log),
        input: entries,
        output: { entryFileNames: entryFileName, chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return [...modules].toSorted();
}

/** The service worker is loaded as a script of its own: a module that it shares with a page would become a file that it cannot load. */
function assertAlone(id: string, imports: readonly string[]): void {
  if (id.startsWith('worker-') && imports.length > 0)
    throw new Error(
      `The service worker shares ${imports.join(', ')} with pages: it has to stand alone.`,
    );
}

function entryFileName({ name }: { readonly name: string }): string {
  return `${name.replace(/\.(?:client|island)$/, '')}-[hash].js`;
}

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const zstd = promisify(zlib.zstdCompress);

/** Writes `.br`, `.zst` and `.gz` beside every text file worth it, one file a core: each method holds up to 100 MB as it works. */
async function compressAll(folder: string): Promise<void> {
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    compressible.test(name),
  );
  const work = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop())
      await compress(join(folder, name));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

// The last twelfth of a large file costs forty times as much processor time as all before: only what every page loads gets it.
const largeBytes = 64 * 1_024;

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < 256) return;
  const quality = bytes.length > largeBytes ? 7 : 11;
  const forBrotli = { [zlib.constants.BROTLI_PARAM_QUALITY]: quality };
  const forZstd = { [zlib.constants.ZSTD_c_compressionLevel]: 19 };
  await writeFile(`${file}.br`, await brotli(bytes, { params: forBrotli }));
  await writeFile(`${file}.zst`, await zstd(bytes, { params: forZstd }));
  await writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }));
}

/** Swaps the new build in; two builds at once end with one of them whole. */
async function putInPlace(folder: string): Promise<void> {
  const old = `${folder}-old`;
  await rename(output, old).catch(ignoreMissing);
  await rename(folder, output);
  await rm(old, { recursive: true, force: true });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

if (import.meta.main) await buildClient({ force: process.argv.includes('--force') });

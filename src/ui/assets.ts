import { readFileSync } from 'node:fs';

/** A module of the client with what it needs before it runs. */
export interface Island {
  readonly src: string;
  readonly preloads: readonly string[];
  readonly css: readonly string[];
  /** What it loads when it is needed. */
  readonly later: readonly string[];
}

/** The addresses of the built client files. */
export interface Assets {
  /** The site's style sheets. */
  readonly css: readonly string[];
  /** The address of `src/ui/<name>.client.ts`. */
  script(name: string): string | undefined;
  /** The island `<name>.island.ts(x)`, or the app `studio`. */
  island(name: string): Island | undefined;
}

interface Chunk {
  readonly file: string;
  readonly name?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

const base = '/assets/';
const builtFiles = new URL('../../build/client/', import.meta.url);

/** Reads the manifest of the built client; throws when the client was not built. */
export function loadAssets(folder: URL = builtFiles): Assets {
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest;
  const entries = new Map<string, Chunk>();
  for (const chunk of Object.values(manifest)) {
    if (chunk.isEntry && chunk.name) entries.set(chunk.name, chunk);
  }
  const styles = entries.get('styles');
  const address = (file: string): string => base + file;

  return {
    css: styles ? [address(styles.file)] : [],
    script(name) {
      const chunk = entries.get(`${name}.client`);
      return chunk && address(chunk.file);
    },
    island(name) {
      const entry = entries.get(`${name}.island`);
      if (!entry) return undefined;
      const imports = [...importsOf(manifest, entry)];
      return {
        src: address(entry.file),
        preloads: imports.map(({ file }) => address(file)),
        css: [...new Set([...imports, entry].flatMap(({ css = [] }) => css))].map(address),
        later: laterOf(manifest, [...imports, entry]).map(({ file }) => address(file)),
      };
    },
  };
}

/** Every chunk that `entry` imports at once, directly or not, each before its importers. */
function importsOf(manifest: Manifest, entry: Chunk, seen = new Set<Chunk>()): Set<Chunk> {
  for (const key of entry.imports ?? []) {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk)) continue;
    importsOf(manifest, chunk, seen);
    seen.add(chunk);
  }
  return seen;
}

/** The chunks that some chunks load when they are needed, with what those import. */
function laterOf(manifest: Manifest, chunks: readonly Chunk[]): Chunk[] {
  const keys = new Set(chunks.flatMap(({ dynamicImports = [] }) => dynamicImports));
  const found = [...keys].flatMap((key) => manifest[key] ?? []);
  return [...new Set(found.flatMap((chunk) => [...importsOf(manifest, chunk), chunk]))];
}

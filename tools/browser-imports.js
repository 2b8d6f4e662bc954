// What browsers load may reach nothing of the server, by however many steps: a bundler says so late, or not at all.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const loaded = /(?:^|\/)(?:studio\/.*\.tsx?|[^/]+\.(?:island|client)\.tsx?)$/;
const serverOnly = /^src\/kernel\/id\.ts$/;
const imported =
  /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Whether browsers load this file of `src/` by itself. */
export function isForBrowsers(path) {
  return loaded.test(path) && !/\.test\.tsx?$/.test(path);
}

/** How `file` reaches the server: the chain of files from it on, the shortest first; nothing when it does not. */
export function wayToServer(root, file) {
  const ways = [[file]];
  const seen = new Set([file]);
  for (const way of ways) {
    const last = way.at(-1);
    if (isServers(root, last)) return way.map((one) => nameOf(root, one));
    for (const next of importsOf(root, last))
      if (!seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
  }
  return undefined;
}

function nameOf(root, file) {
  return file.startsWith('node:') ? file : relative(root, file).split(sep).join('/');
}

function isServers(root, file) {
  return file.startsWith('node:') || serverOnly.test(nameOf(root, file));
}

const read = new Map();

/** What a file of ours imports when it runs, as files of ours and modules of Node. */
function importsOf(root, file) {
  if (!read.has(file)) read.set(file, existsSync(file) ? parse(root, file) : []);
  return read.get(file);
}

function parse(root, file) {
  return Array.from(readFileSync(file, 'utf8').matchAll(imported))
    .map(([, fixed, lazy]) => resolveFrom(root, file, fixed ?? lazy))
    .filter((target) => target !== undefined);
}

/** What a specifier stands for when it is a programme: a file of ours or a module of Node; undefined for a package or a style. */
export function resolveFrom(root, file, specifier) {
  if (specifier.startsWith('node:')) return specifier;
  return /\.tsx?$/.test(specifier) ? fileOf(root, file, specifier) : undefined;
}

/** The file of ours that a specifier names, of whatever kind; undefined for anything else. */
export function fileOf(root, from, specifier) {
  if (specifier.startsWith('#')) return join(root, 'src', specifier.slice(1));
  return specifier.startsWith('.') ? resolve(dirname(from), specifier) : undefined;
}

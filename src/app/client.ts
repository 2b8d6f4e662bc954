import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#platform/log.ts';
import type { Undo } from './undo.ts';
import { isClientFresh } from '../../tools/build-client.ts';

const root = join(import.meta.dirname, '../..');
const manifest = join(root, 'build/client/manifest.json');

/**
 * Builds styles, scripts and the studio when their sources changed since the last build: in a process of its own, for a
 * bundler takes memory that a server does not give back. Resolves to why there is no client at all, if so.
 */
export async function ensureClient(log: Logger, undo: Undo): Promise<string | undefined> {
  if (isClientFresh()) return undefined;
  log.info('Building styles, scripts and the studio: this happens once.');
  const builder = startBuild();
  await undo.add(() => builder.stop());
  const { code, said } = await builder.ended;
  if (code === 0 || undo.isRunning) return undefined;
  log.error('The client could not be built', { said: said.slice(-2_000) });
  return existsSync(manifest)
    ? undefined
    : 'Styles and scripts could not be built; the log says why.';
}

function startBuild() {
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(root, 'tools/build-client.ts')],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // It ends when we do, however we end (src/platform/hooks.mjs).
      env: { ...process.env, SHUYUAN_LAUNCHED: '1' }, // oxlint-disable-line house/environment -- handed on whole
    },
  );
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
  return {
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '../config.ts';
import { openConnection } from '../s3/connection.ts';

// A store that others wrote: OpenStack Swift with its S3 face, as Debian packages it (`swift-proxy`, `swift-account`,
// `swift-container`, `swift-object`), one process a kind on loopback.

const python = '/usr/bin/python3';
const script = join(import.meta.dirname, 'swift-server.py');

export interface Swift {
  readonly settings: S3Settings;
  close(): Promise<void>;
}

/** Swift with one account and one bucket; or why it does not run here. */
export async function startSwift(): Promise<Swift | string> {
  const missing = whyMissing();
  if (missing) return missing;
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-swift-'));
  const started = await serveIn(folder);
  try {
    await makeBucket(started.settings);
    return started;
  } catch (error) {
    await started.close();
    return `OpenStack Swift of this machine does not start (${String(error)})`;
  }
}

function whyMissing(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-swift-'));
  const { status, error, stderr } = spawnSync(python, [script, 'probe', folder], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  rmSync(folder, { recursive: true });
  if (status === 0) return undefined;
  const why = error?.message ?? stderr?.trim().split('\n').at(-1) ?? 'it does not start';
  return `OpenStack Swift is not here (${why}); on Debian: apt install swift-proxy swift-account swift-container swift-object`;
}

async function serveIn(folder: string): Promise<Swift> {
  const [proxy, ...backends] = await freePorts(4);
  await writeConfiguration(folder, proxy!, backends);
  spawnSync(python, [script, 'rings', folder, ...backends.map(String)], { timeout: 20_000 });
  const servers = kinds.map((kind) =>
    spawn(python, [script, 'serve', folder, kind], { stdio: 'ignore' }),
  );
  return {
    settings: {
      endpoint: `http://127.0.0.1:${proxy}`,
      region: 'us-east-1',
      bucket: 'academy',
      accessKeyId: 'test:tester',
      secretAccessKey: 'testing',
      isPathStyle: true,
    },
    close: async () => {
      await Promise.all(servers.map(endProcess));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits up to half a minute for the servers. */
async function makeBucket(settings: S3Settings): Promise<void> {
  const connection = openConnection({ settings, random: Math.random, tries: 11, pauseMs: 250 });
  await connection.ask({ method: 'PUT' }, (answer) => answer.text());
}

const kinds = ['account', 'container', 'object', 'proxy'] as const;

function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

async function writeConfiguration(
  folder: string,
  proxy: number,
  backends: readonly number[],
): Promise<void> {
  await mkdir(join(folder, 'disks/disk'), { recursive: true });
  await mkdir(join(folder, 'cache'));
  const files = {
    swift: `[swift-hash]
swift_hash_path_suffix = test
swift_hash_path_prefix = test
[storage-policy:0]
name = Policy-0
default = yes`,
    account: backend(folder, 'account', backends[0]!),
    container: backend(folder, 'container', backends[1]!),
    object: backend(folder, 'object', backends[2]!),
    proxy: `${common(folder, proxy)}
[pipeline:main]
pipeline = catch_errors memory listing_formats s3api tempauth bulk slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:memory]
paste.filter_factory = __main__:memory_filter
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
${['catch_errors', 'listing_formats', 'bulk', 'slo', 'dlo'].map((name) => `[filter:${name}]\nuse = egg:swift#${name}`).join('\n')}`,
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, `${name}.conf`), `${text}\n`);
}

function backend(folder: string, kind: string, port: number): string {
  return `${common(folder, port)}
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}`;
}

function common(folder: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
swift_dir = ${folder}
devices = ${folder}/disks
mount_check = false
disable_fallocate = true
recon_cache_path = ${folder}/cache
user = ${userInfo().username}`;
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { minute } from '#kernel/time.ts';
import type { Logger } from '../log.ts';
import { refuseScan, type Finding, type Scanner } from '../scanner.ts';

export interface ClamdOptions {
  /** `tcp://host:port` or `unix:///path`. */
  readonly url: string;
  readonly log: Logger;
  /** How long nothing may happen on the line; two minutes. */
  readonly patienceMs?: number;
}

/** Longer than any answer of clamd. */
const longestAnswer = 4_096;

/**
 * Looks through files with a ClamAV daemon, by its command INSTREAM: pieces with their length in front (four bytes, the
 * highest first), ended by a length of 0 (clamd(8), "COMMANDS").
 */
export function openClamd({ url, log, patienceMs = 2 * minute }: ClamdOptions): Scanner {
  return {
    scan: async (content) => {
      const line = connect(placeOf(url));
      line.setTimeout(patienceMs, () => line.destroy(new Error('it fell silent')));
      try {
        const answer = readAnswer(line);
        // Its answer may come before all is sent: it stops reading at a limit of its own.
        const [said] = await Promise.all([answer, Promise.race([send(content, line), answer])]);
        return judge(said);
      } catch (error) {
        log.error('clamd gave no answer', { cause: error instanceof Error ? error.message : '' });
        throw refuseScan('scanner.unavailable');
      } finally {
        content.destroy();
        line.destroy();
      }
    },
  };
}

function placeOf(url: string) {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return { path: decodeURIComponent(pathname) };
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 3310) };
}

async function send(content: Readable, line: Socket): Promise<void> {
  line.write('zINSTREAM\0');
  for await (const bytes of content as AsyncIterable<Buffer>) {
    if (bytes.length === 0) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    line.write(length);
    if (!line.write(bytes)) await once(line, 'drain');
  }
  line.write(Buffer.alloc(4));
}

/** What is said up to the NUL. @throws when the line ends before, or says too much */
function readAnswer(line: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    line.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      const end = said.indexOf('\0');
      if (end !== -1) resolve(said.slice(0, end));
      else if (said.length > longestAnswer) reject(new Error('it talks without an end'));
    });
    line.on('error', reject);
    line.on('close', () => reject(new Error('it hung up')));
  });
}

/** @throws when it is none of the answers to INSTREAM */
function judge(said: string): Finding {
  if (said === 'stream: OK') return 'clean';
  const found = /^stream: (.{1,200}) FOUND$/.exec(said);
  if (found) return { malware: found[1]! };
  if (said.includes('size limit exceeded')) return 'too_large';
  throw new Error(`it says: ${said.slice(0, 200)}`);
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { serveThread } from '#platform/threads.ts';
import { decodeText } from '#kernel/decode.ts';
import { readFeed } from '../rules/feed.ts';
import { readGhost } from '../rules/ghost.ts';
import { planPublication } from '../rules/publication.ts';
import type { PublicationAnswer, PublicationTask } from './read-publication.ts';

// What a thread of `read-publication.ts` runs.
serveThread<PublicationTask, PublicationAnswer>(async ({ path, address, contentType }) => {
  const text = decodeText(await readFile(path), contentType);
  if (text.trimStart().startsWith('{')) {
    const ghost = readGhost(jsonOf(text));
    if (ghost) return { kind: 'publication', publication: planPublication(ghost, nameOf) };
  }
  const read = readFeed(text, address);
  if (read.kind !== 'feed') return read;
  return { kind: 'publication', publication: planPublication(read.foreign, nameOf) };
});

function nameOf(what: string): string {
  return createHash('sha256').update(what).digest('hex').slice(0, 32);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

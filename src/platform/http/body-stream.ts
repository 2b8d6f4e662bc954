import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Context } from 'hono';

/** The body of a request as it comes in, for whoever reads much: Node's own request, without a stream of the web around it. */
export function bodyStream(c: Context): Readable {
  const incoming: unknown = c.env?.incoming;
  if (incoming instanceof Readable) return incoming;
  const { body } = c.req.raw;
  return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
}

import type { Definition, Image, Nodes } from 'mdast';
import type { PicturePlace } from '../types.ts';
import { parseMarkdown } from './parse.ts';

/** A text in which pictures are named by their path from the course's root, and the names it used. */
export interface Rooted {
  readonly body: string;
  /** Paths as they stand in `body` now. */
  readonly pictures: readonly string[];
}

/** The pictures of a text that lie inside its course, in their order. */
export function placesOfPictures(body: string): PicturePlace[] {
  const places: PicturePlace[] = [];
  visit(parseMarkdown(body), (node) => {
    if (node.type !== 'image' && node.type !== 'definition') return;
    const place = isInside(node.url) ? destinationOf(body, node) : undefined;
    if (place) places.push({ ...place, name: decoded(node.url) });
  });
  return places;
}

/**
 * Rewrites the pictures of a text to paths from the course's root, so that a text may move without losing them.
 * `resolve` answers the path, or undefined to leave a picture as it is.
 */
export function rootPictures(
  body: string,
  places: readonly PicturePlace[],
  resolve: (name: string) => string | undefined,
): Rooted {
  const pictures = new Set<string>();
  let rewritten = '';
  let at = 0;
  for (const { name, start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const path = resolve(name);
    if (path === undefined) continue;
    pictures.add(path);
    // An address that stood without brackets needs none.
    const isBare = body[start] !== '<' && /^[^\s()<>\\%]+$/.test(path);
    rewritten += body.slice(at, start) + (isBare ? path : `<${encoded(path)}>`);
    at = end;
  }
  return { body: rewritten + body.slice(at), pictures: [...pictures] };
}

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visit(child, see);
}

/** Whether a destination is a path of the course, not a web address or a place on the page. */
function isInside(url: string): boolean {
  return url !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(url);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch (error) {
    if (error instanceof URIError) return url;
    throw error;
  }
}

function encoded(path: string): string {
  return path.replaceAll(/[<>\\%\n]/g, (sign) => encodeURIComponent(sign));
}

/** Where in the text the destination of a picture or definition stands. */
function destinationOf(
  body: string,
  node: Image | Definition,
): { start: number; end: number } | undefined {
  const [from, to] = [node.position?.start.offset, node.position?.end.offset];
  if (from === undefined || to === undefined) return undefined;
  const written = body.slice(from, to);
  // Alternative texts and titles may hold brackets too: the right place is where the address itself stands.
  for (const opening of written.matchAll(node.type === 'definition' ? /\]:\s*/g : /\]\(\s*/g)) {
    const start = opening.index + opening[0].length;
    const destination = /^(?:<[^<>\n]*>|[^\s]*?(?=\s|\)$|$))/.exec(written.slice(start))?.[0] ?? '';
    const plain = destination.replace(/^<(.*)>$/, '$1').replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '');
    if (plain === node.url) return { start: from + start, end: from + start + destination.length };
  }
  return undefined;
}

import type { Element, Nodes, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toString } from 'hast-util-to-string';

/** One document of a book in reading order. */
export interface Part {
  /** Its path in the archive. */
  readonly path: string;
  readonly mediaType: string;
}

/** What a book says of itself. */
export interface Package {
  readonly title: string;
  readonly language: string;
  /** What is read, in order. */
  readonly spine: readonly Part[];
  /** The document with the contents as EPUB 3 writes them, and as EPUB 2 did. */
  readonly nav: string | undefined;
  readonly ncx: string | undefined;
}

/** Whether a name of an archive stays in the archive. */
export function isSafeEntry(name: string): boolean {
  if (name === '' || name.length > 1_000 || name.startsWith('/') || /^[A-Za-z]:/.test(name))
    return false;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\\\u0000-\u001F]/.test(name)) return false;
  return !name.split('/').some((part) => part === '..' || part === '.');
}

/**
 * XML read as what it nests: by the reader of HTML, which knows no entities but those of HTML, and fetches nothing.
 * Names are in lower case.
 */
export function readXml(text: string): Root {
  const open = text.replaceAll(/<([\w:.-]+)((?:\s[^<>]*)?)\/>/g, '<$1$2></$1>');
  return fromHtml(open, { fragment: true });
}

/** All elements called `name`, in order. */
export function elementsOf(node: Nodes, name: string): Element[] {
  if (!('children' in node)) return [];
  return node.children.flatMap((child) =>
    child.type === 'element'
      ? [...(child.tagName === name ? [child] : []), ...elementsOf(child, name)]
      : [],
  );
}

/** An attribute as text; empty where it is not. */
export function attribute({ properties }: Element, name: string): string {
  const camel = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const value = properties[name] ?? properties[camel];
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

/** Where a link of the document at `base` leads in the archive; undefined: out of it. */
export function resolveIn(
  base: string,
  href: string,
): { path: string; anchor: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return undefined;
  const [address = '', anchor = ''] = href.split('#');
  const from = address.startsWith('/') ? [] : base.split('/').slice(0, -1);
  const steps = decoded(address.split('?')[0] ?? '').split('/');
  const path = address === '' ? base : walk(from, steps);
  return path === undefined ? undefined : { path, anchor: decoded(anchor) };
}

function walk(from: readonly string[], steps: readonly string[]): string | undefined {
  const parts = [...from];
  for (const step of steps) {
    if (step === '..' && parts.pop() === undefined) return undefined;
    if (!['..', '.', ''].includes(step)) parts.push(step);
  }
  return parts.join('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Where the package document lies, by META-INF/container.xml; undefined when it says nothing. */
export function packagePath(container: string): string | undefined {
  const [file] = elementsOf(readXml(container), 'rootfile');
  return (file && attribute(file, 'full-path')) || undefined;
}

const readable = new Set(['application/xhtml+xml', 'text/html', 'application/xml']);

/** What the package document at `path` says. */
export function readPackage(path: string, text: string): Package {
  const root = readXml(text);
  const items = new Map(
    elementsOf(root, 'item').map((item) => [
      attribute(item, 'id'),
      {
        path: resolveIn(path, attribute(item, 'href'))?.path ?? '',
        mediaType: attribute(item, 'media-type').toLowerCase(),
        properties: attribute(item, 'properties').split(/\s+/),
      },
    ]),
  );
  const spine = elementsOf(root, 'itemref')
    .map((reference) => items.get(attribute(reference, 'idref')))
    .filter((item) => item !== undefined)
    .filter(({ mediaType, path: at }) => at !== '' && readable.has(mediaType))
    .map(({ path: at, mediaType }) => ({ path: at, mediaType }));
  const all = [...items.values()];
  return {
    title: wordsOf(elementsOf(root, 'dc:title')[0]),
    language: wordsOf(elementsOf(root, 'dc:language')[0]),
    spine,
    nav: all.find(({ properties }) => properties.includes('nav'))?.path,
    ncx: all.find(({ mediaType }) => mediaType === 'application/x-dtbncx+xml')?.path,
  };
}

/** The words of an element, in one line. */
export function wordsOf(element: Element | undefined): string {
  return element ? toString(element).replaceAll(/\s+/g, ' ').trim() : '';
}

// Font obfuscation is no lock: IDPF's and Adobe's ways.
const obfuscations = new Set([
  'http://www.idpf.org/2008/embedding',
  'http://ns.adobe.com/pdf/enc#RC',
]);

/** Whether META-INF/encryption.xml locks more than fonts. */
export function isLocked(encryption: string): boolean {
  return elementsOf(readXml(encryption), 'encryptionmethod')
    .concat(elementsOf(readXml(encryption), 'enc:encryptionmethod'))
    .some((method) => !obfuscations.has(attribute(method, 'algorithm')));
}

const publicTypes =
  /^<!DOCTYPE\s+[\w:]+\s*(?:>|PUBLIC\s+["']-\/\/(?:W3C|NISO)\/\/[^"'[\]]*["'][^[\]]*>$)/i;

/**
 * A document without declarations of its own: what it declared as entities is gone, with every place that named it. Known
 * public types stay, for they name the entities of HTML and bring nothing in.
 */
export function withoutDeclarations(text: string): string {
  const declared = [...text.matchAll(/<!ENTITY\s+(?:%\s+)?([\w:.-]+)/gi)].map(([, name]) => name!);
  const plain = text.replaceAll(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/gi, (type) =>
    publicTypes.test(type) ? type : '',
  );
  const bare = plain.replaceAll(/<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b[^>]*>/gi, '');
  return declared.reduce((left, name) => left.replaceAll(`&${name};`, ''), bare);
}

/** A chapter with a line of ours before its end; undefined when it has no end. */
export function withLine(text: string, line: string): string | undefined {
  const end = text.toLowerCase().lastIndexOf('</body');
  if (end < 0) return undefined;
  const style = 'margin:2em 0 0;font-size:.75em;color:#777;text-align:center';
  return `${text.slice(0, end)}<p style="${style}">${line}</p>${text.slice(end)}`;
}

/** The text of a document of a book, in whichever encoding it says it is. */
export function decodeDocument(content: Uint8Array): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content);
  const head = Buffer.from(content.subarray(0, 200)).toString('latin1');
  const [, label = 'utf-8'] = /^<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(head) ?? [];
  return decoderFor(label).decode(content);
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder();
    throw error;
  }
}

/** The same document, saying that it is UTF-8. */
export function asUtf8(text: string): string {
  return text.replace(/^(<\?xml[^>]*encoding=["'])[\w-]+(["'])/i, '$1utf-8$2');
}

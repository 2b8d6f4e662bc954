import type { ContentType } from '../types.ts';

/** How many bytes of a file's beginning `detectContent` wants to see. */
export const headBytes = 256 * 1024;

const mebibyte = 1024 * 1024;

/** Largest file of a kind, in MiB; video and files to be handed over have the limit of the installation instead. */
export const limitMb = { audio: 512, image: 20, pdf: 200, epub: 200, subtitle: 2 } as const;

/** The most bytes that a file of `kind` may have, given the installation's limit. */
export function limitBytes(kind: ContentType['kind'], uploadLimitBytes: number): number {
  return kind === 'video' || kind === 'file'
    ? uploadLimitBytes
    : Math.min(limitMb[kind] * mebibyte, uploadLimitBytes);
}

type Detected = ContentType | 'markup' | undefined;

/** What is only handed over: nobody looks into it, and no browser shall. Documents stay what they are, to be stamped. */
export function handedOver(detected: Detected): ContentType {
  const isDocument = typeof detected === 'object' && ['pdf', 'epub'].includes(detected.kind);
  return isDocument ? detected : { kind: 'file', mediaType: 'application/octet-stream' };
}

/** What a file is by its first bytes, never by its name; `markup` for SVG and HTML, which are refused. */
export function detectContent(head: Uint8Array): Detected {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return picture(bytes) ?? media(bytes) ?? document(bytes) ?? text(bytes);
}

function starts(bytes: Buffer, signature: string, offset = 0): boolean {
  return bytes.toString('latin1', offset, offset + signature.length) === signature;
}

function picture(bytes: Buffer): Detected {
  if (starts(bytes, '\x89PNG\r\n\x1A\n')) return { kind: 'image', mediaType: 'image/png' };
  if (starts(bytes, '\xFF\xD8\xFF')) return { kind: 'image', mediaType: 'image/jpeg' };
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8))
    return { kind: 'image', mediaType: 'image/webp' };
  if (starts(bytes, 'GIF87a') || starts(bytes, 'GIF89a'))
    return { kind: 'image', mediaType: 'image/gif' };
  return undefined;
}

function media(bytes: Buffer): Detected {
  if (starts(bytes, 'ftyp', 4)) return byBrand(bytes);
  // Old QuickTime files begin with another box.
  if (['moov', 'mdat', 'wide', 'free', 'skip'].some((box) => starts(bytes, box, 4))) {
    return { kind: 'video', mediaType: 'video/quicktime' };
  }
  if (starts(bytes, '\x1A\x45\xDF\xA3')) return { kind: 'video', mediaType: 'video/webm' };
  if (starts(bytes, 'RIFF') && starts(bytes, 'WAVE', 8))
    return { kind: 'audio', mediaType: 'audio/wav' };
  if (starts(bytes, 'OggS')) return { kind: 'audio', mediaType: 'audio/ogg' };
  if (starts(bytes, 'ID3') || isMp3Frame(bytes)) return { kind: 'audio', mediaType: 'audio/mpeg' };
  return undefined;
}

function byBrand(bytes: Buffer): Detected {
  const brand = bytes.toString('latin1', 8, 12);
  if (brand === 'avif' || brand === 'avis') return { kind: 'image', mediaType: 'image/avif' };
  if (brand === 'M4A ' || brand === 'M4B ') return { kind: 'audio', mediaType: 'audio/mp4' };
  if (['heic', 'heix', 'mif1', 'msf1'].includes(brand)) return undefined;
  return { kind: 'video', mediaType: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4' };
}

/** A frame header of MPEG audio layer III: eleven set bits, and no reserved version, bit rate or sampling rate. */
function isMp3Frame(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes[0] !== 0xff || (bytes[1]! & 0xe0) !== 0xe0) return false;
  const [version, layer] = [(bytes[1]! >> 3) & 3, (bytes[1]! >> 1) & 3];
  const [bitRate, rate] = [bytes[2]! >> 4, (bytes[2]! >> 2) & 3];
  return version !== 1 && layer === 1 && bitRate !== 15 && bitRate !== 0 && rate !== 3;
}

function document(bytes: Buffer): Detected {
  if (starts(bytes, '%PDF-')) return { kind: 'pdf', mediaType: 'application/pdf' };
  // EPUB OCF 3.3 §4.2.2: the first entry is `mimetype`, stored without compression.
  const isEpub = starts(bytes, 'PK\x03\x04') && starts(bytes, 'mimetypeapplication/epub+zip', 30);
  return isEpub ? { kind: 'epub', mediaType: 'application/epub+zip' } : undefined;
}

const timing = /\d{1,2}:\d{2}[,.]\d{3}[ \t]+-->[ \t]+/;

function text(bytes: Buffer): Detected {
  // Latin-1 keeps every byte, so that subtitles in another encoding are known for what they are and refused by name.
  const beginning = bytes.toString('latin1', 0, 4096).replace(/^\xEF\xBB\xBF/, '');
  if (/^\s*<(?:[?!]|svg|html|head|body|script|iframe)/i.test(beginning)) return 'markup';
  if (beginning.startsWith('WEBVTT') || timing.test(beginning))
    return { kind: 'subtitle', mediaType: 'text/vtt' };
  return undefined;
}

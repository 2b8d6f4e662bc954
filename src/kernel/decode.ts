const labels = /^[\s\S]{0,100}?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{2,30})["']/;

/** The text of bytes in the encoding that their first bytes, their XML head or who sent them say; else UTF-8, else GB 18030. */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 300));
  const byMark = markOf(bytes);
  const [, bySender] = /charset\s*=\s*"?([\w.-]+)/i.exec(contentType) ?? [];
  const label = byMark ?? labels.exec(head)?.[1] ?? bySender ?? 'utf-8';
  return (
    decode(bytes, label, true) ??
    decode(bytes, 'utf-8', true) ??
    decode(bytes, 'gb18030', false) ??
    ''
  );
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Undefined when the bytes are not of this encoding, or nobody knows it. */
function decode(bytes: Uint8Array, label: string, isStrict: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal: isStrict }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** No message of a provider is larger; its own are below 4 KiB. */
export const MAX_JSON_BYTES = 64 * 1024;

/**
 * Parses JSON that was signed by someone else. Stricter than `JSON.parse`, because two readers that disagree about
 * one message are a way to steal: no byte order mark, valid UTF-8, no key twice in one object, at most 64 KiB.
 *
 * @throws SyntaxError with a short reason.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength > MAX_JSON_BYTES) throw new SyntaxError('larger than 64 KiB');
  const text = decodeUtf8(bytes);
  const value: unknown = JSON.parse(text);
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw new SyntaxError(`key ${duplicate} appears twice`);
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError('not UTF-8', { cause });
  }
}

/** The first key that an object of this valid JSON text repeats (`"a"` and `"\u0061"` are one key). */
function findDuplicateKey(text: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') lastString = token;
    else {
      const keys = open.at(-1);
      const key = JSON.parse(lastString) as string;
      if (keys?.has(key)) return lastString;
      keys?.add(key);
    }
  }
  return undefined;
}

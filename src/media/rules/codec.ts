/** The codec of an encoded video as RFC 6381 writes it, such as `avc1.64001f`: from the `avcC` box of its header. */
export function readAvcCodec(header: Uint8Array): string {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const at = bytes.indexOf('avcC', 0, 'latin1');
  if (at < 0) throw new Error('a header without H.264');
  // ISO 14496-15 §5.3.3.1: version, then profile, compatibility and level.
  return `avc1.${bytes.toString('hex', at + 5, at + 8)}`;
}

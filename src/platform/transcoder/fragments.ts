/** A part of a fragmented MP4: its header, or one fragment with all its media data. */
export interface Part {
  readonly kind: 'header' | 'fragment';
  readonly bytes: Buffer;
}

const boxHeaderBytes = 8;
const mostBytes = 512 * 1024 * 1024;

/** Takes a fragmented MP4 apart while it arrives. The index at its end is left out. */
export async function* readParts(stream: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  let held: Buffer = Buffer.alloc(0);
  let boxes: Buffer[] = [];
  for await (const chunk of stream) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (let size = sizeOfBox(held); size !== undefined && held.length >= size;) {
      const box = held.subarray(0, size);
      held = held.subarray(size);
      size = sizeOfBox(held);
      const type = typeOf(box);
      if (type === 'mfra') continue;
      boxes.push(box);
      if (type !== 'moov' && type !== 'mdat') continue;
      yield { kind: type === 'moov' ? 'header' : 'fragment', bytes: Buffer.concat(boxes) };
      boxes = [];
    }
  }
}

function typeOf(box: Buffer): string {
  return box.toString('latin1', 4, boxHeaderBytes);
}

/** The size of the box that begins `bytes`; undefined while that cannot be told. */
function sizeOfBox(bytes: Buffer): number | undefined {
  if (bytes.length < boxHeaderBytes) return undefined;
  const size = bytes.readUInt32BE(0);
  if (size < boxHeaderBytes || size > mostBytes)
    throw new Error(`not a fragmented MP4: a box ${typeOf(bytes)} of ${size} bytes`);
  return size;
}

/** Moves a fragment by `ticks` of its track's clock, in place: ISO 14496-12 §8.8.12, `moof` › `traf` › `tfdt`. */
export function shiftFragment(fragment: Buffer, ticks: number): void {
  const moof = findBox(fragment, 'moof');
  for (const traf of boxesIn(moof)) {
    if (typeOf(traf) !== 'traf') continue;
    const tfdt = findBox(traf.subarray(boxHeaderBytes), 'tfdt');
    if (tfdt[boxHeaderBytes] !== 1) throw new Error('a fragment keeps its time in 32 bits');
    const at = boxHeaderBytes + 4;
    tfdt.writeBigUInt64BE(tfdt.readBigUInt64BE(at) + BigInt(ticks), at);
  }
}

/** How many samples a fragment of one track has: ISO 14496-12 §8.8.8, `moof` › `traf` › `trun`. */
export function countSamples(fragment: Buffer): number {
  let count = 0;
  for (const traf of boxesIn(findBox(fragment, 'moof'))) {
    if (typeOf(traf) !== 'traf') continue;
    for (const trun of boxesIn(traf))
      if (typeOf(trun) === 'trun') count += trun.readUInt32BE(boxHeaderBytes + 4);
  }
  return count;
}

function* boxesIn(box: Buffer): Generator<Buffer> {
  yield* boxesOf(box.subarray(boxHeaderBytes));
}

function* boxesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const size = sizeOfBox(bytes.subarray(at));
    if (size === undefined) return;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function findBox(bytes: Buffer, type: string): Buffer {
  for (const box of boxesOf(bytes)) if (typeOf(box) === type) return box;
  throw new Error(`a fragment without ${type}`);
}

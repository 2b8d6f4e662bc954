import {
  BufferTarget,
  CmafOutputFormat,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Output,
  type EncodedPacket,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import { segmentSec } from '../rules/ladder.ts';
import type { SegmentSink } from './segment-sink.ts';

type Track = InputVideoTrack | InputAudioTrack;

/** What became of a track that was copied. */
export interface CopiedTrack {
  /** The end of its last packet, on the recording's clock. */
  readonly endSec: number;
  readonly packetCount: number;
}

// A segment is held in memory while it grows; a video that cannot be cut would be held as a whole.
const mostHeldBytes = 192 * 1024 * 1024;

/**
 * Copies a track into segments of about six seconds, without encoding it again; a video is cut before key frames only.
 * `shiftSec` is added to its clock. Undefined when it cannot be cut.
 */
export async function copyTrack(
  track: Track,
  sink: SegmentSink,
  shiftSec: number,
  tell: (doneSec: number) => void,
): Promise<CopiedTrack | undefined> {
  let held: EncodedPacket[] = [];
  let heldBytes = 0;
  let [packetCount, endSec] = [0, 0];
  const flush = async (untilSec: number) => {
    const { header, segment } = await writeSegment(track, held);
    if (sink.segments.length === 0) await sink.putHeader(header);
    await sink.putSegment(segment, untilSec - held[0]!.timestamp);
    held = [];
    heldBytes = 0;
  };

  for await (const original of new EncodedPacketSink(track).packets()) {
    const packet =
      shiftSec === 0 ? original : original.clone({ timestamp: original.timestamp + shiftSec });
    if (isBeforeStart(track, packet, held)) continue;
    if (held[0] && isCut(track, held[0], packet)) await flush(packet.timestamp);
    held.push(packet);
    heldBytes += packet.byteLength;
    if (heldBytes > mostHeldBytes) return undefined;
    packetCount += 1;
    endSec = Math.max(endSec, packet.timestamp + packet.duration);
    tell(endSec);
  }
  if (held.length > 0) await flush(endSec);
  return { endSec, packetCount };
}

/** Sound from before the beginning only warms up a decoder; pictures before the first key frame cannot be shown. */
function isBeforeStart(
  track: Track,
  packet: EncodedPacket,
  held: readonly EncodedPacket[],
): boolean {
  if (track.isAudioTrack()) return packet.timestamp < 0;
  return held.length === 0 && packet.type !== 'key';
}

const slackSec = 0.01;

function isCut(track: Track, first: EncodedPacket, packet: EncodedPacket): boolean {
  const isDue = packet.timestamp - first.timestamp >= segmentSec - slackSec;
  return isDue && (track.isAudioTrack() || packet.type === 'key');
}

async function writeSegment(
  track: Track,
  packets: readonly EncodedPacket[],
): Promise<{ header: Buffer; segment: Buffer }> {
  const [target, initTarget] = [new BufferTarget(), new BufferTarget()];
  const output = new Output({ format: new CmafOutputFormat(), target, initTarget });
  const add = await openOutput(track, output);
  await output.start();
  for (const packet of packets) await add(packet);
  await output.finalize();
  return { header: Buffer.from(initTarget.buffer!), segment: Buffer.from(target.buffer!) };
}

async function openOutput(
  track: Track,
  output: Output,
): Promise<(packet: EncodedPacket) => Promise<void>> {
  if (track.isVideoTrack()) {
    const source = new EncodedVideoPacketSource((await track.getCodec())!);
    const decoderConfig = (await track.getDecoderConfig())!;
    output.addVideoTrack(source, { rotation: await track.getRotation() });
    return (packet) => source.add(packet, { decoderConfig });
  }
  const source = new EncodedAudioPacketSource((await track.getCodec())!);
  const decoderConfig = (await track.getDecoderConfig())!;
  output.addAudioTrack(source);
  return (packet) => source.add(packet, { decoderConfig });
}

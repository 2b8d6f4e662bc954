export type Subtitles =
  | { readonly ok: true; readonly vtt: string }
  | { readonly ok: false; readonly why: 'media.not_utf8' }
  | { readonly ok: false; readonly why: 'media.bad_subtitles'; readonly line: number };

const time = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{3})$/;

/** SubRip or WebVTT as clean WebVTT: cues and plain text only, in UTF-8. */
export function toWebVtt(bytes: Uint8Array): Subtitles {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, why: 'media.not_utf8' };

  const blocks = splitBlocks(text.replaceAll(/\r\n?/g, '\n'));
  const cues: string[] = [];
  for (const { line, rows } of blocks) {
    if (line === 1 && rows[0]!.startsWith('WEBVTT')) continue;
    if (/^(?:NOTE|STYLE|REGION)\b/.test(rows[0]!)) continue;
    const cue = readCue(rows);
    if (!cue) return { ok: false, why: 'media.bad_subtitles', line };
    cues.push(cue);
  }
  if (cues.length === 0) return { ok: false, why: 'media.bad_subtitles', line: 1 };
  return { ok: true, vtt: `WEBVTT\n\n${cues.join('\n\n')}\n` };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

interface Block {
  readonly line: number;
  readonly rows: string[];
}

function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') open = undefined;
    else if (open) open.rows.push(row);
    else blocks.push((open = { line: index + 1, rows: [row] }));
  }
  return blocks;
}

function readCue(rows: readonly string[]): string | undefined {
  const at = rows[0]!.includes('-->') ? 0 : 1;
  const [from, to] = (rows[at] ?? '').split(/[ \t]+-->[ \t]+/);
  const [start, end] = [readTime(from), readTime(to?.split(/[ \t]/)[0])];
  if (!start || !end || end < start) return undefined;
  const words = rows.slice(at + 1).map(plain);
  return [`${start} --> ${end}`, ...words].join('\n');
}

function readTime(text: string | undefined): string | undefined {
  const match = time.exec(text?.trim() ?? '');
  if (!match) return undefined;
  const [, hours = '0', minutes, seconds, millis] = match;
  return `${hours.padStart(2, '0')}:${minutes!.padStart(2, '0')}:${seconds}.${millis}`;
}

/** Words without SubRip's tags, and with what WebVTT would take for markup escaped. */
function plain(row: string): string {
  return row
    .replaceAll(/<\/?[a-z][^<>]*>|\{\\[^{}]*\}/gi, '')
    .replaceAll(/&(?!amp;|lt;|gt;|nbsp;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('-->', '--&gt;');
}

import { createWriteStream } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw } from 'node:zlib';
import {
  centralHeader,
  endOfZip,
  localHeader,
  zip,
  type ZipEntry,
  type ZipHead,
} from './make-demo/zip.ts';

/**
 * Makes the material that an importer must refuse, or survive, with a clear word: `node tools/make-bad-input.ts <folder>`.
 * Nothing of it is kept in git. On disk it is some 20 MB.
 */

/** Two gigabytes of zeros when unpacked. */
const BOMB_BYTES = 2 * 1024 ** 3;
const MANY = 100_000;
const HUGE_LINE_BYTES = 5 * 1024 ** 2;

const LESSON = '# 一课\n\n这一课没有毛病。\n';
const file = (
  name: string | Buffer,
  data: string | Buffer = LESSON,
  mode = 0o100644,
): ZipEntry => ({ name, data: Buffer.from(data), mode });

/** 「第一课」 and a sentence in GBK, which is no UTF-8 at all. */
const GBK_LESSON = Buffer.from(
  '2320b5dad2bbbfce0a0ad5e2d2bbbfced3c3b5c4cac720474220b1e0c2eba1a30a',
  'hex',
);

const XSS_LESSON = `---
title: '<img src=x onerror=alert(1)>'
summary: "</title><script>alert(2)</script>"
---

# 标题 <script>alert(3)</script>

<script>alert(4)</script>
<img src="x" onerror="alert(5)">
<svg onload="alert(6)"><a xlink:href="javascript:alert(7)">x</a></svg>
<iframe srcdoc="<script>alert(8)</script>"></iframe>
<math><mtext><table><mglyph><style><img src=x onerror=alert(9)>
<form action="javascript:alert(10)"><button>按</button></form>
<style>body{display:none}</style><base href="https://evil.example/">

[链接](javascript:alert%2811%29) [链接](JaVaScRiPt:alert(12)) [链接](data:text/html;base64,PHNjcmlwdD5hbGVydCgxMyk8L3NjcmlwdD4=)
[链接](&#106;avascript:alert(14)) [链接](vbscript:msgbox(15)) <javascript:alert(16)>
![图](javascript:alert(17)) ![图](x" onerror="alert(18)) ![图](data:image/svg+xml,<svg onload=alert(19)>)

$\\href{javascript:alert(20)}{x}$ $\\htmlData{x=1}{y}$ $\\includegraphics{https://evil.example/x.png}$

\`\`\`js"><script>alert(21)</script>
code
\`\`\`

[^<script>]: <script>alert(22)</script>
`;

/** An archive whose one entry is short on disk and endless when read. The sizes in its headers tell the truth. */
async function writeBomb(path: string): Promise<void> {
  const block = Buffer.alloc(1024 ** 2);
  const packed: Buffer[] = [];
  let crc = 0;
  const zeros = function* (): Generator<Buffer> {
    for (let written = 0; written < BOMB_BYTES; written += block.length) {
      crc = crc32(block, crc);
      yield block;
    }
  };
  const deflate = createDeflateRaw({ level: 1, strategy: constants.Z_RLE, chunkSize: 1024 ** 2 });
  await pipeline(Readable.from(zeros()), deflate, async (chunks) => {
    for await (const chunk of chunks) packed.push(chunk as Buffer);
  });
  const size = packed.reduce((sum, chunk) => sum + chunk.length, 0);
  const head: ZipHead = {
    name: Buffer.from('01-一章/01-炸弹.md'),
    crc,
    packed: size,
    size: BOMB_BYTES,
    method: 8,
    mode: 0o100644,
    offset: 0,
  };
  const local = localHeader(head);
  const central = centralHeader(head);
  await writeFile(
    path,
    Buffer.concat([local, ...packed, central, endOfZip(1, central.length, local.length + size)]),
  );
}

/** The same, but its headers promise a kilobyte. */
function lyingZip(): Buffer {
  const honest = zip([file('01-谎.md', Buffer.alloc(64 * 1024 ** 2))]);
  const central = honest.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  honest.writeUInt32LE(1024, 22);
  honest.writeUInt32LE(1024, central + 24);
  return honest;
}

/** A hundred thousand empty lessons. */
async function writeMany(path: string): Promise<void> {
  const out = createWriteStream(path);
  const heads: Buffer[] = [];
  const locals: Buffer[] = [];
  let offset = 0;
  for (let i = 0; i < MANY; i += 1) {
    const name = Buffer.from(`01-many/${String(i).padStart(6, '0')}.md`);
    const head: ZipHead = { name, crc: 0, packed: 0, size: 0, method: 0, mode: 0o100644, offset };
    const local = localHeader(head);
    locals.push(local);
    heads.push(centralHeader(head));
    offset += local.length;
  }
  const central = Buffer.concat(heads);
  await pipeline(
    Readable.from([Buffer.concat(locals), central, endOfZip(MANY, central.length, offset)]),
    out,
  );
}

const linkTo = (name: string, target: string): ZipEntry => file(name, target, 0o120777);

/** Archives that are small enough to be made in memory. */
function archives(): Record<string, Buffer> {
  const good = zip([file('course.yaml', 'title: 好的\n'), file('01-一章/01-一课.md')]);
  const damaged = Buffer.from(zip([file('01-一章/01-一课.md', LESSON.repeat(200))]));
  damaged[60] = (damaged[60] ?? 0) ^ 0xff;
  return {
    'truncated.zip': good.subarray(0, good.length - 40),
    'damaged.zip': damaged,
    'not-a-zip.zip': Buffer.from('这不是压缩包。\n'),
    'empty.zip': zip([]),
    'lying-sizes.zip': lyingZip(),
    'traversal.zip': zip([
      file('../evil.md'),
      file('01-一章/../../../evil.md'),
      file('01-一章/01-一课.md'),
    ]),
    'traversal-absolute.zip': zip([
      file('/tmp/shuyuan-evil.md'),
      file('C:\\evil.md'),
      file('..\\evil.md'),
    ]),
    'symlink.zip': zip([
      linkTo('01-一章/01-泄密.md', '/etc/passwd'),
      linkTo('01-一章/images', '..'),
      file('01-一章/02-一课.md'),
    ]),
    'nested.zip': zip([
      file('inner.zip', zip([file('inner.zip', good), file('01-里层.md')])),
      file('01-一课.md'),
    ]),
    'control-names.zip': zip([
      file('01-一章/01-换\n行.md'),
      file('01-一章/02-响铃\u0007.md'),
      file('01-一章/03-倒\u202Edm.gpj.md'),
      file(Buffer.from([0x30, 0x34, 0x2d, 0xff, 0xfe, 0x2e, 0x6d, 0x64])),
      file('01-一章/05-空\u0000字节.md'),
      file(`01-一章/06-${'长'.repeat(400)}.md`),
      file('01-一章/CON.md'),
      file('01-一章/07-尾点. .md'),
    ]),
    'duplicate-names.zip': zip([
      file('01-一课.md', '# 甲\n'),
      file('01-一课.md', '# 乙\n'),
      file('01-一课.MD', '# 丙\n'),
    ]),
  };
}

/** Single files, each in a course folder of its own so that it can be imported by itself. */
const folders: Record<string, Record<string, string | Buffer>> = {
  'empty-video': { '01-空.mp4': Buffer.alloc(0), '02-一课.md': LESSON },
  'text-as-video': { '01-假.mp4': '我是一段文字，不是影片。\n' },
  'gbk-text': { '01-第一课.md': GBK_LESSON },
  'huge-line': { '01-长.md': 'a'.repeat(HUGE_LINE_BYTES) },
  scripts: {
    '01-脚本.md': XSS_LESSON,
    'course.yaml': "title: '<script>alert(0)</script>'\nslug: ../../admin\n",
  },
  'broken-front-matter': { '01-一课.md': '---\ntitle: [没有关上\n: :\n---\n\n正文\n' },
  'broken-course': { 'course.yaml': 'title: 一\n  price: "九十九"\n', '01-一课.md': LESSON },
  'bad-price': { 'course.yaml': 'title: 一\nprice: "-1.005"\n', '01-一课.md': LESSON },
  'escaping-images': {
    '01-图.md': '![a](../../../../etc/passwd) ![b](file:///etc/passwd) ![c](images/没有.png)\n',
  },
  'broken-subtitles': { '01-课.mp3': 'x', '01-课.zh.srt': '1\n00:00:99,000 --> 昨天\n？\n' },
  'yaml-bomb': {
    'course.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}\ntitle: *i\n`,
  },
  'deep-quotes': { '01-深.md': `${'>'.repeat(20_000)} 底\n` },
  nothing: {},
};

/** Makes every bad input under `folder`; answers the path of each by its name. */
export async function makeBadInput(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const made: Record<string, string> = {};
  const place = (name: string): string => (made[name.replace(/\.zip$/, '')] = join(folder, name));

  for (const [name, data] of Object.entries(archives())) await writeFile(place(name), data);
  for (const [name, files] of Object.entries(folders)) {
    const home = place(name);
    await mkdir(home, { recursive: true });
    for (const [inside, data] of Object.entries(files)) await writeFile(join(home, inside), data);
  }
  const linked = place('symlink-folder');
  await mkdir(linked, { recursive: true });
  await symlink('/etc/passwd', join(linked, '01-泄密.md')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'EPERM') throw error; // EPERM: Windows without the right to link
  });
  await writeBomb(place('bomb.zip'));
  await writeMany(place('many-entries.zip'));
  return made;
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (!folder) throw new Error('Say where: node tools/make-bad-input.ts <folder>');
  for (const [name, path] of Object.entries(await makeBadInput(folder)))
    console.log(`${name}\t${path}`);
}

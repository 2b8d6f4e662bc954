import { printKeys } from '../diagrams/keys.ts';
import { BLUE, circle, DIM, FAINT, GOLD, graph, INK, JADE, line, rect, RED, text } from '../svg.ts';
import { keyFreq } from '../score.ts';

/** The six pages of the pocket cards. Every number on them is computed here. */

const NAMES = ['C', '♯C', 'D', '♯D', 'E', 'F', '♯F', 'G', '♯G', 'A', '♯A', 'B'];

const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  kind = '',
  marked: (row: number) => boolean = () => false,
): string =>
  `<table class="${kind}"><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>${rows
    .map(
      (row, i) =>
        `<tr${marked(i) ? ' class="mark"' : ''}>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
    )
    .join('')}</table>`;

const figure = (width: number, height: number, inside: string): string =>
  `<div class="figure"><svg viewBox="0 0 ${width} ${height}" font-family="Noto Serif CJK SC">${inside}</svg></div>`;

export function cover(): string {
  const strings = Array.from({ length: 7 }, (_, i) => {
    const [y, n] = [520 + i * 66, i + 1];
    const shape =
      (sign: number) =>
      (u: number): number =>
        y - sign * (14 + 52 / n) * Math.sin(n * Math.PI * u);
    const color = i === 2 ? RED : '#ecd9ae';
    return (
      graph(0, 840, shape(1), color, 3) +
      graph(0, 840, shape(-1), color, 1.4, { opacity: 0.5 }) +
      graph(0, 840, shape(-0.5), color, 1, { opacity: 0.35 }) +
      graph(0, 840, shape(0.5), color, 1, { opacity: 0.35 })
    );
  });
  const art = `<svg viewBox="0 0 840 1188" preserveAspectRatio="xMidYMid slice">${circle(620, 520, 130, '#f0dcae')}${circle(620, 520, 170, '#f0dcae', { opacity: 0.12 })}${strings.join('')}</svg>`;
  return `${art}<div><h1>乐理<br>随身卡</h1><p>频率 · 音程 · 调式 · 节奏 · 和弦</p></div>`;
}

export function frequencies(): string {
  const octaves = [1, 2, 3, 4, 5, 6, 7];
  const freqOf = (octave: number, i: number): string =>
    keyFreq(12 * (octave + 1) + i).toFixed(octave < 3 ? 2 : 1);
  const rows = NAMES.map((name, i) => [name].concat(octaves.map((octave) => freqOf(octave, i))));
  const scale = table(['音名', '1', '2', '3', '4', '5', '6', '7'], rows, '', (row) => row === 9);
  const lengths = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [
    String(n),
    String(110 * n),
    ['A2', 'A3', 'E4', 'A4', '♯C5', 'E5', 'G5', 'A5'][n - 1] ?? '',
    ['', '0', '+2', '0', '−14', '+2', '−31', '0'][n - 1] || '0',
    (343 / (110 * n)).toFixed(2),
  ]);
  return `<h1>频率</h1><p class="lead">平均律，A4 = 440 Hz，单位赫兹。横着走一格，频率翻一番；竖着走一格，乘 1.05946。</p>${scale}
<h2>一根弦的前八个泛音</h2>${table(['第几个', '频率（Hz）', '最近的琴键', '与琴键相差（音分）', '波长（米）'], lengths)}
<p>频率与周期互为倒数：<b>f = 1 ÷ T</b>。波长等于声速除以频率：<b>λ = 343 ÷ f</b>（二十摄氏度的空气中）。</p>
<div class="note">第七个泛音比 G5 低将近三分之一个半音，琴键上没有它的位置。许多乐器的琴槌或拨弦点靠近弦长的七分之一，恰好让它轻一些。</div>`;
}

const RATIOS: readonly [string, number, number, number, number][] = [
  ['小二度', 1, 16, 15, -5],
  ['大二度', 2, 9, 8, 2],
  ['小三度', 3, 6, 5, -3],
  ['大三度', 4, 5, 4, 4],
  ['纯四度', 5, 4, 3, -1],
  ['三全音', 6, 45, 32, 6],
  ['纯五度', 7, 3, 2, 1],
  ['小六度', 8, 8, 5, -4],
  ['大六度', 9, 5, 3, 3],
  ['小七度', 10, 9, 5, -2],
  ['大七度', 11, 15, 8, 5],
  ['纯八度', 12, 2, 1, 0],
];

export function intervalTable(): string {
  const cents = (ratio: number): string => (1200 * Math.log2(ratio)).toFixed(1);
  const rows = RATIOS.map(([name, semitones, over, under, steps]) => {
    const byFifths =
      semitones === 12 ? 1200 : (((steps * 1200 * Math.log2(1.5)) % 1200) + 1200) % 1200;
    return [
      name,
      String(semitones),
      `${over} : ${under}`,
      cents(over / under),
      byFifths.toFixed(1),
      String(semitones * 100),
    ];
  });
  const from = 60;
  const keys = printKeys({
    x: 40,
    y: 15,
    unit: 97,
    height: 170,
    first: 60,
    last: 72,
    marked: Object.fromEntries(
      [60, 62, 64, 65, 67, 69, 71, 72].map((midi, i) => [
        midi,
        {
          fill: [RED, '#fffdf7', GOLD, JADE, BLUE, '#fffdf7', '#fffdf7', RED][i] ?? INK,
          name: `${midi - from}`,
        },
      ]),
    ),
  });
  return `<h1>音程</h1><p class="lead">三种律制，同一个名字，略有不同的距离。单位音分，一个半音为 100。</p>
${table(['音程', '半音', '纯律比', '纯律', '五度相生', '平均律'], rows, '', (row) => [6, 11].includes(row))}
<h2>从 C 数起，隔几个半音</h2>${figure(1341, 200, keys)}
<h2>记住它们的样子</h2>${table(
    ['音程', '听上去', '自己的记法'],
    [
      ['八度', '浑然一体', ''],
      ['五度', '开阔安稳', ''],
      ['四度', '像要起步', ''],
      ['大三度', '明亮', ''],
      ['小三度', '略暗', ''],
    ],
    'words',
  )}
<p>最后一栏请您自己填：想一首熟歌，它的头两个音恰好是这个距离。自己找到的，才忘不掉。</p>`;
}

export function scalesPage(): string {
  const pattern = (
    y: number,
    name: string,
    tones: readonly (readonly [number, string])[],
    color: string,
  ): string =>
    text(name, 10, y, { anchor: 'start', size: 26, bold: true, fill: color }) +
    line(150, y, 830, y, FAINT, 2) +
    Array.from({ length: 13 }, (_, s) => circle(160 + s * 55, y, 4, DIM)).join('') +
    tones
      .map(
        ([s, tone]) =>
          circle(160 + s * 55, y, 23, color) +
          text(tone, 160 + s * 55, y, { size: 22, fill: '#fffdf7', bold: true }),
      )
      .join('');
  const five = [
    [0, '宫'],
    [2, '商'],
    [4, '角'],
    [7, '徵'],
    [9, '羽'],
    [12, '宫'],
  ] as const;
  const row = (steps: readonly number[], names: string): [number, string][] =>
    steps.map((s, i) => [s, names[i] ?? '']);
  const lines = [
    pattern(40, '五声', five, RED),
    pattern(110, '大调', row([0, 2, 4, 5, 7, 9, 11, 12], '12345671'), GOLD),
    pattern(180, '自然小调', row([0, 2, 3, 5, 7, 8, 10, 12], '67123456'), BLUE),
    pattern(250, '和声小调', row([0, 2, 3, 5, 7, 8, 11, 12], '67123456'), JADE),
  ];
  return `<h1>音阶与调式</h1><p class="lead">每一小点是一个半音。看得见的是步子的大小，听得见的是脸色。</p>${figure(860, 290, lines.join(''))}
<p>和声小调的第七个音（唱名 5）要升高半音。</p>
<h2>五种五声调式</h2>${table(
    ['调式', '音的次序', '落在', '气质'],
    [
      ['宫调式', '1 2 3 5 6', 'do', '端正明朗'],
      ['商调式', '2 3 5 6 1', 're', '苍劲'],
      ['角调式', '3 5 6 1 2', 'mi', '悬着一口气'],
      ['徵调式', '5 6 1 2 3', 'sol', '舒展开阔'],
      ['羽调式', '6 1 2 3 5', 'la', '清冷婉转'],
    ],
    'words',
  )}
<h2>三分损益（宫长 81）</h2>${table(
    ['', '宫', '商', '角', '徵', '羽'],
    [
      ['弦长', '81', '72', '64', '54', '48'],
      ['频率比', '1', '9/8', '81/64', '3/2', '27/16'],
      ['音分', '0', '203.9', '407.8', '702.0', '905.9'],
    ],
  )}
<div class="note">徵与羽先得到 108 与 96，折半成 54 与 48，便与宫、商、角住进了同一个八度。</div>`;
}

export function rhythmPage(): string {
  const values: readonly [string, number, string][] = [
    ['全音符', 8, RED],
    ['附点二分', 6, GOLD],
    ['二分音符', 4, GOLD],
    ['附点四分', 3, JADE],
    ['四分音符', 2, JADE],
    ['八分音符', 1, BLUE],
  ];
  const bars = values.map(
    ([name, cells, color], i) =>
      text(name, 10, 36 + i * 52, { anchor: 'start', size: 25 }) +
      rect(160, 16 + i * 52, 660, 40, '#f6efdf', { rx: 6 }) +
      rect(160, 16 + i * 52, cells * 82.5, 40, color, { rx: 6 }) +
      text(`${cells / 2} 拍`, 172, 37 + i * 52, {
        anchor: 'start',
        size: 21,
        fill: '#fffdf7',
        bold: true,
      }),
  );
  const metres = table(
    ['拍号', '强弱', '像什么'],
    [
      ['2/4', '强　弱', '行进、儿歌'],
      ['3/4', '强　弱　弱', '圆舞曲'],
      ['4/4', '强　弱　次强　弱', '大多数歌曲'],
      ['6/8', '强　弱　弱　次强　弱　弱', '摇晃的船'],
    ],
    'words',
  );
  const tempo = table(
    ['速度（每分钟拍数）', '60', '72', '90', '100', '120', '140'],
    [
      ['一拍（秒）', ...[60, 72, 90, 100, 120, 140].map((bpm) => (60 / bpm).toFixed(2))],
      ['四拍一小节（秒）', ...[60, 72, 90, 100, 120, 140].map((bpm) => (240 / bpm).toFixed(2))],
    ],
  );
  const cells = `<div class="cells">${'<b></b>'.repeat(8)}</div>`;
  return `<h1>节奏</h1><p class="lead">音符只说谁是谁的一半；一拍多长，由速度决定。</p>${figure(860, 330, bars.join(''))}
<h2>拍子</h2>${metres}<h2>速度</h2>${tempo}
<h2>填一填：四拍，八个小格</h2><p>涂黑要拍手的格子。第一行写平稳的，第二行写有切分的，第三行至少空出三格。</p>${cells}${cells}${cells}`;
}

export function chordsAndPractice(): string {
  const letters: Record<number, string> = {
    60: 'C',
    62: 'D',
    64: 'E',
    65: 'F',
    67: 'G',
    69: 'A',
    71: 'B',
  };
  const four: readonly [string, string, readonly number[]][] = [
    ['C', GOLD, [60, 64, 67]],
    ['F', JADE, [60, 65, 69]],
    ['G', BLUE, [62, 67, 71]],
    ['Am', RED, [60, 64, 69]],
  ];
  const keys = four.map(
    ([name, fill, tones], i) =>
      text(name, 14 + i * 218, 24, { anchor: 'start', size: 30, bold: true, fill }) +
      printKeys({
        x: 10 + i * 218,
        y: 50,
        unit: 28,
        height: 130,
        first: 60,
        last: 71,
        marked: Object.fromEntries(
          tones.map((midi) => [midi, { fill, name: letters[midi] ?? '' }]),
        ),
      }),
  );
  return `<h1>和弦与练习</h1><p class="lead">家、路上、门口。四个和弦，够配许多歌。</p>${figure(870, 190, keys.join(''))}
${table(
  ['级', 'I', 'ii', 'iii', 'IV', 'V', 'vi', 'vii°'],
  [
    ['C 大调', 'C', 'Dm', 'Em', 'F', 'G', 'Am', 'Bdim'],
    ['G 大调', 'G', 'Am', 'Bm', 'C', 'D', 'Em', '♯Fdim'],
    ['F 大调', 'F', 'Gm', 'Am', '♭B', 'C', 'Dm', 'Edim'],
  ],
)}
<h2>写一段八小节</h2><p>只用 1 2 3 5 6。前四小节停在 5 或 2，后四小节停在 1；最高点只出现一次。写好之后，在每小节上方填 C、F、G 或 Am。</p>
<div class="lines">${'<i></i>'.repeat(4)}</div>
<h2>听一听</h2><ol><li>今天听到的三种声音，按从低到高排列：</li><li>家里哪样东西的音高最接近 A4？用调音器量到的是多少？</li><li>找一首三拍子的歌，写下歌名：</li><li>一首歌的最后一个音，是不是主音？连查五首，有几首是？</li></ol>
<div class="note">做完的讲义不必交给谁。夹在琴谱里，半年以后再翻开，看看哪一句已经用不着了。</div>`;
}

/** The spoken thread of the video lesson, which has no voice: read as subtitles, in Chinese and English. */

export interface Cue {
  readonly at: number;
  readonly until: number;
  readonly zh: string;
  readonly en: string;
}

const cue = (at: number, until: number, zh: string, en: string): Cue => ({ at, until, zh, en });

// prettier-ignore
export const CUES: readonly Cue[] = [
  cue(1, 5.6, '先别急着看谱，听一根弦。', 'Put the score aside. Listen to one string.'),
  cue(6.4, 11.4, '乐理里的大多数道理，都藏在它的颤动里。', 'Most of music theory hides in the way it trembles.'),
  cue(12.6, 16.8, '拨一下，弦离开原位，又被自己的张力拉回来。', 'Pluck it: the string leaves its place, and its own tension pulls it back.'),
  cue(17, 20, '来来回回，这就是振动。画面放慢了大约七十倍。', 'Back and forth: that is vibration, shown about seventy times slower.'),
  cue(20.4, 23.2, '轻轻拨，弦摆得窄，声音轻。', 'A gentle pluck: a narrow swing, a soft sound.'),
  cue(23.4, 28, '用力拨，摆得宽，声音响。音高却没有变。', 'A strong pluck: a wide swing, a loud sound. The pitch stays the same.'),
  cue(28.6, 32.6, '整根弦，每秒振动一百一十次，也就是 110 赫兹。', 'The whole string swings 110 times a second: 110 hertz.'),
  cue(33, 36.6, '按住正中，只留一半：220 赫兹，高了一个八度。', 'Stop it halfway: 220 hertz, an octave higher.'),
  cue(37, 40.2, '再留一半：440 赫兹，又高一个八度。', 'Halve it again: 440 hertz, one more octave.'),
  cue(40.6, 43.6, '弦越短，振动越快；振动越快，音越高。', 'The shorter, the faster; the faster, the higher.'),
  cue(44.6, 47, '弦自己推不动多少空气，琴身帮它把振动传出去。', 'A string moves little air by itself; the body of the instrument helps.'),
  cue(47.2, 51, '空气被挤密，又被拉疏，一层传给一层。', 'Air is pressed together and pulled apart, layer after layer.'),
  cue(51.2, 55, '每一粒只在原地晃动，向前走的是疏密。', 'Each grain only sways where it is; what travels is the pattern.'),
  cue(55.5, 59, '频率加倍，疏密靠得更近，波长减半。', 'Double the frequency and the pattern tightens: half the wavelength.'),
  cue(59.2, 62.8, '声速约每秒 343 米，除以频率，就是波长。', 'Sound runs about 343 metres a second; divide by frequency for the wavelength.'),
  cue(63, 69.4, '220 赫兹的一个波长约一米五六，差不多是一个人的身高。', 'One wave of 220 hertz is about 1.56 metres: roughly a person’s height.'),
  cue(70.6, 75.8, '一根弦不只会整段摆动。整段摆，是基音。', 'A string can swing in more than one way. All of it at once: the fundamental.'),
  cue(76.3, 79.8, '分成两段摆，频率是两倍。', 'In two halves: twice the frequency.'),
  cue(80.1, 83.6, '分成三段，三倍：这里已经藏着一个五度。', 'In three: three times. A fifth is already hiding here.'),
  cue(83.9, 91, '四段、五段……不动的点叫波节，音叫泛音。', 'In four, in five… the still points are nodes, the tones harmonics.'),
  cue(91.4, 96.6, '六倍。一级一级，正好是一串整数。', 'Six times. Step by step, simply the whole numbers.'),
  cue(97.2, 101.2, '只有基音，声音干净，也有点单薄。', 'The fundamental alone: clean, and a little thin.'),
  cue(101.6, 105.6, '添两个泛音，还是同一个音高，却厚了一些。', 'Add two harmonics: the same pitch, but fuller.'),
  cue(106, 111.4, '六个一起响，更亮了。泛音的配比，就是音色的一大半。', 'All six: brighter. The blend of harmonics is most of what we call timbre.'),
  cue(112.4, 116.4, '两个音放在一起，会怎样？先听一低、一高。', 'What happens when two tones meet? First the low one, then the high one.'),
  cue(116.6, 121.4, '二比一：八度。两条波处处合拍，像同一个音。', 'Two to one: the octave. The waves agree everywhere, like one tone.'),
  cue(122, 129.6, '三比二：纯五度。三步对两步，很快又碰头。', 'Three to two: the fifth. Three steps against two, and soon they meet again.'),
  cue(130.2, 133, '十六比十五：小二度。', 'Sixteen to fifteen: the minor second.'),
  cue(133.2, 137.6, '迟迟碰不了头，两个音互相摩擦。', 'They hardly ever meet, and rub against each other.'),
  cue(138.6, 147.4, '挑几个合得来的音，由低到高排好，就是音阶：宫、商、角、徵、羽。', 'Choose tones that get along and put them in order: a scale. Gong, shang, jue, zhi, yu.'),
  cue(148.4, 153, '五个音，已经可以说一句完整的话。', 'Five tones are enough for a whole sentence.'),
  cue(153.2, 160, '听旋律怎样出门，怎样走远……', 'Hear the tune set out and wander…'),
  cue(160.2, 167.4, '……又怎样回到宫音，落定。', '…and come home to gong, and rest.'),
  cue(168.6, 174, '振动、频率、泛音、音程、音阶：它们是一件事的五个侧面。', 'Vibration, frequency, harmonics, intervals, scales: five sides of one thing.'),
  cue(174.4, 179, '下一课，我们给每个音高找到它的数字。', 'In the next lesson, every pitch gets its number.'),
];

function clock(sec: number): string {
  const ms = Math.round(sec * 1000);
  const part = (value: number, width: number): string => String(value).padStart(width, '0');
  const [h, m, s] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${part(h, 2)}:${part(m, 2)}:${part(s, 2)},${part(ms % 1000, 3)}`;
}

/** The cues as a SubRip file. */
export function toSrt(cues: readonly Cue[], language: 'zh' | 'en'): string {
  return cues
    .map((c, i) => `${i + 1}\n${clock(c.at)} --> ${clock(c.until)}\n${c[language]}\n`)
    .join('\n');
}

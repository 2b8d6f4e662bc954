import {
  questionFormats,
  wholeWeight,
  type Answer,
  type Choice,
  type NumberRange,
  type Problem,
  type ProblemKind,
  type Question,
  type Reading,
} from '../types.ts';
import { faultOf } from './check.ts';

/**
 * Reads GIFT as Moodle defines it (docs.moodle.org/en/GIFT_format): questions apart by empty lines, `//` comments, `$CATEGORY:`,
 * `::titles::`, formats, weights, feedback. What is not a question of ours is named by its line, and the next one is read.
 */
export function readGift(text: string): Reading {
  const questions: Question[] = [];
  const problems: Problem[] = [];
  let category = '';
  for (const { line, lines } of blocksOf(text)) {
    const rest = lines.filter((one) => {
      const named = /^\s*\$CATEGORY:\s*(.*)$/.exec(one)?.[1];
      if (named !== undefined) category = categoryOf(named);
      return named === undefined;
    });
    const block = rest.join('\n').trim();
    if (block === '') continue;
    const read = readBlock(block, category);
    if (typeof read === 'string') problems.push({ line, what: read, said: beginningOf(block) });
    else questions.push(read);
  }
  return { questions, problems };
}

/** The beginning of what stands at a place, on one line. */
export function beginningOf(text: string): string {
  return text.slice(0, 300).replaceAll(/\s+/g, ' ').trim().slice(0, 60);
}

function categoryOf(named: string): string {
  // Moodle puts the place of its own tree before the path.
  return named.trim().replace(/^\$(?:course|cat\d*|module|system)\$\/(?:top\/?)?/, '');
}

interface Block {
  readonly line: number;
  readonly lines: readonly string[];
}

/** Pieces between empty lines, without comments; an empty line inside braces ends a piece, too, as it does in Moodle. */
function blocksOf(text: string): Block[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let open: { line: number; lines: string[] } | undefined;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    if (line.trim() === '') open = undefined;
    else if (!/^\s*\/\//.test(line)) {
      if (!open) blocks.push((open = { line: index + 1, lines: [] }));
      open.lines.push(line);
    }
  }
  return blocks;
}

// What is escaped stands in a private plane while the signs around it are looked for.
const shelter = 0xf0000;

function sheltered(text: string): string {
  return text.replaceAll(/\\([\\~=#{}:n])/g, (_, sign: string) =>
    String.fromCodePoint(shelter + (sign === 'n' ? '\n' : sign).codePointAt(0)!),
  );
}

function unsheltered(text: string): string {
  const plain = text.trim();
  return plain
    .replaceAll(/[\u{F0000}-\u{F00FF}]/gu, (sign) =>
      String.fromCodePoint(sign.codePointAt(0)! - shelter),
    )
    .trim();
}

const head = /^(?:::([\s\S]*?)::)?\s*(?:\[(\w+)\])?\s*/;

function readBlock(block: string, category: string): Question | ProblemKind {
  const text = sheltered(block);
  const [whole, title = '', named = ''] = head.exec(text)!;
  const format = questionFormats.find((known) => known === named.toLowerCase());
  // A word in brackets that is no format belongs to the question.
  const body = format || named === '' ? text.slice(whole.length) : text.slice(whole.indexOf('['));
  const parts = partsOf(body);
  if (typeof parts === 'string') return parts;
  const [inner, general = ''] = split(parts.inner, '####');
  const answer = readAnswer(inner.trim());
  if (typeof answer === 'string') return answer;
  const question: Question = {
    title: unsheltered(title),
    category,
    stem: unsheltered(parts.stem),
    format: format ?? 'moodle',
    feedback: unsheltered(general),
    answer,
  };
  return faultOf(question) ?? question;
}

/** What is asked, and what stands in the braces; words behind them leave a gap where they were. */
function partsOf(body: string): { readonly stem: string; readonly inner: string } | ProblemKind {
  const [begin, end] = [body.indexOf('{'), body.lastIndexOf('}')];
  if (begin < 0 && end < 0) return 'description';
  if (begin < 0 || end < begin) return 'unclosed';
  const [before, inner, behind] = [
    body.slice(0, begin),
    body.slice(begin + 1, end),
    body.slice(end + 1).trim(),
  ];
  return { inner, stem: behind === '' ? before : `${before.trimEnd()} _____ ${behind}` };
}

/** What stands before a sign and behind it. */
function split(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)];
}

function readAnswer(inner: string): Answer | ProblemKind {
  if (inner === '') return { kind: 'essay' };
  if (/[{}]/.test(inner)) return 'unclosed';
  const truth = /^(T|TRUE|F|FALSE)\s*(?:#([^#]*)(?:#([\s\S]*))?)?$/i.exec(inner);
  if (truth)
    return {
      kind: 'true_false',
      isTrue: truth[1]!.toUpperCase().startsWith('T'),
      whenWrong: unsheltered(truth[2] ?? ''),
      whenRight: unsheltered(truth[3] ?? ''),
    };
  if (inner.startsWith('#')) return readNumeric(inner.slice(1).trim());
  if (inner[0] !== '=' && inner[0] !== '~') return 'noAnswer';
  return readChoices(inner);
}

interface Entry {
  readonly sign: string;
  /** As it is written, such as `%50%`; what it says; NaN where that is no number. */
  readonly mark: string;
  readonly weight: number | undefined;
  readonly text: string;
  readonly feedback: string;
}

/** `=%50%words#feedback`: the sign, the part of the marks, the words, what is said to who chose them. */
function entriesOf(inner: string): Entry[] {
  const found = inner.matchAll(/([=~])\s*(?:%(-?[\d.]+)%)?([^=~]*)/g);
  return Array.from(found, ([, sign = '', part, rest = '']) => {
    const weight = part === undefined ? undefined : Math.round(Number(part) * (wholeWeight / 100));
    const [text, feedback = ''] = split(rest, '#');
    const mark = part === undefined ? '' : `%${part}%`;
    return { sign, mark, weight, text, feedback: unsheltered(feedback) };
  });
}

function isBad({ weight }: Entry): boolean {
  return weight !== undefined && !Number.isSafeInteger(weight);
}

function readChoices(inner: string): Answer | ProblemKind {
  const entries = entriesOf(inner);
  const pairs = pairsOf(entries);
  if (pairs) return { kind: 'matching', pairs };
  if (entries.some(isBad)) return 'badWeight';
  const right = entries.filter(({ sign }) => sign === '=');
  const choices = entries.map(choiceOf);
  if (right.length === 0) return { kind: 'multiple', choices };
  if (right.length < entries.length) return { kind: 'single', choices };
  return entries.some(isPair) ? 'mixed' : { kind: 'short', choices };
}

function isPair({ text }: Entry): boolean {
  return text.includes('->');
}

/** `=left -> right`, if all are so. A pair has no part of the marks: what looks like one belongs to its words. */
function pairsOf(entries: readonly Entry[]) {
  if (!entries.every((entry) => entry.sign === '=' && isPair(entry))) return undefined;
  return entries.map(({ mark, text }) => {
    const [left, other = ''] = split(mark + text, '->');
    return { left: unsheltered(left), right: unsheltered(other) };
  });
}

function choiceOf({ sign, weight, text, feedback }: Entry): Choice {
  const usual = sign === '=' ? wholeWeight : 0;
  return { text: unsheltered(text), weight: weight ?? usual, feedback };
}

function readNumeric(inner: string): Answer | ProblemKind {
  const entries = entriesOf(/^[=~]/.test(inner) ? inner : `=${inner}`);
  if (entries.some(isBad)) return 'badWeight';
  const ranges = entries.map(({ weight = wholeWeight, text, feedback }) => {
    const range = readRange(text.trim());
    return range && { ...range, weight, feedback };
  });
  const isWhole = ranges.every((range): range is NumberRange => range !== undefined);
  return isWhole ? { kind: 'numeric', ranges } : 'badNumber';
}

const number = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
const between = new RegExp(`^(${number})\\s*\\.\\.\\s*(${number})$`, 'i');
const around = new RegExp(`^(${number})\\s*(?::\\s*(${number}))?$`, 'i');

/** `3`, `3:0.5` (half a unit around it) or `2..4`. */
function readRange(text: string): { readonly min: number; readonly max: number } | undefined {
  const ends = between.exec(text);
  if (ends) return { min: Number(ends[1]), max: Number(ends[2]) };
  const middle = around.exec(text);
  if (!middle) return undefined;
  const [value, slack] = [Number(middle[1]), Math.abs(Number(middle[2] ?? 0))];
  return { min: value - slack, max: value + slack };
}

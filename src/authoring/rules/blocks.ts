const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const math = /^ {0,3}(\${2,})[^$]*$/;
const listItem = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
// HTML that goes on over empty lines (CommonMark §4.6, kinds 1 to 5).
const longHtml = /^ {0,3}<(?:script|pre|style|textarea|!--|\?|![A-Za-z]|!\[CDATA\[)/i;

/** What a line opens that goes on over empty lines, and what ends it. */
function openedBy(line: string): ((line: string) => boolean) | undefined {
  const mark = (fence.exec(line) ?? math.exec(line))?.[1];
  if (mark === undefined) return undefined;
  const sign = mark[0] === '$' ? String.raw`\$` : mark[0]!;
  const end = new RegExp(String.raw`^ {0,3}${sign}{${mark.length},}[ \t]*$`);
  return (next) => end.test(next);
}

type Ender = (line: string) => boolean;

/** A place in a text, line by line: what stands open there. */
interface Place {
  /** What ends code or a formula that is open. */
  readonly isClosing: Ender | undefined;
  readonly isList: boolean;
  readonly isAfterGap: boolean;
}

/** Whether a block begins with `line`: after an empty line, not indented, and no further item of a list. */
function begins({ isClosing, isList, isAfterGap }: Place, line: string): boolean {
  return !isClosing && isAfterGap && /^\S/.test(line) && !(isList && listItem.test(line));
}

function after(place: Place, line: string, isNew: boolean): Place {
  const { isClosing } = place;
  const next = isClosing ? (isClosing(line) ? undefined : isClosing) : openedBy(line);
  return {
    isClosing: next,
    isList: isNew ? listItem.test(line) : place.isList,
    isAfterGap: !next && line.trim() === '',
  };
}

/**
 * Cuts Markdown at empty lines into blocks that can be rendered one by one: no list, code or formula is cut in two.
 * What reaches across blocks (footnotes, definitions of links) is for whoever renders the whole.
 */
export function blocksOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.some((line) => longHtml.test(line))) return text.trim() === '' ? [] : [text];
  const blocks: string[][] = [];
  let place: Place = { isClosing: undefined, isList: false, isAfterGap: true };
  for (const line of lines) {
    const isNew = begins(place, line) || blocks.length === 0;
    if (isNew) blocks.push([]);
    blocks.at(-1)!.push(line);
    place = after(place, line, isNew);
  }
  return blocks.map((block) => block.join('\n').trimEnd()).filter((block) => block !== '');
}

const han = /\p{Script=Han}+/gu;

/** Text as it is indexed and searched: as it is shown, with compatibility forms folded. */
export function foldText(text: string): string {
  return tidyText(text.toWellFormed().normalize('NFKC'));
}

/** Text as it is shown: no control characters, no broken characters, one space; its own punctuation. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\uFFFD]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Stretches of Chinese characters, and words of other scripts, in order. */
export function runsOf(text: string): { text: string; isHan: boolean }[] {
  const runs = text.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu);
  return Array.from(runs, ([run]) => ({ text: run, isHan: /^\p{Script=Han}/u.test(run) }));
}

/** Pairs of neighbouring Chinese characters, one list for each unbroken stretch. */
export function pairsOf(text: string): string[][] {
  return Array.from(text.matchAll(han), ([run]) => {
    const characters = Array.from(run);
    return characters.slice(1).map((character, at) => characters[at]! + character);
  });
}

/** `text` in parts of at most `limit` characters, broken at a space or full stop where there is one. */
export function partsOf(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const window = rest.slice(0, limit);
    const at = Math.max(
      ...['。', '！', '？', '. ', ' '].map((mark) => window.lastIndexOf(mark) + 1),
    );
    const end = at > limit / 2 ? at : wholeCharacters(rest, limit);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}

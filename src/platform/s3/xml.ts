const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

function unescape(text: string): string {
  return text.replaceAll(/&(#x?)?(\w+);/g, (whole, sign: string | undefined, name: string) => {
    if (sign === undefined) return entities[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(name, sign === '#x' ? 16 : 10));
  });
}

/**
 * The text of every element `name` that holds nothing but text, in order. The store's answers are flat and known, so that
 * no reader of XML is needed.
 */
export function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    unescape(text),
  );
}

/** The text of the first element `name`. */
export function textOf(xml: string, name: string): string | undefined {
  return textsOf(xml, name)[0];
}

/** What every element `name` holds, as it is written; elements of one name never nest here. */
export function blocksOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(
    ([, block = '']) => block,
  );
}

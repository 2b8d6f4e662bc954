import { blocksOf } from '../rules/blocks.ts';

/** What a preview asks of the world around it. */
export interface PreviewPorts {
  /** Blocks as the house shows them, each by itself. */
  readonly showBlocks: (texts: readonly string[]) => Promise<readonly string[]>;
  /** The whole text as the house shows it: the very bytes of its page. */
  readonly showWhole: (text: string) => Promise<string>;
  /** Blocks that were shown; their HTML may have come with what was around them. */
  readonly onShown: (milliseconds: number) => void;
  readonly onProblem: (error: unknown) => void;
}

const restMs = 1_200;
const notes = 'section.footnotes, section[data-footnotes]';

/**
 * A text as its page will show it, kept up while it is written: a keystroke renders the block that it changed, and when
 * writing rests the whole is rendered once more, for what reaches across blocks (footnotes, numbers of headings).
 */
export class BlockPreview {
  readonly #place: HTMLElement;
  readonly #ports: PreviewPorts;
  /** HTML of blocks by their text: as each is alone, or (by text and turn) as it came in the whole. */
  readonly #alone = new Map<string, string>();
  readonly #inWhole = new Map<string, string>();
  #shown: readonly Shown[] = [];
  #notes = '';
  #text = '';
  #since = 0;
  #isAsking = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(place: HTMLElement, ports: PreviewPorts) {
    this.#place = place;
    this.#ports = ports;
  }

  /** Shows `text` as soon as its new blocks are known. */
  show(text: string): void {
    if (this.#since === 0) this.#since = performance.now();
    this.#text = text;
    void this.#catchUp();
  }

  /** Where block `index` of the text begins, to scroll there. */
  elementOf(index: number): Element | undefined {
    return this.#shown[index]?.nodes.find((node): node is Element => node instanceof Element);
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#rest);
  }

  async #catchUp(): Promise<void> {
    if (this.#isAsking || this.#isOver) return;
    const blocks = blocksOf(this.#text);
    const unknown = [...new Set(blocks)].filter((block) => !this.#alone.has(block));
    if (unknown.length > 0) {
      // What was typed meanwhile is looked at before anything is drawn.
      if (await this.#learn(unknown)) await this.#catchUp();
      return;
    }
    this.#draw(blocks);
    this.#ports.onShown(performance.now() - this.#since);
    this.#since = 0;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#compareWhole(), restMs);
  }

  async #learn(unknown: readonly string[]): Promise<boolean> {
    this.#isAsking = true;
    try {
      const html = await this.#ports.showBlocks(unknown);
      for (const [at, block] of unknown.entries())
        this.#alone.set(block, withoutNotes(html[at] ?? ''));
      return !this.#isOver;
    } catch (error) {
      if (!this.#isOver) this.#ports.onProblem(error);
      return false;
    } finally {
      this.#isAsking = false;
    }
  }

  /** Puts blocks in place; those that stood there already stay untouched, with what plays in them. */
  #draw(blocks: readonly string[]): void {
    const known = new Map<string, Shown[]>();
    for (const one of this.#shown) known.set(one.html, [...(known.get(one.html) ?? []), one]);
    this.#shown = turnsOf(blocks).map((turn) => {
      const html = this.#inWhole.get(turn.key) ?? this.#alone.get(turn.block) ?? '';
      return known.get(html)?.shift() ?? { html, nodes: nodesOf(html) };
    });
    const wanted = this.#shown.flatMap(({ nodes }) => nodes);
    replaceNodes(this.#place, this.#notes ? [...wanted, ...nodesOf(this.#notes)] : wanted);
  }

  async #compareWhole(): Promise<void> {
    const text = this.#text;
    if (this.#isAsking || this.#isOver || text.trim() === '') return;
    try {
      const whole = await this.#ports.showWhole(text);
      if (!this.#isOver && text === this.#text) this.#learnWhole(whole);
    } catch (error) {
      if (!this.#isOver) this.#ports.onProblem(error);
    }
  }

  /** Takes from the whole how its blocks look together; where they cannot be told apart, shows it as it is. */
  #learnWhole(whole: string): void {
    const blocks = blocksOf(this.#text);
    const root = fragmentOf(whole);
    const found = root.querySelector(`:scope > :is(${notes})`);
    this.#notes = found?.outerHTML ?? '';
    found?.remove();
    const elements = Array.from(root.children);
    const counts = blocks.map((block) => fragmentOf(this.#alone.get(block) ?? '').children.length);
    if (counts.reduce((sum, count) => sum + count, 0) !== elements.length) {
      this.#place.innerHTML = whole;
      this.#shown = [];
      return;
    }
    this.#inWhole.clear();
    let at = 0;
    for (const [index, { key, block }] of turnsOf(blocks).entries()) {
      const own = elements.slice(at, at + counts[index]!);
      at += counts[index]!;
      const html = own.map(({ outerHTML }) => outerHTML).join('\n');
      if (html !== fragmentOf(this.#alone.get(block) ?? '').innerHTML) this.#inWhole.set(key, html);
    }
    this.#draw(blocks);
  }
}

/** A block that stands in the preview. */
interface Shown {
  readonly html: string;
  readonly nodes: readonly Node[];
}

/** Blocks with keys that tell apart those that say the same. */
function turnsOf(blocks: readonly string[]): { readonly key: string; readonly block: string }[] {
  const turns = new Map<string, number>();
  return blocks.map((block) => {
    const turn = turns.get(block) ?? 0;
    turns.set(block, turn + 1);
    return { key: `${turn} ${block}`, block };
  });
}

function fragmentOf(html: string): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = `<div>${html}</div>`;
  return template.content.firstElementChild as HTMLElement;
}

/** The nodes of a block; the pipeline parts blocks by line breaks. */
function nodesOf(html: string): Node[] {
  return html === '' ? [] : [new Text('\n'), ...fragmentOf(html).childNodes];
}

function withoutNotes(html: string): string {
  if (!html.includes('<section')) return html;
  const root = fragmentOf(html);
  for (const found of root.querySelectorAll(`:scope > :is(${notes})`)) found.remove();
  return root.innerHTML.trim();
}

/** Makes the children of `place` just `wanted`, moving as little as can be. */
function replaceNodes(place: HTMLElement, wanted: readonly Node[]): void {
  const stays = new Set(wanted);
  for (const node of Array.from(place.childNodes)) if (!stays.has(node)) node.remove();
  let at = place.firstChild;
  for (const node of wanted) {
    if (node === at) at = at.nextSibling;
    else place.insertBefore(node, at);
  }
}

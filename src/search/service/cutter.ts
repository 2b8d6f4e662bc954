import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import type { Cutter } from '../types.ts';

// Loaded with the first use: the dictionary takes 100 ms and 60 MB that an import or a test of other rooms never needs.
const load = createRequire(import.meta.url);

let known: Cutter | undefined;

/** jieba with its own dictionary. */
export function jiebaCutter(): Cutter {
  known ??= openCutter();
  return known;
}

function openCutter(): Cutter {
  const { Jieba: Engine } = load('@node-rs/jieba') as { Jieba: typeof Jieba };
  const { dict } = load('@node-rs/jieba/dict.js') as { dict: Uint8Array };
  const jieba = Engine.withDict(dict);
  const isSaid = (word: string) => /[\p{L}\p{N}]/u.test(word);
  return {
    words: (text) => jieba.cutForSearch(text, true).filter(isSaid),
    parts: (text) => jieba.cut(text, true),
    isWord: (text) => jieba.cut(text, false).length === 1,
  };
}

/** A text cut into its words and what stands between them; joined they are the text again. */
export function cutText(text: string): string[] {
  return jiebaCutter().parts(text);
}

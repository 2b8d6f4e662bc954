import type { Ctx } from '#platform/ctx.ts';
import { Memory } from '#platform/memory.ts';
import { Matcher, patternOf, type Pattern } from '../rules/match.ts';
import { selectRevision, selectWords } from '../store/word.ts';
import { lists, type Scene, type SensitiveWord } from '../types.ts';

/** The tag that a change of the lists touches, so that every process reads them anew. */
export const wordsTag = 'sensitive-words';

/** The words of one scene with the machine that finds them. */
export interface SceneWords {
  readonly words: readonly SensitiveWord[];
  readonly matcher: Matcher;
}

/** All lists as they were at one revision; a scene's machine is built when it is first asked for. */
export class WordLists {
  readonly revision: number;
  readonly #words: readonly SensitiveWord[];
  readonly #scenes = new Map<Scene, SceneWords>();

  constructor(revision: number, words: readonly SensitiveWord[]) {
    this.revision = revision;
    this.#words = words;
  }

  of(scene: Scene): SceneWords {
    const known = this.#scenes.get(scene);
    if (known) return known;
    const patterns: Pattern[] = [];
    const words = this.#words.filter(({ list, word }) => {
      const pattern = list === scene || list === 'everywhere' ? patternOf(word) : undefined;
      if (pattern) patterns.push(pattern);
      return pattern !== undefined;
    });
    const made = { words, matcher: new Matcher(patterns) };
    this.#scenes.set(scene, made);
    return made;
  }
}

const memory = new Memory(wordsTag, async ({ db }) => {
  // The revision first: words that are newer than it only mean that a check is made once more.
  const revision = await selectRevision(db);
  return new WordLists(revision, await selectWords(db, lists));
});

/** The lists of words as they are now; another process's change is here when its word of it comes. */
export function wordLists(ctx: Ctx): Promise<WordLists> {
  return memory.get(ctx);
}

import type { Cutter, Suggestion } from '../types.ts';
import { foldText, tidyText } from './text.ts';

const longestKey = 40;
const mostKeys = 6;

/** Under which beginnings a label is suggested: its own, and those of the words in it. */
export function suggestionsFor(label: string, weight: number, cutter: Cutter): Suggestion[] {
  const shown = tidyText(label);
  const whole = foldText(label).toLowerCase();
  const starts = new Set([0]);
  let from = 0;
  for (const word of cutter.words(whole)) {
    const at = whole.indexOf(word.toLowerCase(), from);
    if (at < 0) continue;
    starts.add(at);
    from = at;
  }
  const keys = [...starts].slice(0, mostKeys).map((at) => keyOf(whole.slice(at)));
  return [...new Set(keys)]
    .filter(Boolean)
    .map((key, rank) => ({ key, label: shown, weight: weight * 10 - rank }));
}

/** What was typed, as a key to look suggestions up by. */
export function keyOf(typed: string): string {
  return Array.from(foldText(typed.slice(0, 200)).toLowerCase())
    .slice(0, longestKey)
    .join('');
}

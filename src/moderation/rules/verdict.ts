import { severities, type Finding, type SensitiveWord, type Severity } from '../types.ts';
import { endOf, foldText } from './fold.ts';
import type { Matcher } from './match.ts';

const mostHits = 1_000;

/** The words of a list in a text. A word that is spread out by signs may be chance: a person looks at it. */
export function findWords(
  text: string,
  words: readonly SensitiveWord[],
  matcher: Matcher,
): Finding[] {
  const folded = foldText(text);
  return matcher.find(folded, mostHits).map(({ word, first, last, isExact }) => {
    const { action, word: detail } = words[word]!;
    return {
      kind: 'word' as const,
      severity: isExact || action === 'review' ? action : ('review' as const),
      start: folded.at[first]!,
      end: endOf(text, folded.at[last]!),
      detail,
    };
  });
}

/** The weightiest of what was found; null when nothing was. */
export function weigh(findings: readonly Pick<Finding, 'severity'>[]): Severity | null {
  const ranks = findings.map(({ severity }) => severities.indexOf(severity));
  return ranks.length === 0 ? null : severities[Math.min(...ranks)]!;
}

/** What stands in the place of a word: what its list says, else an asterisk for each character. */
export function replaceWords(
  text: string,
  findings: readonly Finding[],
  replacements: ReadonlyMap<string, string>,
): string {
  let replaced = '';
  let at = 0;
  const wanted = findings
    .filter(({ severity }) => severity === 'replace')
    // Where words overlap, the one that begins first stands for all, and of those the longest.
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  for (const { start, end, detail } of wanted) {
    if (start < at) continue;
    const mask = '*'.repeat(Array.from(text.slice(start, end)).length);
    replaced += text.slice(at, start) + (replacements.get(detail) || mask);
    at = end;
  }
  return replaced + text.slice(at);
}

/** Findings in the order in which they stand; what is found in the same place for the same reason is told once. */
export function inOrder<F extends Finding>(findings: readonly F[]): F[] {
  const seen = new Set<string>();
  return findings
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ kind, start, end, detail, severity }) => {
      const key = [kind, start, end, detail, severity].join(' ');
      return !seen.has(key) && seen.add(key);
    });
}

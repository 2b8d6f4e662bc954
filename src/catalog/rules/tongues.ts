// What a lesson says in a second language. The studio asks it too, so nothing of the server's is imported.
import type { Locale } from '#kernel/locale.ts';
import type { LessonDraft, OutlineLesson } from '../types.ts';

/** The language that a work of `language` can say its lessons again in. */
export function otherLanguage(language: string | undefined): Locale {
  return language === 'en' ? 'zh' : 'en';
}

/** What is said again, without what is the item's alone: its gates, and whether it is a trial. */
export function asTongue(draft: LessonDraft): LessonDraft {
  const { title, kind, body, assetId, trialFirst, durationSec } = draft;
  const gates = { opensOn: null, opensAfterDays: null, closesAfterDays: null, needs: [] };
  return { title, kind, body, assetId, trialFirst, durationSec, isTrial: false, ...gates };
}

/** Whether a change to what is said again touches what is the item's alone. */
export function isOfItem(draft: LessonDraft): boolean {
  const { isTrial, opensOn, opensAfterDays, closesAfterDays, needs } = draft;
  const hasDays = opensOn !== null || opensAfterDays !== null || closesAfterDays !== null;
  return isTrial || hasDays || needs.length > 0;
}

/** In which language a lesson speaks to its reader, and in which it is there as well. */
export function languagesOf(
  { saidBy, tongue }: Pick<OutlineLesson, 'saidBy' | 'tongue'>,
  workLanguage: string,
): { readonly said: Locale; readonly other: Locale | undefined } {
  const own: Locale = workLanguage === 'en' ? 'en' : 'zh';
  if (!tongue) return { said: own, other: undefined };
  return tongue.id === saidBy
    ? { said: tongue.language, other: own }
    : { said: own, other: tongue.language };
}

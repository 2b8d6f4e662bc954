import type { Ctx } from '#platform/ctx.ts';
import { findLinks } from '../rules/links.ts';
import { findPersonal } from '../rules/personal.ts';
import { findWords, inOrder, replaceWords, weigh } from '../rules/verdict.ts';
import type { TextVerdict } from '../schema.ts';
import type { Finding, Scene } from '../types.ts';
import { wordLists } from './lists.ts';

/** The name of the house on the web, links to which lead nowhere else. */
export function ownHost({ ports }: Ctx): string {
  return new URL(ports.settings.publicUrl).hostname;
}

/** Everything that a check of words, links and personal data finds in a text, in its order. */
export async function findIn(
  ctx: Ctx,
  scene: Scene,
  text: string,
  links: readonly string[] = [],
): Promise<Finding[]> {
  const { words, matcher } = (await wordLists(ctx)).of(scene);
  return inOrder([
    ...findWords(text, words, matcher),
    ...findPersonal(text),
    ...findLinks(text, links, ownHost(ctx)),
  ]);
}

/**
 * Checks what somebody wrote in `scene`: what was found, the weightiest of it, and the text with what is to be replaced
 * replaced. Whoever asks decides what a verdict means there.
 */
export async function checkText(ctx: Ctx, scene: Scene, text: string): Promise<TextVerdict> {
  const { words } = (await wordLists(ctx)).of(scene);
  const findings = await findIn(ctx, scene, text);
  const replacements = new Map(words.map(({ word, replacement }) => [word, replacement]));
  return { verdict: weigh(findings), findings, text: replaceWords(text, findings, replacements) };
}

import { setImmediate as breathe } from 'node:timers/promises';
import { getDraft, getOutline, getWork, listDraftTexts } from '#catalog/service.ts';
import { readWords } from '#content/service.ts';
import { truncate } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayCheckWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { bandsOf, leastAlike, likeness, sketchOf } from '../rules/sketch.ts';
import { weigh } from '../rules/verdict.ts';
import type { WorkCheckItem } from '../schema.ts';
import { findCheck, upsertCheck } from '../store/check.ts';
import { selectCandidates } from '../store/sketch.ts';
import { selectRevision } from '../store/word.ts';
import type { Finding, WorkCheck, WorkField, WorkFinding } from '../types.ts';
import { severities } from '../types.ts';
import { placeWords } from '../words.ts';
import { findIn } from './check-text.ts';
import { wordLists } from './lists.ts';
import { readSlots } from './sketch-work.ts';

/** One text of a work, and where it stands. */
interface OwnText {
  readonly field: WorkField;
  readonly id: string | null;
  readonly title: string;
  readonly text: string;
  readonly isMarkdown?: boolean;
}

const mostKept = 300;

/**
 * Checks everything that a work's draft says (words, links, personal data, copies of other works) and keeps what was found.
 *
 * @throws Refusal work.unknown, text.busy, policy.*
 */
export async function checkWork(ctx: Ctx, workId: string): Promise<WorkCheck> {
  const { draft, revision, creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayCheckWork, creatorId);
  const { revision: wordRevision } = await wordLists(ctx);
  const findings: WorkFinding[] = [];
  for (const text of await textsOf(ctx, workId, draft)) {
    findings.push(...(await checkOne(ctx, workId, text)));
    await breathe();
  }
  const weighty = findings.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const check: WorkCheck = {
    workId,
    revision,
    wordRevision,
    checkedAt: ctx.now,
    verdict: weigh(findings),
    findings: weighty.slice(0, mostKept),
    isCut: weighty.length > mostKept,
  };
  await inTransaction(ctx, (tx) => upsertCheck(tx, check));
  return check;
}

const lines = ['title', 'subtitle', 'summary', 'titleEn', 'subtitleEn', 'summaryEn'] as const;

async function textsOf(
  ctx: Ctx,
  workId: string,
  draft: Awaited<ReturnType<typeof getDraft>>['draft'],
): Promise<OwnText[]> {
  const [chapters, lessons] = await Promise.all([
    getOutline(ctx, workId, 'draft'),
    listDraftTexts(ctx, workId),
  ]);
  const own = lines.map((field) => ({
    field,
    id: null,
    title: '',
    text: draft[field],
  }));
  return [
    ...own,
    { field: 'tags' as const, id: null, title: '', text: draft.tags.join('\n') },
    ...(['description', 'descriptionEn'] as const).map((field) => ({
      field,
      id: null,
      title: '',
      text: draft[field],
      isMarkdown: true,
    })),
    ...chapters.map(({ id, title }) => ({ field: 'chapter' as const, id, title, text: title })),
    ...lessons.map(({ id, title }) => ({ field: 'lesson' as const, id, title, text: title })),
    ...lessons.map(({ id, title, body }) => ({
      field: 'body' as const,
      id,
      title,
      text: body,
      isMarkdown: true,
    })),
  ].filter(({ text }) => text.trim() !== '');
}

async function checkOne(ctx: Ctx, workId: string, own: OwnText): Promise<WorkFinding[]> {
  const { field, id, title, isMarkdown } = own;
  // Readers see words without the signs of Markdown, and so does the check.
  const { text, links } = isMarkdown
    ? await readWords(own.text, workId)
    : { text: own.text, links: [] };
  const found = await findIn(ctx, 'work', text, links);
  const copies = isMarkdown ? await findCopies(ctx, workId, text) : [];
  return [...found.map(reviewed), ...copies].map((finding) => ({
    ...finding,
    field,
    id,
    title,
    ...around(text, finding),
  }));
}

/** In a work nothing is replaced behind its creator's back: a person looks at it. */
function reviewed(finding: Finding): Finding {
  return finding.severity === 'replace' ? { ...finding, severity: 'review' } : finding;
}

const context = 24;

function around(
  text: string,
  { start, end }: Finding,
): Pick<WorkFinding, 'before' | 'hit' | 'after'> {
  return {
    before: text.slice(Math.max(0, start - context), start).toWellFormed(),
    hit: truncate(text.slice(start, end).toWellFormed(), 120),
    after: text.slice(end, end + context).toWellFormed(),
  };
}

async function findCopies(ctx: Ctx, workId: string, text: string): Promise<Finding[]> {
  const sketch = sketchOf(text);
  if (!sketch) return [];
  const candidates = await inTransaction(ctx, (tx) =>
    selectCandidates(tx, workId, bandsOf(sketch)),
  );
  const alike = new Map<string, Finding>();
  for (const { workTitle, lessonTitle, slots } of candidates) {
    const percent = likeness(sketch, readSlots(slots));
    const detail = lessonTitle === null ? workTitle : `${workTitle} · ${lessonTitle}`;
    if (percent < leastAlike || percent <= (alike.get(detail)?.percent ?? 0)) continue;
    alike.set(detail, { kind: 'duplicate', severity: 'review', start: 0, end: 0, detail, percent });
  }
  return [...alike.values()].toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0)).slice(0, 5);
}

/**
 * Lets a draft that was checked as it is now go on to a reviewer; called in the transaction that has closed it to edits.
 *
 * @throws Refusal check.blocked (naming the passage), check.stale
 */
export async function assertPublishable(tx: Tx, ctx: Ctx, workId: string): Promise<void> {
  const { revision } = await getWork(within(ctx, tx), workId);
  const check = await findCheck(tx, workId);
  const isCurrent =
    check?.revision === revision && check.wordRevision === (await selectRevision(tx));
  if (!isCurrent) throw refuse('check.stale');
  const blocked = check.findings.find(({ severity }) => severity === 'block');
  if (!blocked) return;
  const { field, title, before, hit, after } = blocked;
  const place = placeWords[field][ctx.locale].replace('{title}', () => title);
  throw refuse('check.blocked', { place, passage: `${before}${hit}${after}` });
}

/** What the machine last found in a draft. @throws Refusal work.unknown, policy.* */
export async function getWorkCheck(ctx: Ctx, workId: string): Promise<WorkCheckItem> {
  const { revision, creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayCheckWork, creatorId);
  const [check, words] = await Promise.all([findCheck(ctx.db, workId), selectRevision(ctx.db)]);
  return itemOf(check, { revision, words });
}

/** Checks a draft at its creator's or a reviewer's wish. @throws Refusal work.unknown, text.busy, policy.* */
export async function recheckWork(ctx: Ctx, workId: string): Promise<WorkCheckItem> {
  const check = await checkWork(ctx, workId);
  return itemOf(check, { revision: check.revision, words: check.wordRevision });
}

function itemOf(
  check: WorkCheck | undefined,
  now: { readonly revision: number; readonly words: number },
): WorkCheckItem {
  if (!check) return { checkedAt: null, isStale: true, verdict: null, findings: [], isCut: false };
  const { revision, wordRevision, checkedAt, verdict, findings, isCut } = check;
  return {
    checkedAt: checkedAt.toISOString(),
    isStale: revision !== now.revision || wordRevision !== now.words,
    verdict,
    findings: [...findings],
    isCut,
  };
}

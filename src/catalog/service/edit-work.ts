import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Money } from '#kernel/money.ts';
import { slugify } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage, within, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import type { RefundWindow } from '#settings/schema.ts';
import { mayCreateWorks, mayEditWork, mayPriceWork } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { defined, folds, pageTagOf, saysTheSameFace } from '../rules.ts';
import type { WorkPatch } from '../schema.ts';
import { findAssetOf } from '../store/asset.ts';
import { listCategories } from '../store/category.ts';
import { findCreator } from '../store/creator.ts';
import { countFit } from '../store/part.ts';
import { insertOffer, lockOffer, retireOffer, type OfferTerms } from '../store/offer.ts';
import { listShelves, shelveWork } from '../store/publication.ts';
import { findWorkPoint, foldIntoWork, insertWorkVersion, type Written } from '../store/version.ts';
import {
  deleteDraft,
  findDraft,
  findWork,
  insertWork,
  openDraft,
  updateSlug,
  type Opened,
  type Part,
} from '../store/work.ts';
import type { Origin, Saving, WorkFace, WorkKind } from '../types.ts';
import { openCreator } from './creators.ts';
import { assertLanguage } from './tongues.ts';

const blank: Omit<WorkFace, 'title'> = {
  subtitle: '',
  summary: '',
  description: '',
  titleEn: '',
  subtitleEn: '',
  summaryEn: '',
  descriptionEn: '',
  coverId: null,
  categoryId: null,
  tags: [],
  level: 'any',
  language: 'zh',
  plannedCount: null,
  partIds: [],
  isInOrder: false,
};

/** What a new work begins with. Without a creator it is the acting user's, who becomes a creator by it. */
export interface NewWorkInput extends WorkPatch {
  readonly title: string;
  readonly kind?: WorkKind | undefined;
  readonly creatorId?: string;
  readonly slug?: string | undefined;
  /** Where an import came from: unique for a creator. */
  readonly source?: string;
}

/** Begins a draft. @throws Refusal work.slug_taken, wrong_parts, creator.unknown, category.unknown, lesson.asset_unknown, policy.* */
export async function createWork(
  ctx: Ctx,
  input: NewWorkInput,
): Promise<{ id: string; slug: string }> {
  const { creatorId, kind = 'course', slug, source, ...says } = input;
  const ownerId = creatorId ?? actingUser(ctx).userId;
  assertReach(ctx, mayCreateWorks, ownerId);

  return inTransaction(ctx, async (tx) => {
    await assertCreator(within(ctx, tx), tx, ownerId);
    await assertFace(tx, ownerId, kind, says);
    const id = newId(ctx.now);
    const free = slug ?? `${slugify(says.title)}-${id.slice(-6)}`;
    const row = {
      ...blank,
      ...defined(says),
      title: says.title,
      id,
      kind,
      slug: free,
      creatorId: ownerId,
      source: source ?? null,
    };
    const version = writtenNow(ctx, source === undefined ? 'saved' : 'imported');
    const isWritten = await insertWork(tx, { ...row, version });
    if (!isWritten) throw refuse('work.slug_taken');
    return { id, slug: free };
  });
}

/** What a version says of its writing that is written now. */
export function writtenNow(ctx: Ctx, origin: Origin): Written {
  const authorId = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  return { id: newId(ctx.now), authorId, origin, createdAt: ctx.now };
}

async function assertCreator(ctx: Ctx, tx: Tx, ownerId: string): Promise<void> {
  if (await findCreator(tx, { id: ownerId })) return;
  if (ctx.actor.kind !== 'user' || ctx.actor.userId !== ownerId) throw refuse('creator.unknown');
  await openCreator(ctx, { userId: ownerId, name: ctx.actor.name });
}

/** A cover is the creator's own picture, a category exists, and a bundle is made of their other works. */
// oxlint-disable-next-line max-params -- the transaction, whose, of what, what
async function assertFace(
  tx: Tx,
  ownerId: string,
  kind: WorkKind,
  { coverId, categoryId, partIds = [] }: WorkPatch,
): Promise<void> {
  const fit = partIds.length > 0 && kind === 'bundle' ? await countFit(tx, ownerId, partIds) : 0;
  if (fit !== partIds.length) throw refuse('work.wrong_parts');
  if (coverId) {
    const asset = await findAssetOf(tx, ownerId, coverId);
    if (asset?.kind !== 'image') throw refuse('lesson.asset_unknown');
  }
  if (categoryId && !(await listCategories(tx)).some(({ id }) => id === categoryId))
    throw refuse('category.unknown');
}

/**
 * Opens a work's draft for one save and holds its row until the transaction ends; its face only when nobody saved that
 * since it was read.
 *
 * @throws Refusal work.unknown, in_review, changed, policy.*
 */
export async function openForEdit(
  tx: Tx,
  ctx: Ctx,
  workId: string,
  part: Part = { of: 'outline' },
): Promise<Opened> {
  const work = await findWork(tx, { id: workId });
  if (!work) throw refuse('work.unknown');
  assertReach(ctx, mayEditWork, work.creatorId);

  const opened = await openDraft(tx, workId, ctx.now, part);
  if (!opened) {
    const now = await findWork(tx, { id: workId });
    throw refuse(now?.submittedAt ? 'work.in_review' : 'work.changed');
  }
  return opened;
}

/** Opens a work's draft for a change to its outline, and writes down when somebody else's is changed. */
export async function openOutline(tx: Tx, ctx: Ctx, workId: string): Promise<Opened> {
  const opened = await openForEdit(tx, ctx, workId);
  await auditStaff(tx, ctx, { id: workId, creatorId: opened.creatorId }, 'work.edit');
  return opened;
}

/** Writes a deed down when it is done to somebody else's work. */
export async function auditStaff(
  tx: Tx,
  ctx: Ctx,
  work: { id: string; creatorId: string },
  deed: string,
): Promise<void> {
  if (ctx.actor.kind === 'user' && ctx.actor.userId !== work.creatorId)
    await recordAudit(tx, ctx, deed, work.id);
}

/**
 * Changes what a work's draft says of itself; what is live stays as it is. Answers the new revision of the face.
 *
 * @throws Refusal work.unknown, in_review, changed, slug_taken, wrong_parts, category.unknown, lesson.asset_unknown, policy.*
 */
export async function saveWorkDraft(
  ctx: Ctx,
  workId: string,
  patch: WorkPatch & { slug?: string | undefined },
  { origin, revision }: Saving = { origin: 'saved' },
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const part = revision === undefined ? {} : { revision };
    const opened = await openForEdit(tx, ctx, workId, { of: 'face', ...part });
    const { slug, ...says } = defined(patch);
    await assertFace(tx, opened.creatorId, opened.kind, says);
    if (says.language) await assertLanguage(tx, workId, says.language);
    if (Object.keys(says).length > 0)
      await saveFace(tx, ctx, { id: workId, ...opened }, says, origin);
    if (slug !== undefined) await changeSlug(tx, workId, slug);
    return opened.faceRevision;
  });
}

/** Saves a face: into the save point before it, or as one of its own. What says the same makes none. */
// oxlint-disable-next-line max-params -- the transaction, who, which work, what, how
async function saveFace(
  tx: Tx,
  ctx: Ctx,
  work: Opened & { readonly id: string },
  says: Partial<WorkFace>,
  origin: Origin,
): Promise<void> {
  const before = await findDraft(tx, work.id);
  if (!before || saysTheSameFace(before.draft, says)) return;
  const point = await findWorkPoint(tx, work.draftId);
  const written = writtenNow(ctx, origin);
  const next = { ...written, at: ctx.now, body: says.description ?? before.draft.description };
  if (point && folds(point, next) && (await foldIntoWork(tx, point.id, says, ctx.now))) return;
  await insertWorkVersion(tx, { ...before.draft, ...says, ...written, workId: work.id });
  await auditStaff(tx, ctx, work, 'work.edit');
}

async function changeSlug(tx: Tx, workId: string, slug: string): Promise<void> {
  if (!(await updateSlug(tx, workId, slug))) throw refuse('work.slug_taken');
  touchPage(tx, `work:${workId}`, ...(await listShelves(tx, workId)).map(pageTagOf));
}

/** Deletes a work that nobody but its creator ever saw. @throws Refusal work.unknown, not_draft, policy.* */
export async function deleteWork(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const work = await findWork(tx, { id: workId });
    if (!work) throw refuse('work.unknown');
    assertReach(ctx, mayEditWork, work.creatorId);
    if (!(await deleteDraft(tx, workId, ctx.now))) throw refuse('work.not_draft');
    await auditStaff(tx, ctx, work, 'work.delete');
  });
}

/** How long buyers of an offer can ask for the money back, and have the work; what is left out stays as it is. */
interface Windows {
  readonly refundDays?: RefundWindow | null | undefined;
  readonly accessDays?: number | null | undefined;
}

/**
 * Sets what a work costs from now on, and for how long its buyers can ask for the money back and have it: a new offer, while orders
 * keep theirs. Answers the current offer's id.
 *
 * @throws Refusal work.unknown, policy.*
 */
export async function setPrice(
  ctx: Ctx,
  workId: string,
  price: Money,
  windows: Windows = {},
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const work = await findWork(tx, { id: workId });
    if (!work) throw refuse('work.unknown');
    assertReach(ctx, mayPriceWork, work.creatorId);

    const current = await lockOffer(tx, workId);
    const terms = termsOf(price, windows, current);
    if (current && isSame(current, terms)) return current.id;
    const id = newId(ctx.now);
    await retireOffer(tx, workId, ctx.now);
    await insertOffer(tx, { id, workId, ...terms, createdAt: ctx.now });
    if (work.state === 'published') {
      await shelveWork(tx, workId);
      touchPage(tx, `work:${workId}`, ...(await listShelves(tx, workId)).map(pageTagOf));
    }
    await auditStaff(tx, ctx, work, 'work.price');
    return id;
  });
}

/** What a new offer says: what is left out is as the current one has it. */
function termsOf(price: Money, windows: Windows, current: OfferTerms | undefined): OfferTerms {
  const { refundDays = current?.refundDays ?? null, accessDays = current?.accessDays ?? null } =
    windows;
  return { price, refundDays, accessDays };
}

const isSame = (one: OfferTerms, other: OfferTerms) =>
  one.price === other.price &&
  one.refundDays === other.refundDays &&
  one.accessDays === other.accessDays;

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { decideBinding, renewal } from '../rules/binding.ts';
import { isCode } from '../rules/links.ts';
import {
  findBindingGround,
  insertBinding,
  insertEnd,
  insertVisit,
  lockCustomer,
  type BindingGround,
  type VisitOutcome,
} from '../store/binding.ts';
import { countVisit, findPromoter, isAbove } from '../store/promoter.ts';
import type { BindingDecision, Campaign, Promoter, Terms, Visit } from '../types.ts';
import { termsNow } from './terms.ts';

/** The cookie of a visit, which is known to nobody yet; and how long it is kept, in seconds. */
export interface VisitCookie {
  readonly value: string;
  readonly maxAgeSec: number;
}

/**
 * Somebody followed a link: it is counted for its promoter, and remembered of who is signed in. Everybody else is given a cookie that binds
 * when they are known. Nothing is remembered of a link that says nothing.
 */
export async function followed(
  ctx: Ctx,
  code: string,
  campaign: Campaign,
): Promise<VisitCookie | undefined> {
  const terms = await termsNow(ctx);
  const promoter =
    terms.mode === 'off' || !isCode(code) ? undefined : await findPromoter(ctx.db, { code });
  const isPromoting = promoter !== undefined && promoter.endedAt === null;
  const isEmpty = campaign.source + campaign.medium + campaign.campaign === '';
  if (isPromoting) await countVisit(ctx.db, promoter.userId, ctx.now);
  if (!isPromoting && isEmpty) return undefined;
  const visit = { ...campaign, code: isPromoting ? code : '', at: ctx.now };
  if (ctx.actor.kind !== 'user')
    return { value: sealVisit(ctx, visit), maxAgeSec: terms.cookieDays * 86_400 };
  await recordVisit(ctx, ctx.actor.userId, visit);
  return undefined;
}

/** Who signed in or registered with the cookie of a visit is bound now; a cookie that is not ours, or too old, binds nobody. */
export async function bindAtLogin(ctx: Ctx, userId: string, cookie: string): Promise<void> {
  const visit = openVisit(ctx, cookie);
  const { cookieDays } = await termsNow(ctx);
  if (!visit || visit.at > ctx.now || after(visit.at, cookieDays * day) <= ctx.now) return;
  await recordVisit(ctx, userId, visit);
}

async function recordVisit(ctx: Ctx, userId: string, visit: Visit): Promise<void> {
  const terms = await termsNow(ctx);
  await inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, userId);
    const ground = await findBindingGround(tx, userId, visit.at);
    if (ground.isKnownVisit) return;
    const promoter = visit.code ? await findPromoter(tx, { code: visit.code }) : undefined;
    const outcome = promoter
      ? await bind(tx, ctx, { terms, userId, visit, ground, promoter })
      : 'none';
    const { source, medium, campaign, at: visitedAt } = visit;
    const said = { source, medium, campaign, visitedAt, outcome };
    const promoterId = promoter?.userId ?? null;
    await insertVisit(tx, { id: newId(ctx.now), userId, promoterId, ...said });
  });
}

/** Decides about one visit, and does what was decided. Answers what became of it. */
async function bind(tx: Tx, ctx: Ctx, deciding: Deciding): Promise<VisitOutcome> {
  const decided = await decideFor(tx, ctx, deciding);
  await apply(tx, ctx, { ...deciding, decided });
  return decided.kind === 'ignored' ? decided.why : decided.kind;
}

interface Deciding {
  readonly terms: Terms;
  readonly userId: string;
  readonly visit: Visit;
  readonly ground: BindingGround;
  readonly promoter: Promoter;
}

async function decideFor(
  tx: Tx,
  { now }: Ctx,
  { terms, userId, visit, ground, promoter }: Deciding,
): Promise<BindingDecision> {
  const { last, registeredAt } = ground;
  const hasExpired = last !== null && last.expiresAt !== null && last.expiresAt <= now;
  const isOpen = promoter.endedAt === null && terms.mode !== 'off';
  return decideBinding(
    {
      promoterId: isOpen ? promoter.userId : null,
      customerId: userId,
      registeredAt,
      isDownline: await isAbove(tx, userId, promoter.userId),
      visitedAt: visit.at,
      now,
      active: hasExpired ? null : last,
      hasExpired,
    },
    terms,
  );
}

interface Applying {
  readonly userId: string;
  readonly ground: BindingGround;
  readonly promoter: Pick<Promoter, 'userId'>;
  readonly decided: BindingDecision;
  readonly source?: 'link' | 'purchase';
}

async function apply(
  tx: Tx,
  { now }: Ctx,
  { userId: customerId, ground, promoter, decided, source = 'link' }: Applying,
): Promise<void> {
  if (decided.kind === 'ignored') return;
  const ends = decided.kind === 'renewed' ? 'renewed' : decided.ends;
  if (ends && ground.last) await insertEnd(tx, ground.last.id, ends, now);
  const { expiresAt, protectedUntil } = decided;
  const time = { boundAt: now, expiresAt, protectedUntil };
  const whose = { customerId, seq: ground.seq + 1, promoterId: promoter.userId };
  await insertBinding(tx, { id: newId(now), ...whose, source, ...time });
}

/** A purchase keeps its buyer with their promoter, where the terms say so. */
export async function renewByPurchase(ctx: Ctx, buyerId: string): Promise<void> {
  const terms = await termsNow(ctx);
  if (terms.mode === 'off' || terms.renewOn !== 'purchase') return;
  await inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, buyerId);
    const ground = await findBindingGround(tx, buyerId, ctx.now);
    const { last } = ground;
    if (!last || (last.expiresAt !== null && last.expiresAt <= ctx.now)) return;
    const decided = renewal(last, ctx.now, terms, 'purchase');
    const promoter = { userId: last.promoterId };
    await apply(tx, ctx, { userId: buyerId, ground, promoter, decided, source: 'purchase' });
  });
}

const Kept = z.tuple([z.string(), z.int(), z.string(), z.string(), z.string()]);

function sign({ ports }: Ctx, body: string): Buffer {
  return createHmac('sha256', ports.secret).update(`visit:${body}`).digest();
}

function sealVisit(ctx: Ctx, { code, at, source, medium, campaign }: Visit): string {
  const said = [code, at.getTime(), source, medium, campaign];
  const body = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${body}.${sign(ctx, body).toString('base64url')}`;
}

function openVisit(ctx: Ctx, cookie: string): Visit | undefined {
  const [body = '', signature = ''] = cookie.split('.');
  const [told, right] = [Buffer.from(signature, 'base64url'), sign(ctx, body)];
  if (told.length !== right.length || !timingSafeEqual(told, right)) return undefined;
  const [code, at, source, medium, campaign] = Kept.parse(
    JSON.parse(Buffer.from(body, 'base64url').toString()),
  );
  return { code, at: new Date(at), source, medium, campaign };
}

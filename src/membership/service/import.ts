import { recordAudit } from '#audit/service.ts';
import { bringUsers, findBrought, readEmail } from '#identity/service/bring.ts';
import { newId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayGrantMembers } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { ImportChunk, ImportedItem } from '../schema.ts';
import { selectTierNames, upsertImported, type Imported } from '../store/import.ts';
import { importLetter, importProblemWords } from '../words.ts';

type Row = ImportChunk['rows'][number];
type Problem = keyof typeof importProblemWords;

/** A row that can be taken. */
interface Wanted {
  readonly email: string;
  readonly name: string;
  readonly tierIds: readonly string[];
  readonly endsAt: Date | null;
}

/**
 * Takes some lines of a members file: accounts for those who have none, without a password, and a membership of each tier. The
 * same again changes nothing. With `isTrial` it only says what would be done. Lines that cannot be taken are named and stop no other.
 *
 * @throws Refusal tier.unknown, policy.*; nothing is then written.
 */
export async function importMembers(ctx: Ctx, chunk: ImportChunk): Promise<ImportedItem> {
  assertReach(ctx, mayGrantMembers, null);
  const { userId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const { wanted, problems } = await judge(tx, ctx, chunk);
    const told = { problems: problems.map((one) => say(one, ctx.locale)) };
    const known = await findBrought(
      tx,
      wanted.map(({ email }) => email),
    );
    const newcomers = wanted.filter(({ email }) => !known.has(email));
    if (chunk.isTrial)
      return {
        accounts: newcomers.length,
        memberships: 0,
        moved: 0,
        taken: wanted.length,
        ...told,
      };

    const ids = new Map([...known, ...(await bringUsers(tx, ctx, newcomers))]);
    const brought = wanted.flatMap(({ email, tierIds, endsAt }) =>
      tierIds.map((tierId) => ({ id: newId(ctx.now), userId: ids.get(email)!, tierId, endsAt })),
    );
    const reason = chunk.fileName;
    const written = await upsertImported(tx, brought, { now: ctx.now, userId, reason });
    const fresh = written.filter(({ isNew }) => isNew);
    if (chunk.isTold) await tellAll(tx, ctx, { wanted, ids, fresh });
    const counts = {
      accounts: newcomers.length,
      memberships: fresh.length,
      moved: written.length - fresh.length,
    };
    if (newcomers.length + written.length > 0)
      await recordAudit(tx, ctx, 'membership.import', chunk.importId, { file: reason, ...counts });
    return { ...counts, taken: wanted.length, ...told };
  });
}

interface Judged {
  readonly wanted: readonly Wanted[];
  readonly problems: readonly (readonly [line: number, problem: Problem])[];
}

/** Which lines can be taken; of one address the last line counts, as when the file is brought line by line. */
async function judge(tx: Tx, ctx: Ctx, { rows }: ImportChunk): Promise<Judged> {
  const tierIds = [...new Set(rows.flatMap((row) => row.tierIds))];
  if ((await selectTierNames(tx, tierIds)).length < tierIds.length) throw refuse('tier.unknown');
  const wanted = new Map<string, Wanted>();
  const problems: [number, Problem][] = [];
  for (const row of rows) {
    const read = judgeRow(row, ctx.now);
    if (typeof read === 'string') problems.push([row.line, read]);
    else wanted.set(read.email, join(wanted.get(read.email), read));
  }
  return { wanted: [...wanted.values()], problems };
}

const join = (known: Wanted | undefined, next: Wanted): Wanted =>
  known ? { ...next, tierIds: [...new Set([...known.tierIds, ...next.tierIds])] } : next;

function judgeRow(row: Row, now: Date): Wanted | Problem {
  const email = readEmail(row.email);
  if (!email) return 'email';
  if (row.isDeleted) return 'deleted';
  if (row.tierIds.length === 0) return 'tier';
  if (row.endsAt === 'unreadable') return 'end';
  const endsAt = row.endsAt === null ? null : new Date(row.endsAt);
  if (endsAt && endsAt <= now) return 'past';
  return { email, name: row.name, tierIds: row.tierIds, endsAt };
}

function say([line, problem]: readonly [number, Problem], locale: Locale) {
  return { line, why: importProblemWords[problem][locale] };
}

interface Telling {
  readonly wanted: readonly Wanted[];
  readonly ids: ReadonlyMap<string, string>;
  readonly fresh: readonly Imported[];
}

/** Writes to those who are members now: of which tier, until when, and how to sign in. */
async function tellAll(tx: Tx, ctx: Ctx, { wanted, ids, fresh }: Telling): Promise<void> {
  const tiers = new Map(
    (await selectTierNames(tx, [...new Set(fresh.map(({ tierId }) => tierId))])).map(
      (tier) => [tier.id, tier] as const,
    ),
  );
  const newOf = Map.groupBy(fresh, ({ userId }) => userId);
  for (const { email, name, endsAt } of wanted) {
    const mine = newOf.get(ids.get(email) ?? '') ?? [];
    if (mine.length === 0) continue;
    const { locale } = ctx;
    const names = mine.map(
      ({ tierId }) => tiers.get(tierId)![locale === 'en' ? 'nameEn' : 'nameZh'],
    );
    const known = {
      name: name || email,
      tier: names.join(locale === 'zh' ? '、' : ', '),
      until: endsAt
        ? importLetter.until[locale].replace('{at}', formatInstant(endsAt))
        : importLetter.forGood[locale],
    };
    const letter = { words: importLetter, known, path: '/account/membership' };
    await writeLetter(tx, ctx, { email, locale }, letter);
  }
}

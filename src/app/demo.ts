import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  addCategory,
  editCreator,
  getWork,
  listCategories,
  openCreator,
} from '#catalog/service.ts';
import { importFolder } from '#content/service.ts';
import { createUser, listUsers } from '#identity/service.ts';
import { storeAsset, takeUpUnfinished } from '#media/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { drainOutbox } from '#platform/outbox.ts';
import { roles, type Role } from '#platform/policy.ts';
import { NewGood } from '#points/schema.ts';
import { changeTerms, createGood, getTerms } from '#points/service.ts';
import { appointExpert, decideStage, getSubmissionDetail, submitWork } from '#review/service.ts';
import { criteria } from '#review/types.ts';
import { changeSettings } from '#settings/service.ts';
import { lanes, reactions } from './reactions.ts';

const folder = join(import.meta.dirname, '../../demo');

const Shelf = z.object({ slug: z.string(), name: z.string(), name_en: z.string() });
const Academy = z.object({
  site: z.object({
    name: z.string(),
    name_en: z.string(),
    slogan: z.string(),
    slogan_en: z.string(),
  }),
  password: z.string(),
  accounts: z.array(
    z.object({ email: z.string(), name: z.string(), role: z.enum(['learner', ...roles]) }),
  ),
  creators: z.array(
    z.object({
      account: z.string(),
      slug: z.string(),
      avatar: z.string(),
      headline: z.string(),
      bio: z.string(),
      name_en: z.string(),
      headline_en: z.string(),
      bio_en: z.string(),
    }),
  ),
  categories: z.array(Shelf.extend({ children: z.array(Shelf).default([]) })),
  courses: z.array(z.object({ folder: z.string() })),
  goods: z.array(
    z.object({
      kind: z.enum(['work', 'code', 'physical']),
      course: z.string().optional(),
      name: z.string(),
      name_en: z.string(),
      summary: z.string(),
      summary_en: z.string(),
      price: z.number(),
      stock: z.number(),
    }),
  ),
});
type Academy = z.infer<typeof Academy>;

/** Whether the house is new, or a load was cut short. */
async function isWanted(ctx: Ctx, marker: string): Promise<boolean> {
  const wasCutShort = await readFile(marker).then(
    () => true,
    () => false,
  );
  if (wasCutShort) return true;
  const { items } = await listUsers(ctx, { filter: {}, cursor: undefined, limit: 1 });
  return items.length === 0;
}

/** The accounts that a demonstration offers, with their common password. */
export async function demoAccounts(): Promise<Pick<Academy, 'accounts' | 'password'>> {
  return readAcademy();
}

async function readAcademy(): Promise<Academy> {
  return Academy.parse(parse(await readFile(join(folder, 'academy.yaml'), 'utf8')));
}

/**
 * Loads the demonstration academy into an empty house, through the same verbs that people use: accounts, shelves, imports,
 * review and publication. A load that was cut short goes on at the next start. Returns whether there was anything to do.
 */
export async function loadDemo(ctx: Ctx, say: (line: string) => void): Promise<boolean> {
  const marker = join(ctx.ports.settings.dataDir, 'demo-loading');
  if (!(await isWanted(ctx, marker))) return false;
  await writeFile(marker, '');

  const academy = await readAcademy();
  say('Loading the demonstration academy …');
  const users = await makeAccounts(ctx, academy);
  await makeCreators(ctx, academy, users);
  await makeShelves(ctx, academy);
  await makeExpert(ctx, users);
  await changeSettings(ctx, {
    siteName: { zh: academy.site.name, en: academy.site.name_en },
    slogan: { zh: academy.site.slogan, en: academy.site.slogan_en },
  });
  const people = { byRole: users.byRole, byName: users.byName };
  const works = new Map<string, string>();
  for (const course of academy.courses) {
    works.set(course.folder, await publishCourse(ctx, join(folder, course.folder), people));
    say(`  ${course.folder.replace('material/', '')}`);
  }
  await openPoints(ctx, academy, { owner: users.byRole.get('owner')!, works });
  await takeUpUnfinished(ctx, 0);
  await rm(marker);
  return true;
}

interface People {
  /** User ids by display name. */
  readonly byName: ReadonlyMap<string, string>;
  readonly byRole: ReadonlyMap<string, string>;
}

interface Accounts extends People {
  readonly byEmail: ReadonlyMap<string, string>;
}

async function makeAccounts(ctx: Ctx, { accounts, password }: Academy): Promise<Accounts> {
  const made = await Promise.all(
    accounts.map(async ({ email, name, role }) => {
      const { items } = await listUsers(ctx, {
        filter: { text: email },
        cursor: undefined,
        limit: 1,
      });
      const own: Role[] = role === 'learner' ? [] : [role];
      return items[0]?.id ?? createUser(ctx, { email, name, password, roles: own });
    }),
  );
  const by = (field: 'email' | 'name' | 'role') =>
    new Map(accounts.map((account, index) => [account[field], made[index]!]));
  return { byEmail: by('email'), byName: by('name'), byRole: by('role') };
}

async function makeCreators(
  ctx: Ctx,
  { creators, accounts }: Academy,
  { byEmail }: Accounts,
): Promise<void> {
  for (const { account, slug, avatar, headline, bio, ...english } of creators) {
    const userId = byEmail.get(account)!;
    const name = accounts.find(({ email }) => email === account)!.name;
    await openCreator(ctx, { userId, slug, name, headline, bio });
    const { asset } = await storeAsset(ctx, {
      ownerId: userId,
      fileName: basename(avatar),
      content: { path: join(folder, avatar) },
    });
    const { name_en: nameEn, headline_en: headlineEn, bio_en: bioEn } = english;
    const face = { slug, headline, bio, nameEn, headlineEn, bioEn };
    await editCreator(ctx, userId, { avatarId: asset.id, ...face });
  }
}

async function makeShelves(ctx: Ctx, { categories }: Academy): Promise<void> {
  const known = new Map((await listCategories(ctx)).map(({ slug, id }) => [slug, id]));
  const make = async (shelf: z.infer<typeof Shelf>, parentId: string | null) =>
    known.get(shelf.slug) ??
    addCategory(ctx, { slug: shelf.slug, nameZh: shelf.name, nameEn: shelf.name_en, parentId });
  for (const category of categories) {
    const parentId = await make(category, null);
    for (const child of category.children) await make(child, parentId);
  }
}

/** The expert knows every category. */
async function makeExpert(ctx: Ctx, { byName, byRole }: Accounts): Promise<void> {
  const owner = actingAs(ctx, byRole.get('owner')!, '', 'owner');
  for (const { id, parentId } of await listCategories(ctx))
    if (parentId === null) await appointExpert(owner, id, byName.get(expertName)!);
}

// Nobody waits for the qualities of a video, nor for smaller pictures, before the house opens: workers make them.
const slow = new Set([lanes['transcoding'], lanes['refining']].flat());
const quick = reactions.filter(({ name }) => !slow.has(name));

/** As its creator would import and hand in, and as the reviewer would approve. */
async function publishCourse(ctx: Ctx, root: string, { byName, byRole }: People): Promise<string> {
  const { creator } = z
    .object({ creator: z.string() })
    .parse(parse(await readFile(join(root, 'course.yaml'), 'utf8')));
  const creatorId = byName.get(creator)!;
  const asCreator = actingAs(ctx, creatorId, creator, 'creator');
  const { workId } = await importFolder(asCreator, { creatorId, root });
  await drainOutbox(ctx, quick);
  const work = await getWork(ctx, workId);
  if (work.state === 'published') return workId;
  const submissionId = await submitWork(asCreator, workId);
  const fine = { verdict: 'passed', reasons: '', failed: [], marks: [], publishAt: null } as const;
  const reviewer = actingAs(ctx, byRole.get('reviewer')!, '', 'reviewer');
  await decideStage(reviewer, submissionId, 'first', fine);
  // The first course of somebody new is looked at twice, as everywhere.
  const { state } = await getSubmissionDetail(reviewer, submissionId);
  if (state === 'open') {
    const expert = actingAs(ctx, byName.get(expertName)!, expertName, 'reviewer');
    const marks = criteria.map((criterion) => ({ criterion, mark: 4, note: '' }));
    await decideStage(expert, submissionId, 'deep', { ...fine, marks });
  }
  await drainOutbox(ctx, quick);
  return workId;
}

/** Opens points with goods on the shelf, all at once. */
async function openPoints(
  ctx: Ctx,
  { goods }: Academy,
  known: { readonly owner: string; readonly works: ReadonlyMap<string, string> },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const owner = within(actingAs(ctx, known.owner, '', 'owner'), tx);
    const terms = await getTerms(owner);
    if (terms.isOn) return;
    await changeTerms(owner, { ...terms, isOn: true, lessonOn: true });
    for (const {
      name,
      name_en: nameEn,
      summary,
      summary_en: summaryEn,
      course,
      ...good
    } of goods) {
      const words = { nameZh: name, nameEn, summaryZh: summary, summaryEn };
      const workId = course === undefined ? undefined : known.works.get(course);
      await createGood(owner, NewGood.parse({ ...good, ...words, workId, perPerson: 1 }));
    }
  });
}

const expertName = '示范专家';

function actingAs(ctx: Ctx, userId: string, name: string, role: Role): Ctx {
  return { ...ctx, actor: { kind: 'user', userId, name, roles: [role], sessionId: newId() } };
}

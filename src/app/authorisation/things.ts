import { promoters } from './promoters.ts';
import { beginRule } from '#commission/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import { aBook, aBookMark } from './books.ts';
import { claims } from './claims.ts';
import { invoices } from './invoices.ts';
import { kept } from './kept.ts';
import { aClassroom, aGrant, aKeep, anOrder, aPaidOrder, aPayout } from './money.ts';
import { aPerson, aSession, type Person } from './people.ts';
import { aRecording } from './recordings.ts';
import {
  aCategory,
  aDeepSubmission,
  aFace,
  anAppeal,
  anAsset,
  anExport,
  anExpert,
  anImport,
  anUpload,
  aPlan,
  aPreviewLink,
  aReviewComment,
  aSensitiveWord,
  aSubmission,
  aTakedown,
  aWork,
} from './works.ts';
import { gatewayThings } from './gateways.ts';
import { points } from './points.ts';
import { refunds } from './refunds.ts';
import type { World } from './world.ts';

/** What a path names: the values of its parameters, and how it goes away. */
export interface Thing {
  readonly params: Readonly<Record<string, string>>;
  /** Takes it away as the house would; absent where nothing of its kind ever goes away. */
  readonly bury?: () => Promise<void>;
}

type Maker = (world: World, owner: Person) => Promise<Thing>;

const gone =
  (
    world: World,
    table:
      | 'entitlement'
      | 'payout'
      | 'importJob'
      | 'exportJob'
      | 'session'
      | 'category'
      | 'submission'
      | 'reviewComment'
      | 'appeal'
      | 'sensitiveWord'
      | 'commissionRule'
      | 'previewLink'
      | 'plannedDeed'
      | 'bookMark'
      | 'offlineKeep',
    id: string,
  ) =>
  async () => {
    await world.db.deleteFrom(table).where('id', '=', id).execute();
  };

const workGone = (world: World, id: string) => async () => {
  await world.db.deleteFrom('workPlace').where('workId', '=', id).execute();
  await world.db
    .updateTable('work')
    .set({ state: 'deleted', liveId: null, submittedAt: null })
    .where('id', '=', id)
    .execute();
};

const lessonGone = (world: World, id: string) => async () => {
  await world.db
    .updateTable('lesson')
    .set({ draftId: null, liveId: null, liveChapterId: null })
    .where('id', '=', id)
    .execute();
};

const users: Readonly<Record<string, Maker>> = {
  user: async (world, owner) => {
    const bury = async () => {
      await world.db
        .updateTable('appUser')
        .set({ state: 'deleted', email: null, phone: null })
        .where('id', '=', owner.id)
        .execute();
    };
    return { params: { id: owner.id, role: 'creator' }, bury };
  },
  session: async (world, owner) => {
    const { sessionId } = await aSession(world, owner.id);
    return { params: { id: sessionId }, bury: gone(world, 'session', sessionId) };
  },
  creator: async (world, owner) => {
    await aFace(world, owner);
    const bury = async () => {
      await world.db.deleteFrom('creator').where('userId', '=', owner.id).execute();
    };
    return { params: { id: owner.id, slug: `face-${owner.id}`, month: '2026-11' }, bury };
  },
};

const works: Readonly<Record<string, Maker>> = {
  work: async (world, owner) => {
    const { id } = await aWork(world, owner, false);
    return { params: { id }, bury: workGone(world, id) };
  },
  liveWork: async (world, owner) => {
    const { id, slug } = await aWork(world, owner, true);
    return { params: { id, slug }, bury: workGone(world, id) };
  },
  submittedWork: async (world, owner) => {
    const { work } = await aSubmission(world, owner);
    return { params: { id: work.id }, bury: workGone(world, work.id) };
  },
  chapter: async (world, owner) => {
    const { id, chapterId } = await aWork(world, owner, false);
    return { params: { id: chapterId }, bury: workGone(world, id) };
  },
  lesson: async (world, owner) => {
    const { paidId } = await aWork(world, owner, false);
    return { params: { id: paidId }, bury: lessonGone(world, paidId) };
  },
  lessonVersion: async (world, owner) => {
    const { paidId } = await aWork(world, owner, false);
    const { draftId } = await world.db
      .selectFrom('lesson')
      .select('draftId')
      .where('id', '=', paidId)
      .executeTakeFirstOrThrow();
    return { params: { id: paidId, version: draftId! }, bury: lessonGone(world, paidId) };
  },
  workVersion: async (world, owner) => {
    const { id } = await aWork(world, owner, false);
    const { draftId } = await world.db
      .selectFrom('work')
      .select('draftId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return { params: { id, version: draftId }, bury: workGone(world, id) };
  },
  submission: async (world, owner) => {
    const { id } = await aSubmission(world, owner);
    return { params: { id }, bury: gone(world, 'submission', id) };
  },
  deepSubmission: async (world, owner) => {
    const { id } = await aDeepSubmission(world, owner);
    return { params: { id }, bury: gone(world, 'submission', id) };
  },
  reviewComment: async (world, owner) => {
    const reviewer = await aPerson(world, { roles: ['reviewer'] });
    const { id } = await aReviewComment(world, owner, reviewer);
    return { params: { id }, bury: gone(world, 'reviewComment', id) };
  },
  takedown: async (world, owner) => {
    const { id, workId } = await aTakedown(world, owner);
    return { params: { id }, bury: workGone(world, workId) };
  },
  appeal: async (world, owner) => {
    const id = await anAppeal(world, owner);
    return { params: { id }, bury: gone(world, 'appeal', id) };
  },
  expert: async (world) => ({ params: await anExpert(world) }),
  sharedWork: async (world, owner) => {
    const { workId } = await aPreviewLink(world, owner);
    return { params: { id: workId }, bury: workGone(world, workId) };
  },
  previewLink: async (world, owner) => {
    const { id } = await aPreviewLink(world, owner);
    return { params: { id }, bury: gone(world, 'previewLink', id) };
  },
  // Whoever holds the address of a draft sees it: what is tested is that no other one shows anything.
  sharedDraft: async (world, owner) => {
    const { lessonId } = await aPreviewLink(world, owner);
    return { params: { token: newToken(), lessonId } };
  },
  plan: async (world, owner) => {
    const id = await aPlan(world, owner);
    return { params: { id }, bury: gone(world, 'plannedDeed', id) };
  },
  asset: async (world, owner) => {
    const { id } = await anAsset(world, owner);
    const bury = async () => {
      await world.db.deleteFrom('rendition').where('assetId', '=', id).execute();
      await world.db.deleteFrom('asset').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  recording: aRecording,
  sensitiveWord: async (world) => {
    const { id } = await aSensitiveWord(world);
    return { params: { id }, bury: gone(world, 'sensitiveWord', id) };
  },
  import: async (world, owner) => {
    const { id } = await anImport(world, owner);
    return { params: { id }, bury: gone(world, 'importJob', id) };
  },
  export: async (world, owner) => {
    const { id } = await anExport(world, owner);
    return { params: { id }, bury: gone(world, 'exportJob', id) };
  },
  upload: async (world, owner) => ({ params: await anUpload(world, owner) }),
  category: async (world) => {
    const { id, slug } = await aCategory(world);
    return { params: { id, slug }, bury: gone(world, 'category', id) };
  },
  // Whoever holds the address of a feed hears what its listener may: what is tested is that no other one tells anything.
  podcast: async () => ({
    params: {
      token: newToken(),
      feedId: newId(),
      lessonId: newId(),
      signature: newToken().slice(0, 22),
      file: 'audio.mp3',
    },
  }),
  // An address that was signed for somebody: whoever else has it, has nothing.
  address: async (world, owner) => {
    const { id } = await anAsset(world, owner);
    const signature = newToken().slice(0, 22);
    const named = { file: 'index.m3u8', seconds: '60', '*': `asset/${id}/${newId()}/init.mp4` };
    return { params: { id, signature, token: `zzzzzz.${signature}`, ...named } };
  },
};

async function anOpenBook(world: World, owner: Person, kind: 'epub' | 'pdf'): Promise<Thing> {
  const { id, paidId } = await aBook(world, owner, kind);
  const bury = async () => {
    await lessonGone(world, paidId)();
    await workGone(world, id)();
  };
  return { params: { lessonId: paidId, chapter: '1', page: '1' }, bury };
}

const money: Readonly<Record<string, Maker>> = {
  classroom: async (world, owner) => {
    const { id, slug, paidId } = await aClassroom(world, owner);
    const bury = async () => {
      await lessonGone(world, paidId)();
      await workGone(world, id)();
    };
    return { params: { id: paidId, slug, lessonId: paidId, asset: newId() }, bury };
  },
  book: (world, owner) => anOpenBook(world, owner, 'epub'),
  pdf: (world, owner) => anOpenBook(world, owner, 'pdf'),
  bookMark: async (world, owner) => {
    const { paidId, assetId } = await aBook(world, owner);
    const id = await aBookMark(world, owner, assetId);
    return { params: { lessonId: paidId, id }, bury: gone(world, 'bookMark', id) };
  },
  offlineKeep: async (world, owner) => {
    const id = await aKeep(world, owner);
    return { params: { id }, bury: gone(world, 'offlineKeep', id) };
  },
  grant: async (world, owner) => {
    const { id } = await aGrant(world, owner.id, await aPerson(world, { roles: ['owner'] }));
    return { params: { id }, bury: gone(world, 'entitlement', id) };
  },
  order: async (world, owner) => {
    const { id, number } = await anOrder(world, owner);
    return { params: { id, number } };
  },
  paidOrder: async (world, owner) => {
    const { id } = await aPaidOrder(world, owner);
    return { params: { id } };
  },
  rule: async (world, owner) => {
    await aFace(world, owner);
    const id = await beginRule(world.system(), {
      scope: 'creator',
      subjectId: owner.id,
      bps: 1_500,
    });
    return { params: { id }, bury: gone(world, 'commissionRule', id) };
  },
  payout: async (world, owner) => {
    const { id } = await aPayout(world, owner);
    return { params: { id }, bury: gone(world, 'payout', id) };
  },
};

const makers: Readonly<Record<string, Maker>> = {
  ...users,
  ...works,
  ...money,
  ...claims,
  ...invoices,
  ...kept,
  ...gatewayThings,
  ...promoters,
  ...refunds,
  gateway: async () => ({ params: { gateway: 'sandbox' } }),
  ...points,
  tag: async () => ({ params: { tag: '乐理' } }),
  // Queues are made by workers, and none runs here.
  buriedJob: async () => ({ params: { id: newId() } }),
  file: async () => ({ params: { name: 'no-such-file.js', '*': 'works' } }),
};

/** Makes a thing of `noun` that belongs to `owner`. */
export async function makeThing(world: World, noun: string, owner: Person): Promise<Thing> {
  const maker = makers[noun];
  if (!maker) throw new Error(`nobody knows how to make ${noun}`);
  return maker(world, owner);
}

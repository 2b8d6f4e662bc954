import type { Context } from 'hono';
import type { Ctx, User } from '#platform/ctx.ts';
import { bodyStream } from '#platform/http/body-stream.ts';
import { apiRoute, listRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { actingUser } from '#platform/policy.ts';
import {
  mayGiveSubtitles,
  mayReadAsset,
  mayReadMedia,
  mayRemoveAsset,
  mayUpload,
} from './policy.ts';
import {
  AssetItem,
  AssetPath,
  GivePath,
  GiveSubtitles,
  StorageUse,
  SubtitleTracks,
  TrackPath,
  WantedRungs,
} from './schema.ts';
import { getAsset, listAssets, publicImageUrl, removeAsset, signMedia } from './service.ts';
import {
  deliverBookPicture,
  deliverFile,
  deliverKey,
  deliverPicture,
  deliverPlaylist,
  deliverSegment,
} from './service/deliver.ts';
import { findWanted } from './service/given.ts';
import { deliverSampleList, deliverSamplePiece } from './service/sample.ts';
import { getStorageUse } from './service/space.ts';
import { answerUpload, uploadPath } from './service/answer-upload.ts';
import { giveSubtitles, listSubtitles, takeSubtitles } from './service/subtitles.ts';
import { assetKindWords, assetStateWords } from './words.ts';

const param = (c: Context, name: string) => c.req.param(name) ?? '';

const upload = (ctx: Ctx, c: Context) => {
  actingUser(ctx);
  return answerUpload(ctx as Ctx<User>, { request: c.req.raw, body: () => bodyStream(c) });
};

/** Leads those who may see an asset to its address of the moment, so that an `<img>` can name it by its id. */
async function showAsset(ctx: Ctx, id: string): Promise<Response> {
  const { kind } = await getAsset(ctx, id);
  const location = kind === 'image' ? publicImageUrl(ctx.ports, id) : signMedia(ctx, id, 'file');
  return new Response(null, {
    status: 302,
    headers: { location, 'cache-control': 'private, max-age=600' },
  });
}

/** Delivery by signed addresses, resumable uploads, and one's own assets. */
export const mediaApi: readonly Route[] = [
  rawRoute({
    method: 'GET',
    path: '/media/i/:id/:signature',
    may: mayReadMedia,
    isSigned: true,
    run: (ctx, c) => deliverPicture(ctx, c.req.raw, param(c, 'id'), param(c, 'signature')),
  }),
  rawRoute({
    method: 'GET',
    path: '/media/s/:token/*',
    may: mayReadMedia,
    isSigned: true,
    run: (ctx, c) => {
      const token = param(c, 'token');
      const path = new URL(c.req.url).pathname.slice(`/media/s/${token}/`.length);
      return deliverSegment(ctx, c.req.raw, token, path);
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/media/f/:id/:token',
    may: mayReadMedia,
    run: (ctx, c) => deliverFile(ctx, c.req.raw, param(c, 'id'), param(c, 'token')),
  }),
  rawRoute({
    method: 'GET',
    path: '/media/b/:id/:token/:file',
    may: mayReadMedia,
    run: (ctx, c) => {
      const named = { assetId: param(c, 'id'), token: param(c, 'token'), name: param(c, 'file') };
      return deliverBookPicture(ctx, c.req.raw, named);
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/media/p/:id/:token/:file',
    may: mayReadMedia,
    run: (ctx, c) => deliverPlaylist(ctx, param(c, 'id'), param(c, 'token'), param(c, 'file')),
  }),
  rawRoute({
    method: 'GET',
    path: '/media/sample/:id/:seconds/:token/:file',
    may: mayReadMedia,
    run: (ctx, c) =>
      deliverSampleList(ctx, {
        assetId: param(c, 'id'),
        seconds: param(c, 'seconds'),
        token: param(c, 'token'),
        file: param(c, 'file'),
      }),
  }),
  rawRoute({
    method: 'GET',
    path: '/media/sample-piece/:token/*',
    may: mayReadMedia,
    isSigned: true,
    run: (ctx, c) => {
      const token = param(c, 'token');
      const path = new URL(c.req.url).pathname.slice(`/media/sample-piece/${token}/`.length);
      return deliverSamplePiece(ctx, c.req.raw, token, path);
    },
  }),
  rawRoute({
    method: 'GET',
    path: '/media/k/:id/:token',
    may: mayReadMedia,
    run: (ctx, c) => deliverKey(ctx, param(c, 'id'), param(c, 'token')),
  }),
  rawRoute({ method: 'ANY', path: uploadPath, may: mayUpload, run: upload }),
  rawRoute({ method: 'ANY', path: `${uploadPath}/:id`, may: mayUpload, run: upload }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/assets/:id/file',
    may: mayReadAsset,
    run: (ctx, c) => showAsset(ctx, param(c, 'id')),
  }),
  apiRoute({
    method: 'GET',
    path: '/assets/:id',
    may: mayReadAsset,
    summary: { zh: '一个素材及其处理结果', en: 'An asset and what became of it' },
    params: AssetPath,
    answer: AssetItem,
    run: (ctx, { params }) => getAsset(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/assets/:id/rungs',
    may: mayUpload,
    summary: {
      zh: '还能由自己的电脑转出哪些清晰度',
      en: 'Which qualities one’s own computer may make of it',
    },
    params: AssetPath,
    answer: WantedRungs,
    run: async (ctx, { params }) => {
      const { rungs, cutsSec } = await findWanted(ctx, params.id);
      return { rungs: [...rungs], cutsSec: [...cutsSec] };
    },
  }),
  apiRoute({
    method: 'DELETE',
    path: '/assets/:id',
    may: mayRemoveAsset,
    summary: { zh: '删除没有用到的素材', en: 'Remove an asset that nothing uses' },
    params: AssetPath,
    run: (ctx, { params }) => removeAsset(ctx, params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/assets/:id/subtitles',
    may: mayReadAsset,
    summary: { zh: '视频或音频的字幕', en: 'The subtitles of a recording' },
    params: AssetPath,
    answer: SubtitleTracks,
    run: (ctx, { params }) => listSubtitles(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/assets/:id/subtitles/:locale',
    may: mayGiveSubtitles,
    summary: { zh: '给视频或音频配一种语言的字幕', en: 'Give a recording subtitles in a language' },
    params: GivePath,
    body: GiveSubtitles,
    run: (ctx, { params, body }) => giveSubtitles(ctx, params.id, params.locale, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/assets/:id/subtitles/:locale',
    may: mayGiveSubtitles,
    summary: { zh: '去掉一种语言的字幕', en: 'Take the subtitles of a language away' },
    params: TrackPath,
    run: (ctx, { params }) => takeSubtitles(ctx, params.id, params.locale),
  }),
  apiRoute({
    method: 'GET',
    path: '/storage-use',
    may: mayUpload,
    summary: { zh: '我的空间用了多少', en: 'How much of my space is used' },
    answer: StorageUse,
    run: (ctx) => getStorageUse(ctx),
  }),
  listRoute({
    path: '/assets',
    may: mayReadAsset,
    summary: { zh: '我的素材', en: 'My assets' },
    item: AssetItem,
    columns: [
      { title: { zh: '文件', en: 'File' }, value: (item) => item.fileName },
      { title: { zh: '种类', en: 'Kind' }, value: (item) => assetKindWords[item.kind] },
      { title: { zh: '状态', en: 'State' }, value: (item) => assetStateWords[item.state] },
      { title: { zh: '字节', en: 'Bytes' }, value: (item) => item.sizeBytes },
    ],
    run: (ctx, { cursor, limit }) => listAssets(ctx, { cursor, limit }),
  }),
];

import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayMakeCodes, mayReadCodes, mayRedeem } from './policy.ts';
import {
  BatchId,
  BatchItem,
  CodeFilter,
  CodeId,
  CodeItem,
  MadeBatch,
  NewBatch,
  RedeemedItem,
  RedeemForm,
} from './schema.ts';
import {
  listBatches,
  listCodes,
  makeBatch,
  redeemCode,
  setBatchFrozen,
  setCodeFrozen,
} from './service.ts';
import { codeStateWords } from './words.ts';

const lists: readonly Route[] = [
  listRoute({
    path: '/code-batches',
    may: mayReadCodes,
    summary: { zh: '兑换码批次', en: 'Batches of redemption codes.' },
    item: BatchItem,
    columns: [
      { title: { zh: '批次', en: 'Batch' }, value: ({ name }) => name },
      { title: { zh: '兑换', en: 'Gives' }, value: ({ subject }) => subject },
      { title: { zh: '天数', en: 'Days' }, value: ({ days }) => days },
      { title: { zh: '数量', en: 'Codes' }, value: ({ quantity }) => quantity },
      { title: { zh: '已使用', en: 'Redeemed' }, value: ({ redeemed }) => redeemed },
      { title: { zh: '失效时间', en: 'Good until' }, value: ({ expiresAt }) => expiresAt },
      { title: { zh: '已停用', en: 'Frozen' }, value: ({ isFrozen }) => isFrozen },
      { title: { zh: '创建时间', en: 'Made' }, value: ({ createdAt }) => createdAt },
    ],
    run: (ctx, { cursor, limit }) => listBatches(ctx, { cursor, limit }),
  }),
  listRoute({
    path: '/code-batches/:id/codes',
    may: mayReadCodes,
    summary: { zh: '一批兑换码的状态', en: 'The codes of a batch, by their last characters.' },
    params: BatchId,
    query: CodeFilter,
    item: CodeItem,
    columns: [
      { title: { zh: '末四位', en: 'Last four' }, value: ({ tail }) => tail },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => codeStateWords[state] },
      { title: { zh: '使用者', en: 'Redeemed by' }, value: ({ redeemedBy }) => redeemedBy },
      { title: { zh: '使用时间', en: 'Redeemed at' }, value: ({ redeemedAt }) => redeemedAt },
    ],
    run: (ctx, { params, query, cursor, limit }) =>
      listCodes(ctx, params.id, { filter: query, cursor, limit }),
  }),
];

/** Redemption codes over HTTP. */
export const redemptionApi: readonly Route[] = [
  ...lists,
  apiRoute({
    method: 'POST',
    path: '/code-batches',
    may: mayMakeCodes,
    summary: {
      zh: '生成一批兑换码；兑换码只在此时返回一次',
      en: 'Make a batch of codes; they are answered this once.',
    },
    body: NewBatch,
    answer: MadeBatch,
    status: 201,
    run: (ctx, { body }) => makeBatch(ctx, body),
  }),
  ...[true, false].map((isFrozen) =>
    apiRoute({
      method: isFrozen ? 'PUT' : 'DELETE',
      path: '/code-batches/:id/freeze',
      may: mayMakeCodes,
      summary: isFrozen
        ? { zh: '停用一批兑换码', en: 'Put a batch out of use.' }
        : { zh: '恢复一批兑换码', en: 'Put a batch back into use.' },
      params: BatchId,
      run: (ctx, { params }) => setBatchFrozen(ctx, params.id, isFrozen),
    }),
  ),
  ...[true, false].map((isFrozen) =>
    apiRoute({
      method: isFrozen ? 'PUT' : 'DELETE',
      path: '/redemption-codes/:id/freeze',
      may: mayMakeCodes,
      summary: isFrozen
        ? { zh: '停用一个兑换码', en: 'Put a code out of use.' }
        : { zh: '恢复一个兑换码', en: 'Put a code back into use.' },
      params: CodeId,
      run: (ctx, { params }) => setCodeFrozen(ctx, params.id, isFrozen),
    }),
  ),
  apiRoute({
    method: 'POST',
    path: '/redemptions',
    may: mayRedeem,
    summary: { zh: '使用兑换码', en: 'Redeem a code.' },
    body: RedeemForm,
    answer: RedeemedItem,
    status: 201,
    run: async (ctx, { body }) => {
      const { endsAt, ...given } = await redeemCode(ctx, body.code);
      return { ...given, endsAt: endsAt?.toISOString() ?? null };
    },
  }),
];

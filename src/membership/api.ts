import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayEditTiers, mayGrantMembers, mayListMembers } from './policy.ts';
import {
  ImportChunk,
  ImportedItem,
  MemberFilter,
  MemberId,
  MemberItem,
  NewMember,
  Revocation,
  TierId,
  TierInput,
  TierList,
} from './schema.ts';
import {
  createTier,
  editTier,
  grantMembership,
  importMembers,
  listMembers,
  listTiers,
  pauseMembership,
  removeTier,
  resumeMembership,
  revokeMembership,
} from './service.ts';
import { memberSourceWords, memberStateWords } from './words.ts';

const tierRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/tiers',
    may: mayListMembers,
    summary: { zh: '会员等级', en: 'Membership tiers.' },
    answer: TierList,
    run: async (ctx) => ({ items: await listTiers(ctx) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/tiers',
    may: mayEditTiers,
    summary: { zh: '新建会员等级', en: 'Make a membership tier.' },
    body: TierInput,
    answer: TierId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await createTier(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/tiers/:id',
    may: mayEditTiers,
    summary: { zh: '修改会员等级', en: 'Change a membership tier.' },
    params: TierId,
    body: TierInput,
    run: (ctx, { params, body }) => editTier(ctx, params.id, body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/tiers/:id',
    may: mayEditTiers,
    summary: { zh: '删除没有过会员的等级', en: 'Delete a tier that never had a member.' },
    params: TierId,
    run: (ctx, { params }) => removeTier(ctx, params.id),
  }),
];

/** Tiers and members over HTTP. */
export const membershipApi: readonly Route[] = [
  ...tierRoutes,
  listRoute({
    path: '/members',
    may: mayListMembers,
    summary: { zh: '会员列表', en: 'Members.' },
    query: MemberFilter,
    item: MemberItem,
    columns: [
      { title: { zh: '会员', en: 'Member' }, value: ({ userName }) => userName },
      { title: { zh: '邮箱', en: 'E-mail' }, value: ({ email }) => email },
      { title: { zh: '等级', en: 'Tier' }, value: ({ tierName }) => tierName },
      {
        title: { zh: '来源', en: 'Source' },
        value: ({ sourceKind }) => memberSourceWords[sourceKind],
      },
      { title: { zh: '说明', en: 'Reason' }, value: ({ reason }) => reason },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => memberStateWords[state] },
      { title: { zh: '开始', en: 'From' }, value: ({ startsAt }) => startsAt },
      { title: { zh: '到期', en: 'Until' }, value: ({ endsAt }) => endsAt },
      { title: { zh: '收回', en: 'Revoked' }, value: ({ revokedAt }) => revokedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listMembers(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/members',
    may: mayGrantMembers,
    summary: { zh: '赠送会员', en: 'Give somebody a membership.' },
    body: NewMember,
    answer: MemberId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await grantMembership(ctx, body) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/member-imports',
    may: mayGrantMembers,
    summary: {
      zh: '导入一段会员名单；重复导入不会重复开通',
      en: 'Take some lines of a members file; the same again changes nothing.',
    },
    body: ImportChunk,
    answer: ImportedItem,
    run: (ctx, { body }) => importMembers(ctx, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/members/:id/revocation',
    may: mayGrantMembers,
    summary: { zh: '收回会员', en: 'Take a membership back.' },
    params: MemberId,
    body: Revocation,
    run: (ctx, { params, body }) => revokeMembership(ctx, params.id, body.reason),
  }),
  apiRoute({
    method: 'PUT',
    path: '/members/:id/pause',
    may: mayGrantMembers,
    summary: { zh: '暂停会员', en: 'Pause a membership.' },
    params: MemberId,
    run: (ctx, { params }) => pauseMembership(ctx, params.id),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/members/:id/pause',
    may: mayGrantMembers,
    summary: { zh: '恢复会员', en: 'Let a paused membership go on.' },
    params: MemberId,
    run: (ctx, { params }) => resumeMembership(ctx, params.id),
  }),
];

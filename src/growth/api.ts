import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayEditGrowth, mayGiveGrowth, mayListGrowth } from './policy.ts';
import {
  AccountFilter,
  AccountItem,
  EntryFilter,
  EntryId,
  EntryItem,
  GrowthGift,
  TermsInput,
  TermsItem,
} from './schema.ts';
import { changeTerms, getTerms, giveGrowth, listAccounts, listEntries } from './service.ts';
import { entryKindWords } from './words.ts';

/** Growth over HTTP. */
export const growthApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/growth/terms',
    may: mayEditGrowth,
    summary: { zh: '成长规则与等级', en: 'How growth is earned, and its levels.' },
    answer: TermsItem,
    run: (ctx) => getTerms(ctx),
  }),
  apiRoute({
    method: 'PUT',
    path: '/growth/terms',
    may: mayEditGrowth,
    summary: { zh: '修改成长规则与等级', en: 'Change how growth is earned, and its levels.' },
    body: TermsInput,
    run: (ctx, { body }) => changeTerms(ctx, body),
  }),
  listRoute({
    path: '/growth/accounts',
    may: mayListGrowth,
    summary: { zh: '成长值排行', en: 'Everybody’s growth, the most first.' },
    query: AccountFilter,
    item: AccountItem,
    columns: [
      { title: { zh: '用户', en: 'Person' }, value: ({ userName }) => userName },
      { title: { zh: '邮箱', en: 'E-mail' }, value: ({ email }) => email },
      { title: { zh: '成长值', en: 'Growth' }, value: ({ value }) => value },
      { title: { zh: '等级', en: 'Level' }, value: ({ levelName }) => levelName },
      { title: { zh: '会员', en: 'Tier' }, value: ({ tierName }) => tierName },
    ],
    run: (ctx, { query, cursor, limit }) => listAccounts(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/growth/entries',
    may: mayListGrowth,
    summary: { zh: '成长值明细', en: 'What changed growth.' },
    query: EntryFilter,
    item: EntryItem,
    columns: [
      { title: { zh: '时间', en: 'Time' }, value: ({ at }) => at },
      { title: { zh: '用户', en: 'Person' }, value: ({ userName }) => userName },
      { title: { zh: '来源', en: 'By' }, value: ({ kind }) => entryKindWords[kind] },
      { title: { zh: '内容', en: 'About' }, value: ({ about }) => about },
      { title: { zh: '变化', en: 'Change' }, value: ({ amount }) => amount },
      { title: { zh: '原因', en: 'Reason' }, value: ({ reason }) => reason },
    ],
    run: (ctx, { query, cursor, limit }) => listEntries(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/growth/entries',
    may: mayGiveGrowth,
    summary: { zh: '增减成长值', en: 'Give growth, or take it.' },
    body: GrowthGift,
    answer: EntryId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await giveGrowth(ctx, body) }),
  }),
];

import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import {
  mayCorrectPoints,
  mayEditPoints,
  mayListPoints,
  mayReadPoints,
  mayUsePoints,
} from './policy.ts';
import {
  AccountFilter,
  AccountItem,
  Correction,
  EntryFilter,
  EntryId,
  EntryItem,
  OwnPoints,
  SignedIn,
  TermsInput,
  TermsItem,
} from './schema.ts';
import {
  changeTerms,
  correctPoints,
  getOwn,
  getTerms,
  listAccounts,
  listEntries,
  signIn,
} from './service.ts';
import { entryKindWords } from './words.ts';

const lists: readonly Route[] = [
  listRoute({
    path: '/points/accounts',
    may: mayListPoints,
    summary: { zh: '积分排行', en: 'Everybody’s points, the most first.' },
    query: AccountFilter,
    item: AccountItem,
    columns: [
      { title: { zh: '用户', en: 'Person' }, value: ({ userName }) => userName },
      { title: { zh: '邮箱', en: 'E-mail' }, value: ({ email }) => email },
      { title: { zh: '积分', en: 'Points' }, value: ({ balance }) => balance },
      { title: { zh: '最早到期', en: 'First to expire' }, value: ({ nextExpiry }) => nextExpiry },
    ],
    run: (ctx, { query, cursor, limit }) => listAccounts(ctx, { filter: query, cursor, limit }),
  }),
  listRoute({
    path: '/points/entries',
    may: mayReadPoints,
    summary: {
      zh: '积分明细：自己的；运营者可看所有人的',
      en: 'What changed points: one’s own, or everybody’s for the owner.',
    },
    query: EntryFilter,
    item: EntryItem,
    columns: [
      { title: { zh: '时间', en: 'Time' }, value: ({ at }) => at },
      { title: { zh: '用户', en: 'Person' }, value: ({ userName }) => userName },
      { title: { zh: '来源', en: 'By' }, value: ({ kind }) => entryKindWords[kind] },
      { title: { zh: '内容', en: 'About' }, value: ({ about }) => about },
      { title: { zh: '变化', en: 'Change' }, value: ({ amount }) => amount },
      { title: { zh: '有效期到', en: 'Expires' }, value: ({ expiresAt }) => expiresAt },
      { title: { zh: '原因', en: 'Reason' }, value: ({ reason }) => reason },
    ],
    run: (ctx, { query, cursor, limit }) => listEntries(ctx, { filter: query, cursor, limit }),
  }),
];

/** Points over HTTP. */
export const pointsApi: readonly Route[] = [
  ...lists,
  apiRoute({
    method: 'GET',
    path: '/points/terms',
    may: mayEditPoints,
    summary: { zh: '积分规则', en: 'How points are earned, and how long they are good.' },
    answer: TermsItem,
    run: (ctx) => getTerms(ctx),
  }),
  apiRoute({
    method: 'PUT',
    path: '/points/terms',
    may: mayEditPoints,
    summary: { zh: '修改积分规则', en: 'Change how points are earned.' },
    body: TermsInput,
    run: (ctx, { body }) => changeTerms(ctx, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/points/corrections',
    may: mayCorrectPoints,
    summary: { zh: '增减积分', en: 'Give points, or take them.' },
    body: Correction,
    answer: EntryId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await correctPoints(ctx, body) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/points/own',
    may: mayUsePoints,
    summary: { zh: '我的积分与签到', en: 'One’s own points, and today’s check-in.' },
    answer: OwnPoints,
    run: (ctx) => getOwn(ctx),
  }),
  apiRoute({
    method: 'POST',
    path: '/points/sign-ins',
    may: mayUsePoints,
    summary: { zh: '今天签到，一天一次', en: 'Check in for today, once.' },
    answer: SignedIn,
    run: (ctx) => signIn(ctx),
  }),
];

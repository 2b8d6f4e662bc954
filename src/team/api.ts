import { listRoute, type Route } from '#platform/http/route.ts';
import { readTeams } from './policy.ts';
import { TeamFilter, TeamItem } from './schema.ts';
import { listTeams } from './service.ts';
import { teamStateWords } from './words.ts';

/** Teams over HTTP; their members, who have orders, are listed in `flows/api.ts`. */
export const teamApi: readonly Route[] = [
  listRoute({
    path: '/teams',
    may: readTeams,
    summary: { zh: '拼团', en: 'Teams of group buys.' },
    query: TeamFilter,
    item: TeamItem,
    columns: [
      { title: { zh: '编号', en: 'Id' }, value: ({ id }) => id },
      { title: { zh: '活动', en: 'Group buy' }, value: ({ name }) => name },
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '团长', en: 'Leader' }, value: ({ leaderName }) => leaderName },
      { title: { zh: '已参团', en: 'In' }, value: ({ taken }) => taken },
      { title: { zh: '成团人数', en: 'Size' }, value: ({ size }) => size },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => teamStateWords[state] },
      { title: { zh: '开团', en: 'Opened' }, value: ({ openedAt }) => openedAt },
      { title: { zh: '截止', en: 'Until' }, value: ({ deadline }) => deadline },
      { title: { zh: '结束', en: 'Ended' }, value: ({ endedAt }) => endedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listTeams(ctx, { filter: query, cursor, limit }),
  }),
];

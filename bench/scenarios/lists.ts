import { at, expectStatus, type Scenario } from '../scenario.ts';

const words = [
  '短视频剪辑',
  '英语口语',
  '家庭理财 案例',
  '机器学习',
  '亲子沟通',
  '数据分析 工具',
  '瑜伽冥想',
  '直播带货',
] as const;
const states = ['', '&state=paid', '&state=refunded', '&state=closed'] as const;

/** Lists of the API, and search. */
export const listScenarios: readonly Scenario[] = [
  {
    name: 'api-orders',
    // No more than every state has in the small house, so that both answer as many.
    title: 'API: 25 orders for finance, by state',
    connections: 16,
    run: async (line, { financeToken }, turn) =>
      expectStatus(
        await line.ask({ path: `/api/v1/orders?limit=25${at(states, turn)}`, token: financeToken }),
        200,
      ),
  },
  {
    name: 'api-own-orders',
    title: 'API: a member’s own orders',
    connections: 16,
    run: async (line, { tokens }, turn) =>
      expectStatus(
        await line.ask({ path: '/api/v1/orders?limit=20', token: at(tokens, turn) }),
        200,
      ),
  },
  {
    name: 'api-ledger',
    title: 'API: 50 ledger transactions for finance',
    connections: 16,
    run: async (line, { financeToken }) =>
      expectStatus(
        await line.ask({ path: '/api/v1/ledger/transactions?limit=50', token: financeToken }),
        200,
      ),
  },
  {
    name: 'search',
    title: 'API: search (ranks at most 350 places)',
    connections: 8,
    p99Ms: 50,
    isBounded: true,
    run: async (line, _world, turn) =>
      expectStatus(
        await line.ask({ path: `/api/v1/search?q=${encodeURIComponent(at(words, turn))}` }),
        200,
      ),
  },
];

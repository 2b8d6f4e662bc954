import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';
import { provideHouse } from '../generate.ts';
import { sessionToken, staff } from '../generate/keys.ts';
import { Line, type Answer } from '../http.ts';
import { findPostmaster, readUsed } from '../measure.ts';
import { expectStatus } from '../scenario.ts';
import { startServer } from '../server.ts';

const house = { name: 'flash', works: 100, creators: 10, members: 6_000, orders: 60_000 };
const buyers = 5_000;
const seconds = 10;
const pieces = 100;

/** What the house promises: exactly so many sold, and everybody answered in time. */
export const mostP99Ms = 3_000;

export interface FlashRun {
  readonly sold: number;
  readonly refused: number;
  /** Anything but an order or the word that it is sold out. */
  readonly faults: readonly string[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly seconds: number;
  /** Processor time a buyer, in microseconds: a page and an order, or its refusal. */
  readonly nodeUs: number;
  readonly postgresUs: number;
}

/** Whether the run was what is promised. */
export function isFlashMet({ sold, refused, faults, p99Ms }: FlashRun): boolean {
  return sold === pieces && sold + refused === buyers && faults.length === 0 && p99Ms <= mostP99Ms;
}

/**
 * A flash sale on the real server, over HTTP: 5,000 members open the page of a course and order it within ten seconds, whoever was
 * answered before or not; 100 pieces are there.
 */
export async function measureFlash(say: (line: string) => void): Promise<FlashRun> {
  const dataDir = await provideHouse(house, say);
  const postgres = await startPostgres({ dataDir });
  const server = await startServer(dataDir);
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    const target = await findTarget(client);
    const activityId = await begin(server.port, target.workId);
    const watched = { nodePid: server.pid, postmasterPid: findPostmaster(dataDir) };
    const before = readUsed(watched);
    const rushed = await rush(server.port, { ...target, activityId });
    const after = readUsed(watched);
    const run = {
      ...rushed,
      nodeUs: Math.round((after.nodeUs - before.nodeUs) / buyers),
      postgresUs: Math.round((after.postgresUs - before.postgresUs) / buyers),
    };
    const { rows } = await client.query<{ sold: number }>(
      `select count(*)::int as sold from flash_piece where promotion_id = $1 and order_id is not null`,
      [activityId],
    );
    if (rows[0]!.sold !== run.sold)
      throw new Error(`${run.sold} orders, and ${rows[0]!.sold} pieces are held`);
    return run;
  } finally {
    await client.end();
    await server.stop();
    await postgres.stop();
  }
}

interface Target {
  readonly workId: string;
  readonly offerId: string;
  readonly slug: string;
  /** Members who do not have it. */
  readonly tokens: readonly string[];
}

async function findTarget(client: pg.Client): Promise<Target> {
  const works = await client.query<{ workId: string; offerId: string; slug: string }>(`
    select w.id as "workId", o.id as "offerId", w.slug
    from work w join offer o on o.work_id = w.id and o.retired_at is null and o.price > 0
    where w.state = 'published' order by w.learner_count limit 1`);
  const work = works.rows[0]!;
  const members = await client.query<{ email: string }>(
    `
    select email from app_user u where email like 'member%'
      and not exists (select from entitlement e where e.user_id = u.id and e.work_id = $1) limit ${buyers}`,
    [work.workId],
  );
  const tokens = members.rows.map(({ email }) => sessionToken(Number(/\d+/.exec(email)![0])));
  if (tokens.length < buyers) throw new Error('the generated house has too few buyers');
  return { ...work, tokens };
}

async function begin(port: number, workId: string): Promise<string> {
  const line = new Line(port);
  const answer = await line.ask({
    method: 'POST',
    path: '/api/v1/promotions',
    token: sessionToken(staff.owner),
    headers: { 'accept-encoding': 'identity' },
    json: {
      kind: 'flash',
      name: '整点秒杀',
      scope: { kind: 'works', ids: [workId] },
      reduction: { kind: 'percent', offBps: 9_000 },
      stock: pieces,
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
  line.close();
  expectStatus(answer, 201);
  return (JSON.parse(answer.body.toString()) as { id: string }).id;
}

type Rush = Target & { readonly activityId: string };

async function rush(port: number, target: Rush): Promise<Omit<FlashRun, 'nodeUs' | 'postgresUs'>> {
  const idle: Line[] = [];
  const latencies: number[] = [];
  const answers: Promise<Answer>[] = [];
  const began = performance.now();
  for (const [at, token] of target.tokens.entries()) {
    const due = began + (at * seconds * 1_000) / buyers;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    const come = async (): Promise<Answer> => {
      const line = idle.pop() ?? new Line(port);
      const page = await line.ask({ path: `/courses/${target.slug}`, token });
      expectStatus(page, 200);
      const answer = await order(line, target, token, at);
      latencies.push(performance.now() - due);
      idle.push(line);
      return answer;
    };
    answers.push(come());
  }
  const settled = await Promise.allSettled(answers);
  const took = (performance.now() - began) / 1_000;
  for (const line of idle) line.close();
  return { ...judge(settled), ...quantiles(latencies), seconds: took };
}

function order(line: Line, target: Rush, token: string, at: number): Promise<Answer> {
  const { offerId, activityId } = target;
  return line.ask({
    method: 'POST',
    path: '/api/v1/orders',
    token,
    headers: { 'accept-encoding': 'identity' },
    json: { offerId, activityId, idempotencyKey: `flash-${process.pid}-${at}` },
  });
}

function judge(settled: readonly PromiseSettledResult<Answer>[]) {
  const faults: string[] = [];
  let [sold, refused] = [0, 0];
  for (const one of settled) {
    if (one.status === 'rejected') faults.push(String(one.reason));
    else if (one.value.status === 201) sold += 1;
    else if (one.value.body.includes('order.activity_sold_out')) refused += 1;
    else faults.push(`${one.value.status} ${one.value.body.toString().slice(0, 200)}`);
  }
  return { sold, refused, faults: faults.slice(0, 5) };
}

function quantiles(latencies: readonly number[]) {
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

import { requestFapiao } from '#invoice/service/ask-fapiao.ts';
import { putFile } from '#invoice/service/file.ts';
import { issueInvoice } from '#invoice/service/issue-invoice.ts';
import { issueFapiao } from '#invoice/service/keep-fapiao.ts';
import { newId } from '#kernel/id.ts';
import { changeSettings } from '#settings/service.ts';
import { aPaidOrder } from './money.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

const seller = { name: '书院', address: '北京市海淀区一号', taxNumber: '91350100M000100Y43' };
let drawn = 0;

/** The number of a document of the tax office, another each time. */
export function aFapiaoNumber(): string {
  drawn += 1;
  return `2636${String(drawn).padStart(16, '0')}`;
}

/** A paid order with its invoice. */
async function anInvoice(world: World, buyer: Person): Promise<{ id: string; orderId: string }> {
  const owner = await aPerson(world, { roles: ['owner'] });
  await changeSettings(asPerson(world, owner), { seller });
  const { id: orderId } = await aPaidOrder(world, buyer);
  const name = world.canaries.plant('invoiceName');
  const made = { name, address: '', taxNumber: '' };
  return { orderId, id: await issueInvoice(asPerson(world, buyer), orderId, made) };
}

/** A paid order of whose fapiao nobody has seen to yet. */
async function aFapiao(world: World, buyer: Person): Promise<{ id: string; orderId: string }> {
  const { id: orderId } = await aPaidOrder(world, buyer);
  const title = world.canaries.plant('fapiaoTitle');
  const email = world.canaries.plant('fapiaoEmail');
  const wish = { kind: 'personal', title, taxNumber: '', email } as const;
  return { orderId, id: await requestFapiao(asPerson(world, buyer), orderId, wish) };
}

/** A fapiao that was issued, with its file. */
async function anIssuedFapiao(world: World, buyer: Person): Promise<string> {
  const { id, orderId } = await aFapiao(world, buyer);
  const finance = asPerson(world, await aPerson(world, { roles: ['finance'] }));
  const document = { number: aFapiaoNumber(), issuedOn: '2026-11-22', link: '' };
  await issueFapiao(finance, id, { ...document, amount: await totalOf(world, orderId) });
  await putFile(finance, id, { name: 'fapiao.pdf', content: Buffer.from('%PDF-1.7') });
  return id;
}

async function totalOf(world: World, orderId: string): Promise<number> {
  const row = world.db.selectFrom('order').select('total').where('id', '=', orderId);
  return (await row.executeTakeFirstOrThrow()).total;
}

/** What is issued for a fapiao: what its order came to. */
export async function anIssue(world: World, id: string | undefined) {
  const row = await world.db
    .selectFrom('fapiao')
    .select('orderId')
    .where('id', '=', id ?? newId())
    .executeTakeFirst();
  const amount = row ? await totalOf(world, row.orderId) : 1;
  return { number: aFapiaoNumber(), issuedOn: '2026-11-22', amount };
}

async function aRedLetter(world: World, buyer: Person): Promise<string> {
  const fapiaoId = await anIssuedFapiao(world, buyer);
  const id = newId(world.now());
  const letter = { id, fapiaoId, amount: 1, owedAt: world.now() };
  await world.db.insertInto('redLetter').values(letter).execute();
  await world.db
    .updateTable('fapiao')
    .set({ state: 'red_owed' })
    .where('id', '=', fapiaoId)
    .execute();
  return id;
}

/** What buyers have in writing of their orders. */
export const invoices: Readonly<Record<string, (world: World, owner: Person) => Promise<Thing>>> = {
  invoice: async (world, owner) => ({ params: { id: (await anInvoice(world, owner)).id } }),
  invoicedOrder: async (world, owner) => ({
    params: { id: (await anInvoice(world, owner)).orderId },
  }),
  askedOrder: async (world, owner) => ({ params: { id: (await aFapiao(world, owner)).orderId } }),
  fapiao: async (world, owner) => ({ params: { id: (await aFapiao(world, owner)).id } }),
  issuedFapiao: async (world, owner) => ({ params: { id: await anIssuedFapiao(world, owner) } }),
  redLetter: async (world, owner) => ({ params: { id: await aRedLetter(world, owner) } }),
};

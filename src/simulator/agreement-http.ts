import type { Context, Hono } from 'hono';
import { Hono as App } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Agreements, Contract } from './agreement.ts';
import { Denial, stamp } from './desk.ts';

interface Signing {
  readonly agreements: Agreements;
  readonly baseUrl: string;
  readonly now: () => Date;
}

/** How the provider reads what was asked, whose merchant it must be, and signs what it answers. */
export interface Counter<C extends Context> {
  readonly read: <T>(shape: z.ZodType<T>, c: C) => T;
  readonly answer: (c: C, status: number, value?: object) => Response;
}

const Asked = z.object({
  out_contract_code: z.string().regex(/^[0-9A-Za-z]{6,32}$/),
  display_name: z.string().min(1).max(127),
  return_url: z.url().max(500),
});
const Deduction = z.object({
  contract_id: z.string(),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  description: z.string().min(1).max(127),
  time_expire: z.iso.datetime({ offset: true }),
  notify_url: z.url().max(256),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY') }),
});

/** Agreements over the provider's signed API. */
export function addAgreements<E extends { Variables: object }>(
  app: Hono<E>,
  { agreements, baseUrl, now }: Signing,
  { read, answer }: Counter<Context<E>>,
): void {
  app.post('/v3/papay/sign/contracts', (c) => {
    const told = read(Asked, c);
    const { code } = agreements.open({
      code: told.out_contract_code,
      description: told.display_name,
      returnUrl: told.return_url,
    });
    return answer(c, 200, { redirect_url: `${baseUrl}/agreements/${code}` });
  });
  app.get('/v3/papay/contracts/out-code/:code', (c) => {
    const contract = agreements.find(c.req.param('code'));
    if (!contract) throw new Denial(404, 'CONTRACT_NOT_EXIST', '协议不存在');
    return answer(c, 200, { contract_state: contract.state, contract_id: contract.id });
  });
  app.post('/v3/papay/contracts/out-code/:code/terminate', (c) => {
    agreements.terminate(c.req.param('code'));
    return answer(c, 204);
  });
  app.post('/v3/papay/pay/transactions/apply', (c) => {
    const told = read(Deduction, c);
    const asked = {
      outTradeNo: told.out_trade_no,
      amount: told.amount.total,
      currency: told.amount.currency,
      description: told.description,
      notifyUrl: told.notify_url,
      expiresAt: stamp(new Date(told.time_expire)),
    };
    agreements.deduct(told.contract_id, asked, now());
    return answer(c, 204);
  });
}

const Form = z.object({
  act: z.enum(['sign', 'leave', 'terminate']),
  card: z.enum(['good', 'empty', 'expired']).default('good'),
});

const words = {
  zh: {
    title: '自动扣款协议',
    lead: '同意后，商家可以按约定的周期从您的账户扣款。您随时可以在这里解约。',
    badge: '沙盒，不动真钱',
    signed: '协议已签署',
    ended: '协议已解除',
    account: '扣款账户',
    good: '余额充足',
    empty: '余额不足',
    expired: '银行卡已失效',
    sign: '同意并签署',
    change: '保存扣款账户',
    leave: '返回商家',
    terminate: '解除协议',
    unknown: '没有这份协议',
  },
  en: {
    title: 'Agreement to deduct',
    lead: 'When you agree, the merchant collects from your account as agreed. You can end it here at any time.',
    badge: 'Sandbox: no real money',
    signed: 'The agreement is signed',
    ended: 'The agreement is ended',
    account: 'Account',
    good: 'Enough money',
    empty: 'Not enough money',
    expired: 'The card has expired',
    sign: 'Agree and sign',
    change: 'Save the account',
    leave: 'Back to the merchant',
    terminate: 'End the agreement',
    unknown: 'There is no such agreement',
  },
} as const;

type Words = (typeof words)['zh' | 'en'];

/** The page where a payer signs, changes the account, and ends an agreement: one form, no script. */
export function openSigning({ agreements, baseUrl }: Signing): Hono {
  const app = new App();
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const wordsOf = (c: Context): Words =>
    words[/^\s*zh/i.test(c.req.header('accept-language') ?? 'zh') ? 'zh' : 'en'];
  app.get('/:code', (c) => {
    const contract = agreements.find(c.req.param('code'));
    const target = contract ? ` ${new URL(contract.returnUrl).origin}` : '';
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
    );
    c.header('Cache-Control', 'no-store');
    return c.html(pageOf(prefix, wordsOf(c), contract), contract ? 200 : 404);
  });
  app.post('/:code', async (c) => {
    const contract = agreements.find(c.req.param('code'));
    const form = Form.safeParse(await c.req.parseBody());
    if (!contract || !form.success) return c.html(pageOf(prefix, wordsOf(c), contract), 404);
    if (form.data.act === 'sign') agreements.sign(contract.code, form.data.card);
    if (form.data.act === 'terminate') agreements.terminate(contract.code);
    return c.redirect(contract.returnUrl, 303);
  });
  return app;
}

function pageOf(prefix: string, t: Words, contract: Contract | undefined) {
  const lang = t === words.zh ? 'zh-CN' : 'en';
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${t.title} · ${t.badge}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${prefix}/cashier/style.css" />
      </head>
      <body data-brand="wechat">
        <header>
          <p class="brand">${t.title} <span class="badge">${t.badge}</span></p>
        </header>
        <main>${contract ? contractOf(prefix, t, contract) : html`<h1>${t.unknown}</h1>`}</main>
      </body>
    </html>`;
}

function contractOf(prefix: string, t: Words, contract: Contract) {
  const { state, card, code, description } = contract;
  const said = { INIT: t.lead, SIGNED: t.signed, TERMINATED: t.ended }[state];
  const cards = (['good', 'empty', 'expired'] as const).map(
    (one) =>
      html`<label
        ><input type="radio" name="card" value="${one}" ${one === card ? 'checked' : ''} />
        ${t[one]}</label
      >`,
  );
  return html`<h1>${description}</h1>
    <p>${said}</p>
    <form method="post" action="${prefix}/agreements/${code}">
      ${
        state === 'TERMINATED'
          ? ''
          : html`<fieldset>
                <legend>${t.account}</legend>
                ${cards}
              </fieldset>
              <button class="primary" name="act" value="sign">
                ${state === 'INIT' ? t.sign : t.change}
              </button>`
      }
      <div class="others">
        <button name="act" value="leave">${t.leave}</button>
        ${state === 'SIGNED' ? html`<button name="act" value="terminate">${t.terminate}</button>` : ''}
      </div>
    </form>`;
}

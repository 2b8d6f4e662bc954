import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Payment } from './entries.ts';
import { type CashierWords, wordsFor } from './cashier-words.ts';
import { type Desk, overReason, pay } from './desk.ts';
import { inShanghai } from './envelope.ts';

export interface CashierOptions {
  readonly desk: Desk;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly returnOrigins: readonly string[];
  /** The style sheet's text. */
  readonly style: string;
  /** Whose cashier it is, for people. */
  readonly brand: Brand;
}

/** How a provider calls itself on the page; `id` gives it its colour. */
export interface Brand {
  readonly id: 'wechat' | 'alipay' | 'stripe';
  readonly zh: string;
  readonly en: string;
}

const Form = z.object({
  prepay_id: z.string(),
  redirect_url: z.string().default(''),
  lang: z.string().default('zh'),
  act: z.enum(['pay', 'fail', 'abandon']),
  twice: z.string().optional(),
  late: z.string().optional(),
  lose: z.string().optional(),
  delay: z.string().optional(),
});

/** The page where a payer confirms: one form, no script. */
export function openCashier(options: CashierOptions): Hono {
  const app = new Hono();
  app.get('/style.css', (c) =>
    c.body(options.style, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=300',
    }),
  );
  app.get('/', (c) => {
    const words = wordsFor(c.req.query('lang'), c.req.header('accept-language'));
    const payment = findPayment(options, c.req.query('prepay_id') ?? '');
    if (!payment) return show(c, renderPage(options, words));
    const back = allowedReturn(options, payment, c.req.query('redirect_url') ?? '');
    const hasFailed = c.req.query('failed') === '1';
    return show(c, renderPage(options, words, { payment, back, hasFailed }), back ?? 'none');
  });
  app.post('/pay', async (c) => {
    const form = Form.safeParse(await c.req.parseBody());
    const payment = form.success ? findPayment(options, form.data.prepay_id) : undefined;
    if (form.success && payment) return c.redirect(act(options, payment, form.data), 303);
    const words = wordsFor(undefined, c.req.header('accept-language'));
    return show(c, renderPage(options, words));
  });
  return app;
}

/** Does what the payer pressed and says where the browser goes next. */
function act(options: CashierOptions, payment: Payment, form: z.infer<typeof Form>): string {
  const back = allowedReturn(options, payment, form.redirect_url);
  const page = pageAddress(options, payment, back, form.lang);
  if (form.act === 'fail') return `${page}&failed=1`;
  if (form.act === 'abandon') return back ?? page;
  const { twice, late, lose, delay } = form;
  const mischief = { twice: !!twice, late: !!late, lose: !!lose, delay: !!delay };
  const result = pay(options.desk, payment.outTradeNo, mischief, options.now());
  const isDone = result === 'paid' || result === 'later' || result === 'already_paid';
  return isDone ? (back ?? page) : page;
}

function findPayment(options: CashierOptions, prepayId: string): Payment | undefined {
  const { payments, byPrepayId } = options.desk.book;
  return payments.get(byPrepayId.get(prepayId) ?? '');
}

/** The merchant's page, when the merchant itself vouches for its origin; a cashier is no open door to elsewhere. */
function allowedReturn(options: CashierOptions, payment: Payment, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  return originsOf(options, payment).includes(new URL(url).origin) ? url : undefined;
}

function originsOf(options: CashierOptions, payment: Payment): string[] {
  return [options.baseUrl, payment.notifyUrl, ...options.returnOrigins].map(
    (url) => new URL(url).origin,
  );
}

function pathOf(options: CashierOptions, path: string): string {
  return new URL(options.baseUrl).pathname.replace(/\/$/, '') + path;
}

function pageAddress(
  options: CashierOptions,
  payment: Payment,
  back: string | undefined,
  lang: string,
): string {
  const query = new URLSearchParams({ prepay_id: payment.prepayId, lang });
  if (back) query.set('redirect_url', back);
  return `${pathOf(options, '/cashier')}?${query.toString()}`;
}

type Html = ReturnType<typeof html>;

/** Answers with a page; without `back` there is no such order. `none`: an order that leads nowhere. */
function show(c: Context, page: Html, back?: string) {
  // The redirect after the form counts as its action too.
  const target = back === undefined || back === 'none' ? '' : ` ${new URL(back).origin}`;
  const policy =
    `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'${target}; ` +
    `base-uri 'none'; frame-ancestors 'none'`;
  c.header('Content-Security-Policy', policy);
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'same-origin');
  return c.html(page, back === undefined ? 404 : 200);
}

/** What one page is about. */
interface View {
  readonly payment: Payment;
  /** Where the payer came from, if it is allowed to go back there. */
  readonly back: string | undefined;
  readonly hasFailed: boolean;
}

function renderPage(options: CashierOptions, words: CashierWords, view?: View): Html {
  const other = words.otherLangCode;
  const { brand } = options;
  const title = `${words.lang === 'en' ? brand.en : brand.zh} ${words.title}`;
  const query = view ? pageAddress(options, view.payment, view.back, other) : `?lang=${other}`;
  return html`<!doctype html>
    <html lang="${words.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${words.badge}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${pathOf(options, '/cashier/style.css')}" />
      </head>
      <body data-brand="${brand.id}">
        <header>
          <p class="brand">${title} <span class="badge">${words.badge}</span></p>
          <nav aria-label="${words.language}">
            <a href="${query}" hreflang="${other}" lang="${other}">${words.otherLang}</a>
          </nav>
        </header>
        <main>${view ? renderPayment(options, words, view) : html`<h1>${words.unknown}</h1>`}</main>
        <footer><p>${words.note}</p></footer>
      </body>
    </html>`;
}

type Status = 'open' | 'paid' | 'later' | 'closed' | 'expired';

function statusOf(payment: Payment, now: Date): Status {
  if (payment.transactionIds.length > 0) return 'paid';
  return overReason(payment, now) ?? (payment.isDelayed ? 'later' : 'open');
}

function renderPayment(options: CashierOptions, words: CashierWords, view: View): Html {
  const { payment, back } = view;
  const status = statusOf(payment, options.now());
  const until = inShanghai(payment.expiresAt).slice(0, 16).replace('T', ' ');
  const isTaken = status === 'paid' || status === 'later';
  return html`
    ${renderStatus(words, status, view.hasFailed)}
    <h1><span>${words.amount}</span> <strong>¥${(payment.amount / 100).toFixed(2)}</strong></h1>
    <dl>
      <div>
        <dt>${words.merchant}</dt>
        <dd>${words.merchantName}</dd>
      </div>
      <div>
        <dt>${words.item}</dt>
        <dd>${payment.description}</dd>
      </div>
      <div>
        <dt>${words.orderNo}</dt>
        <dd class="number">${payment.outTradeNo}</dd>
      </div>
      <div>
        <dt>${words.payBy}</dt>
        <dd><time datetime="${payment.expiresAt}">${until}</time></dd>
      </div>
    </dl>
    ${isTaken ? '' : renderForm(options, words, payment, back)}
    ${status !== 'open' && back ? html`<p class="back"><a href="${back}">${words.back}</a></p>` : ''}
  `;
}

function renderStatus(words: CashierWords, status: Status, hasFailed: boolean): Html | string {
  if (status !== 'open') {
    return html`<p class="status ${status}" role="status">${words[status]}</p>`;
  }
  return hasFailed ? html`<p class="status failed" role="alert">${words.failed}</p>` : '';
}

/** After the deadline the form stays, because a tester may still force a late payment. */
function renderForm(
  options: CashierOptions,
  words: CashierWords,
  payment: Payment,
  back: string | undefined,
): Html {
  const choices = (['twice', 'late', 'lose', 'delay'] as const).map(
    (name) =>
      html`<label><input type="checkbox" name="${name}" value="1" /> ${words[name]}</label>`,
  );
  return html`<form method="post" action="${pathOf(options, '/cashier/pay')}">
    <input type="hidden" name="prepay_id" value="${payment.prepayId}" />
    <input type="hidden" name="redirect_url" value="${back ?? ''}" />
    <input type="hidden" name="lang" value="${words.lang}" />
    <button class="primary" name="act" value="pay">${words.pay}</button>
    <div class="others">
      <button name="act" value="fail">${words.fail}</button>
      <button name="act" value="abandon">${words.abandon}</button>
    </div>
    <details>
      <summary>${words.misbehave}</summary>
      <fieldset>
        <legend>${words.misbehaveHint}</legend>
        ${choices}
      </fieldset>
    </details>
  </form>`;
}

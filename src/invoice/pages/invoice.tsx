import type { ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { issueInvoices, readInvoices } from '../policy.ts';
import { numberOf } from '../rules.ts';
import { InvoiceBuyer, InvoiceId } from '../schema.ts';
import { issueInvoice } from '../service/issue-invoice.ts';
import { getInvoiced, type Invoiced } from '../service/read-invoice.ts';
import type { Invoice } from '../types.ts';
import { wordsIn } from '../words/pages.ts';
import { Frame } from './frame.tsx';

const path = '/orders/:id/invoice';

/** The invoice of an order and its credit notes: issued once, then downloaded. */
export const invoiceRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: readInvoices,
    params: InvoiceId,
    run: (ctx, { params }) => invoiceView(ctx, params.id),
  }),
  formRoute({
    path,
    may: issueInvoices,
    params: InvoiceId,
    body: InvoiceBuyer,
    run: async (ctx, { params, body }) => {
      await issueInvoice(ctx, params.id, body);
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}/invoice`));
    },
    again: (ctx, { params }, problem) => invoiceView(ctx, params.id, problem),
  }),
];

async function invoiceView(ctx: Ctx, orderId: string, problem?: FormProblem): Promise<View> {
  const invoiced = await getInvoiced(ctx, orderId);
  const t = wordsIn(ctx.locale);
  return show({
    title: t('invoiceTitle'),
    isHidden: true,
    body: (
      <Frame locale={ctx.locale} order={invoiced.order} title={t('invoiceTitle')}>
        <Content {...{ ctx, invoiced, problem }} />
        <p>
          <a href={localePath(ctx.locale, `/orders/${orderId}/fapiao`)}>{t('toFapiao')}</a>
        </p>
      </Frame>
    ),
  });
}

interface ContentProps {
  readonly ctx: Ctx;
  readonly invoiced: Invoiced;
  readonly problem: FormProblem | undefined;
}

const sentences = {
  'invoice.no_seller': 'noSeller',
  'invoice.not_paid': 'notPaid',
  'invoice.nothing_left': 'nothingLeft',
} as const;

function Content({ ctx, invoiced, problem }: ContentProps): ReactNode {
  const t = wordsIn(ctx.locale);
  const { invoices, problem: obstacle } = invoiced;
  if (invoices.length > 0)
    return invoices.map((invoice) => <Paper key={invoice.id} {...{ ctx, invoice }} />);
  if (obstacle) return <Notice tone="warning">{t(sentences[obstacle])}</Notice>;
  return <IssueForm {...{ ctx, invoiced, problem }} />;
}

function Paper({ ctx: { locale }, invoice }: { ctx: Ctx; invoice: Invoice }): ReactNode {
  const t = wordsIn(locale);
  const { id, kind, amount, issuedAt, content } = invoice;
  const number = numberOf(invoice);
  const other = locale === 'zh' ? 'en' : 'zh';
  return (
    <section className="panel stack">
      <h2>{t(kind === 'invoice' ? 'invoiceOf' : 'creditOf', { number })}</h2>
      <Meta
        items={[
          content.buyer.name,
          formatMoney(amount),
          t('issuedAt', { at: formatInstant(issuedAt) }),
        ]}
      />
      <div className="cluster">
        <LinkButton variant="primary" href={localePath(locale, `/invoices/${id}/file`)} download>
          {t('downloadPdf')}
        </LinkButton>
        <LinkButton variant="quiet" href={localePath(other, `/invoices/${id}/file`)} download>
          {t('downloadOther')}
        </LinkButton>
      </div>
    </section>
  );
}

function IssueForm({ ctx: { locale }, invoiced, problem }: ContentProps): ReactNode {
  const t = wordsIn(locale);
  const field = (name: 'name' | 'address' | 'taxNumber') => ({
    locale,
    name,
    label: t(name),
    error: problem?.fields[name],
    value: problem?.values[name],
  });
  const listed = Object.entries(problem?.fields ?? {}).map(([name, text]) => ({
    field: name,
    text,
  }));
  const errors = problem && listed.length === 0 ? [{ text: problem.message }] : listed;
  return (
    <>
      <p>{t('invoiceLead')}</p>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${invoiced.order.id}/invoice`)}
        errors={errors}
      >
        <InputField {...field('name')} autoComplete="name" maxLength={100} />
        <InputField {...field('address')} autoComplete="street-address" maxLength={200} optional />
        <InputField {...field('taxNumber')} autoComplete="off" maxLength={30} optional />
        <Button variant="primary">{t('issue')}</Button>
      </Form>
    </>
  );
}

import type { ReactNode } from 'react';
import { fill, type Locale, type Words } from '#kernel/locale.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { getSiteSettings } from '#settings/service.ts';
import { LinkButton } from '#ui/button.tsx';
import { Meta } from '#ui/meta.tsx';
import { PrintButton } from '#ui/print-button.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { readStatement } from '../policy.ts';
import { CreatorMonth, type StatementItem, type StatementLine } from '../schema.ts';
import { getStatement, listStatementLines } from '../service/statement.ts';
import {
  lineWords,
  partWords,
  statementRows,
  statementWords,
  type StatementRow,
} from '../words.ts';

const shownLines = 1_000;

/** A creator's statement of a month, made for paper. */
export const statementRoute: Route = pageRoute({
  path: '/creators/:id/statements/:month',
  may: readStatement,
  params: CreatorMonth,
  run: async (ctx, { params: { id, month } }) => {
    const [statement, page, settings] = await Promise.all([
      getStatement(ctx, id, month),
      listStatementLines(ctx, id, { filter: { month }, cursor: undefined, limit: shownLines }),
      getSiteSettings(ctx),
    ]);
    const title = say(ctx.locale, statementWords.statementOf, { month });
    return show({
      title: `${title} · ${statement.creatorName}`,
      isHidden: true,
      layout: 'bare',
      body: (
        <Paper
          {...{ ctx, title, statement }}
          siteName={settings.siteName[ctx.locale]}
          lines={page.items}
          isCut={page.nextCursor !== null}
        />
      ),
    });
  },
});

/** The pages of creators' money. */
export const payoutPages: readonly Route[] = [statementRoute];

function say(locale: Locale, words: Words, params: Readonly<Record<string, string | number>> = {}) {
  return fill(words[locale], params);
}

const yuan = (amount: number) => formatMoney(money(amount));

/** The screen of the studio that shows the same. */
function backTo({ actor }: Ctx, { creatorId, month }: StatementItem): string {
  const isOwn = actor.kind === 'user' && actor.userId === creatorId;
  return isOwn ? `/studio/earnings/${month}` : `/studio/statements/${creatorId}?month=${month}`;
}

interface PaperProps {
  readonly ctx: Ctx;
  readonly title: string;
  readonly siteName: string;
  readonly statement: StatementItem;
  readonly lines: readonly StatementLine[];
  readonly isCut: boolean;
}

function Paper(props: PaperProps): ReactNode {
  const { ctx, title, siteName, statement, lines, isCut } = props;
  const { locale } = ctx;
  const at = formatInstant(new Date(statement.madeAt));
  const t = (word: keyof typeof statementWords, params = {}) =>
    say(locale, statementWords[word], params);
  return (
    <div className="wrap page-body stack paper">
      <div className="cluster cluster-apart">
        <h1>{title}</h1>
        <div className="cluster no-print">
          <PrintButton label={t('print')} />
          <LinkButton variant="quiet" href={backTo(ctx, statement)}>
            {t('back')}
          </LinkButton>
        </div>
      </div>
      <Meta
        items={[
          siteName,
          `${t('creator')} ${statement.creatorName}`,
          t('byBeijing'),
          t(statement.isOpen ? 'soFar' : 'madeAt', { at }),
        ]}
      />
      <Table<StatementRow>
        caption={title}
        captionHidden
        isNarrow
        rows={statementRows(statement)}
        rowKey={({ name }) => name}
        columns={sumColumns(locale)}
      />
      <h2>{t('lines')}</h2>
      {lines.length === 0 ? (
        <p>{t('nothing')}</p>
      ) : (
        <Table<StatementLine>
          caption={t('lines')}
          captionHidden
          rows={lines}
          rowKey={({ transactionId, account, change }) => `${transactionId} ${account} ${change}`}
          columns={lineColumns(locale)}
        />
      )}
      {isCut && <p>{t('more', { n: shownLines })}</p>}
    </div>
  );
}

function sumColumns(locale: Locale): Column<StatementRow>[] {
  return [
    {
      label: statementWords.item[locale],
      cell: ({ words, isTotal }) => (isTotal ? <strong>{words[locale]}</strong> : words[locale]),
    },
    {
      label: statementWords.amount[locale],
      numeric: true,
      cell: ({ amount, isTotal }) => (isTotal ? <strong>{yuan(amount)}</strong> : yuan(amount)),
    },
  ];
}

function lineColumns(locale: Locale): Column<StatementLine>[] {
  return [
    { label: statementWords.at[locale], cell: ({ postedAt }) => formatInstant(new Date(postedAt)) },
    { label: statementWords.kind[locale], cell: ({ kind }) => lineWords[kind][locale] },
    { label: statementWords.account[locale], cell: ({ account }) => partWords[account][locale] },
    { label: statementWords.work[locale], cell: ({ workTitle }) => workTitle ?? '' },
    { label: statementWords.number[locale], cell: ({ number }) => number },
    {
      label: statementWords.change[locale],
      numeric: true,
      cell: ({ change }) => `${change > 0 ? '+' : ''}${yuan(change)}`,
    },
  ];
}

import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Settings } from '#platform/config.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, rawRoute, show, type Route, type View } from '#platform/http/route.ts';
import { listMessages, type SentMessage } from '#platform/mail.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Table } from '#ui/table.tsx';
import { mayReadOutbox } from '../policy.ts';
import { normaliseAddress } from '../rules/address.ts';
import { wordsIn } from '../words/pages.ts';

const most = 100;

/** The six digits in a message, if it carries a code. */
function codeIn({ body }: SentMessage): string | null {
  return /(?<!\d)\d{6}(?!\d)/.exec(body ?? '')?.[0] ?? null;
}

/** Messages to an address as people write it, newest first. */
function messagesTo(ctx: Ctx, typed: string | undefined): Promise<SentMessage[]> {
  const wanted = typed?.trim() ? (normaliseAddress(typed)?.address ?? typed) : undefined;
  return listMessages(ctx.db, most, wanted);
}

async function outboxView(ctx: Ctx, address: string | undefined): Promise<View> {
  const t = wordsIn(ctx.locale);
  const messages = await messagesTo(ctx, address);
  const body = (
    <div className="wrap page-body stack">
      <h1>{t('outbox')}</h1>
      <p>{t('outboxLead')}</p>
      <Form locale={ctx.locale} method="get" action={localePath(ctx.locale, '/dev/outbox')}>
        <InputField
          locale={ctx.locale}
          name="address"
          label={t('address')}
          value={address}
          optional
        />
        <Button>{t('filter')}</Button>
      </Form>
      {messages.length === 0 ? (
        <EmptyState title={t('outboxEmpty')} />
      ) : (
        messageTable(ctx, messages)
      )}
    </div>
  );
  return show({ title: t('outbox'), isHidden: true, body });
}

function messageTable(ctx: Ctx, messages: readonly SentMessage[]): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <Table
      caption={t('outbox')}
      captionHidden
      rows={messages}
      rowKey={({ id }) => id}
      columns={[
        { label: t('to'), cell: ({ address }) => address },
        { label: t('code'), cell: (message) => <strong>{codeIn(message)}</strong> },
        {
          label: t('message'),
          cell: ({ subject, body }) => (
            <>
              {subject}
              <br />
              {body ?? t('outboxEnded')}
            </>
          ),
        },
        {
          label: t('sentAt'),
          cell: ({ sentAt }) => (
            <time dateTime={sentAt.toISOString()}>{formatInstant(sentAt)}</time>
          ),
        },
      ]}
    />
  );
}

/** The outbox of a development machine; in every other mode these routes do not exist. */
export function outboxPages({ mode }: Pick<Settings, 'mode'>): readonly Route[] {
  if (mode !== 'development') return [];
  return [
    pageRoute({
      path: '/dev/outbox',
      may: mayReadOutbox,
      query: z.object({ address: z.string().max(300).optional() }),
      run: (ctx, { query }) => outboxView(ctx, query.address),
    }),
    rawRoute({
      method: 'GET',
      path: '/dev/outbox.json',
      may: mayReadOutbox,
      run: async (ctx, c) => {
        const messages = await messagesTo(ctx, c.req.query('address'));
        return c.json({
          items: messages.map((message) => Object.assign(message, { code: codeIn(message) })),
        });
      },
    }),
  ];
}

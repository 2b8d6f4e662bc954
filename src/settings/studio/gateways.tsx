import { Alert, Button, Card, Space, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import { ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { sectionWords } from '#studio/words.ts';
import type { Checked, GatewayItem } from '../schema/gateways.ts';
import { findingWords, gatewayKindWords } from '../words.ts';
import { AccountDialog } from './account-dialog.tsx';
import { gatewayWords } from './gateway-words.ts';

const path = '/gateway-accounts';

/** The accounts with gateways: set up, checked, opened for buyers. */
export function GatewaysScreen(): ReactNode {
  const { gateways } = useWords(sectionWords);
  const words = useWords(gatewayWords);
  const query = useAsk<{ items: readonly GatewayItem[] }>(path);
  const [editing, setEditing] = useState<GatewayItem>();
  return (
    <Screen title={gateways} lead={words.lead}>
      <Answer of={query}>
        {({ items }) => (
          <div className="stack form-narrow">
            {items.map((item) => (
              <GatewayCard key={item.kind} item={item} onEdit={() => setEditing(item)} />
            ))}
            {editing && <AccountDialog item={editing} onClose={() => setEditing(undefined)} />}
          </div>
        )}
      </Answer>
    </Screen>
  );
}

interface CardProps {
  readonly item: GatewayItem;
  readonly onEdit: () => void;
}

function GatewayCard({ item, onEdit }: CardProps): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(gatewayWords);
  const { may } = useSession();
  const { kind, isSet, isOpen, isFirst, noticeUrl } = item;
  const name = gatewayKindWords[kind][locale];
  const [found, setFound] = useState<Checked>();
  return (
    <Card
      title={<h2>{name}</h2>}
      extra={
        <>
          {isFirst && <Tag>{words.first}</Tag>}
          <Tag color={isOpen ? 'success' : 'default'}>
            {isOpen ? words.open : isSet ? words.closed : words.unset}
          </Tag>
        </>
      }
    >
      <div className="stack">
        <p>{words[`${kind}Lead`]}</p>
        {noticeUrl && (
          <p>
            {words.notices} <code>{noticeUrl}</code>
          </p>
        )}
        {found && <FoundAlert found={found} />}
        {may('settings.change', 'any') && (
          <Actions {...{ item, name, onEdit }} onFound={setFound} />
        )}
      </div>
    </Card>
  );
}

function FoundAlert({ found }: { readonly found: Checked }): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(gatewayWords);
  const { finding, detail } = found;
  return (
    <Alert
      role="status"
      type={finding === 'works' ? 'success' : 'warning'}
      showIcon
      title={findingWords[finding][locale]}
      description={detail ? `${words.detail} ${detail}` : undefined}
    />
  );
}

interface ActionsProps extends CardProps {
  readonly name: string;
  readonly onFound: (found: Checked | undefined) => void;
}

function Actions({ item, name, onEdit, onFound }: ActionsProps): ReactNode {
  const words = useWords(gatewayWords);
  const confirm = useConfirm();
  const { kind, isSet, isOpen, isFirst } = item;
  const check = useDeed(() => ask<Checked>('POST', `${path}/${kind}/check`), {
    next: onFound,
  });
  const turn = useDeed((open: boolean) => ask(open ? 'PUT' : 'DELETE', `${path}/${kind}/opening`), {
    done: words.done,
    refreshes: [path],
  });
  const first = useDeed(() => ask('PATCH', '/settings', { body: { defaultGateway: kind } }), {
    done: words.done,
    refreshes: [path, '/settings'],
  });
  const close = () =>
    confirm({
      title: words.closeTitle,
      text: words.closeText,
      yes: words.close,
      act: () => turn.run(false),
    });
  return (
    <Space wrap>
      <Button onClick={onEdit} aria-label={`${words.edit} ${name}`}>
        {words.edit}
      </Button>
      {isSet && kind !== 'transfer' && (
        <Button
          loading={check.isBusy}
          onClick={() => void check.run()}
          aria-label={`${words.check} ${name}`}
        >
          {words.check}
        </Button>
      )}
      {isSet && (
        <Button
          type={isOpen ? 'default' : 'primary'}
          loading={turn.isBusy}
          onClick={() => (isOpen ? close() : void turn.run(true))}
          aria-label={`${isOpen ? words.close : words.openIt} ${name}`}
        >
          {isOpen ? words.close : words.openIt}
        </Button>
      )}
      {isOpen && !isFirst && (
        <Button
          loading={first.isBusy}
          onClick={() => void first.run()}
          aria-label={`${words.makeFirst} ${name}`}
        >
          {words.makeFirst}
        </Button>
      )}
    </Space>
  );
}

import { Link } from '@tanstack/react-router';
import { Alert, Button, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { FapiaoItem } from '#invoice/schema.ts';
import type { SiteSettings } from '#settings/schema.ts';
import { useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { isWhole } from '../rules.ts';
import { fapiaoStateWords } from '../words/states.ts';
import { FileDialog, IssueDialog, RedDialog, RefuseDialog } from './dialogs.tsx';
import { ImportDialog } from './import.tsx';
import { fapiaoWords } from './words.ts';

const tones = {
  requested: 'processing',
  issued: 'success',
  red_owed: 'error',
} as const;

const columns: readonly TableColumn<FapiaoItem>[] = [
  {
    title: fapiaoWords.title,
    isName: true,
    show: ({ title, taxNumber }) =>
      taxNumber ? <TwoLines main={title} more={taxNumber} /> : title,
  },
  {
    title: fapiaoWords.order,
    show: ({ orderId, orderNumber, sold }) => (
      <TwoLines
        main={
          <Link to="/orders" search={{ id: orderId }} className="number">
            {orderNumber}
          </Link>
        }
        more={sold}
      />
    ),
  },
  { title: fapiaoWords.amount, align: 'end', show: ({ amount }) => sayMoney(amount) },
  {
    title: fapiaoWords.state,
    show: ({ state }) => <StateTag of={state} words={fapiaoStateWords} tones={tones} />,
  },
  { title: fapiaoWords.document, show: (item) => <Document item={item} /> },
  { title: fapiaoWords.email, show: ({ email }) => email },
  { title: fapiaoWords.due, show: (item) => <Due item={item} /> },
];

function Document({ item }: { item: FapiaoItem }): ReactNode {
  const words = useWords(fapiaoWords);
  const { id, number, issuedOn, fileName, link, letters, reason } = item;
  if (number === null) return reason || '—';
  const said = <span className="number">{fill(words.on, { number, day: issuedOn ?? '' })}</span>;
  const address = fileName === null ? link : `/fapiao/${id}/file`;
  return (
    <div className="stack-tight">
      {address ? <a href={address}>{said}</a> : said}
      {letters.map((letter) =>
        letter.number === null ? (
          <Tag key={letter.id} color="error">
            {fill(words.owes, { amount: sayMoney(letter.amount) })}
          </Tag>
        ) : (
          <span key={letter.id} className="number">
            {fill(words.took, { amount: sayMoney(letter.amount), number: letter.number })}
          </span>
        ),
      )}
    </div>
  );
}

function Due({ item: { dueAt, isLate, state } }: { item: FapiaoItem }): ReactNode {
  const words = useWords(fapiaoWords);
  if (state !== 'requested') return '—';
  return (
    <div className="stack-tight">
      <span className="number">{sayInstant(dueAt)}</span>
      {isLate && <Tag color="error">{words.late}</Tag>}
    </div>
  );
}

type Doing = {
  readonly what: 'issue' | 'refuse' | 'file' | 'red';
  readonly item: FapiaoItem;
};

/** What finance has to do about fapiao: issue them, refuse them, and take back what was refunded. */
export function FapiaoScreen(): ReactNode {
  const { fapiao } = useWords(sectionWords);
  const words = useWords(fapiaoWords);
  const [doing, setDoing] = useState<Doing>();
  const [isImporting, setImporting] = useState(false);
  const close = () => setDoing(undefined);
  return (
    <Screen
      title={fapiao}
      lead={words.lead}
      actions={<Button onClick={() => setImporting(true)}>{words.import}</Button>}
    >
      <div className="stack">
        <SellerAlert />
        <DataTable<FapiaoItem>
          label={fapiao}
          path="/fapiao"
          rowKey={({ id }) => id}
          filters={[
            {
              kind: 'tabs',
              name: 'state',
              label: fapiaoWords.state,
              choices: choicesOf(fapiaoStateWords),
            },
            { kind: 'text', name: 'number', label: fapiaoWords.findNumber },
            {
              kind: 'choice',
              name: 'late',
              label: fapiaoWords.lateChoice,
              choices: [{ value: 'yes', label: fapiaoWords.onlyLate }],
            },
          ]}
          columns={columns}
          empty={words.empty}
          actions={(item) => <Deeds item={item} onDo={(what) => setDoing({ what, item })} />}
        />
      </div>
      {doing?.what === 'issue' && <IssueDialog item={doing.item} onClose={close} />}
      {doing?.what === 'refuse' && <RefuseDialog item={doing.item} onClose={close} />}
      {doing?.what === 'file' && <FileDialog item={doing.item} onClose={close} />}
      {doing?.what === 'red' && <RedDialog item={doing.item} onClose={close} />}
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </Screen>
  );
}

interface DeedsProps {
  readonly item: FapiaoItem;
  readonly onDo: (what: Doing['what']) => void;
}

function Deeds({ item: { state, number }, onDo }: DeedsProps): ReactNode {
  const words = useWords(fapiaoWords);
  return (
    <>
      {state === 'requested' && (
        <>
          <Button size="small" type="primary" onClick={() => onDo('issue')}>
            {words.issue}
          </Button>
          <Button size="small" danger onClick={() => onDo('refuse')}>
            {words.refuse}
          </Button>
        </>
      )}
      {state === 'red_owed' && (
        <Button size="small" type="primary" onClick={() => onDo('red')}>
          {words.red}
        </Button>
      )}
      {number !== null && (
        <Button size="small" onClick={() => onDo('file')}>
          {words.putFile}
        </Button>
      )}
    </>
  );
}

/** Says what is missing before buyers can have invoices. */
function SellerAlert(): ReactNode {
  const words = useWords(fapiaoWords);
  const { data } = useAsk<SiteSettings>('/settings');
  if (!data || isWhole(data.seller)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={words.noSeller}
      description={
        <>
          {words.noSellerText} <Link to="/settings">{words.toSettings}</Link>
        </>
      }
    />
  );
}

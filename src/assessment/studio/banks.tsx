import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { BankDetail, BankItem } from '#assessment/schema.ts';
import { apiAddress, ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { sayCount, sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { Uploader } from '#studio/uploader.tsx';
import { bankFormWords } from '../words.ts';
import { RemoveBank } from './remove-bank.tsx';
import { bankWords } from './words.ts';

const accepted = '.txt,.gift,.xlsx,text/plain';

const columns: readonly TableColumn<BankItem>[] = [
  {
    title: bankWords.name,
    isName: true,
    show: ({ id, title }) => (
      <Link to="/question-banks/$id" params={{ id }}>
        {title}
      </Link>
    ),
  },
  {
    title: bankWords.form,
    show: ({ form }) => <StateTag of={form} words={bankFormWords} tones={{}} />,
  },
  {
    title: bankWords.count,
    align: 'end',
    show: ({ questionCount }) => <span className="number">{sayCount(questionCount)}</span>,
  },
  {
    title: bankWords.problemCount,
    align: 'end',
    show: ({ problemCount }) => <span className="number">{sayCount(problemCount)}</span>,
  },
  {
    title: bankWords.at,
    show: ({ createdAt }) => <span className="number">{sayInstant(createdAt)}</span>,
  },
];

/** A creator's question banks: a file becomes one, and what could not be read is told there. */
export function BanksScreen(): ReactNode {
  const words = useWords(bankWords);
  const navigate = useNavigate();
  const add = useDeed(
    (uploadId: string) => ask<BankDetail>('POST', '/question-banks', { body: { uploadId } }),
    {
      refreshes: ['/question-banks'],
      next: ({ id }) => void navigate({ to: '/question-banks/$id', params: { id } }),
    },
  );
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      actions={
        <Button href={apiAddress('/question-bank-template')} download>
          {words.template}
        </Button>
      }
    >
      <div className="stack">
        <Uploader
          use="import"
          place="question-banks"
          accept={accepted}
          hint={words.hint}
          onDone={(id) => void add.run(id)}
        />
        <DataTable<BankItem>
          label={words.title}
          path="/question-banks"
          rowKey={({ id }) => id}
          columns={columns}
          empty={words.none}
          actions={(bank) => <RemoveBank bank={bank} size="small" />}
        />
      </div>
    </Screen>
  );
}

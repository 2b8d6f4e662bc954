import { fill } from '#kernel/locale.ts';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import type { BankDetail, QuestionItem } from '#assessment/schema.ts';
import { apiAddress, useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { choicesOf, type Filter } from '#studio/filters.tsx';
import { sayCount } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { questionKindWords } from '../words.ts';
import { RemoveBank } from './remove-bank.tsx';
import { bankWords } from './words.ts';

const filters: readonly Filter[] = [
  { kind: 'choice', name: 'kind', label: bankWords.kind, choices: choicesOf(questionKindWords) },
];

const columns: readonly TableColumn<QuestionItem>[] = [
  {
    title: bankWords.number,
    width: 72,
    show: ({ position }) => <span className="number">{position}</span>,
  },
  {
    title: bankWords.stem,
    isName: true,
    show: ({ stem }) => <span className="pre-line">{stem}</span>,
  },
  {
    title: bankWords.kind,
    width: 120,
    show: ({ kind }) => <StateTag of={kind} words={questionKindWords} tones={{}} />,
  },
  {
    title: bankWords.options,
    show: ({ choices, pairs }) =>
      [...choices.map(({ text }) => text), ...pairs.map(({ right }) => right)].join(' / ') || '—',
  },
  { title: bankWords.answer, show: ({ answer }) => answer || '—' },
  { title: bankWords.feedback, show: ({ feedback }) => feedback || '—' },
];

/** One question bank: what could not be read of its file, its questions, and the way out again. */
export function BankScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useAsk<BankDetail>(`/question-banks/${id}`);
  return <Answer of={query}>{(bank) => <Bank bank={bank} />}</Answer>;
}

function Bank({ bank }: { bank: BankDetail }): ReactNode {
  const words = useWords(bankWords);
  const navigate = useNavigate();
  return (
    <Screen
      title={bank.title}
      lead={fill(words.kept, { count: sayCount(bank.questionCount) })}
      actions={
        <>
          <Button href={apiAddress(`/question-banks/${bank.id}/gift`)} download>
            {words.gift}
          </Button>
          <RemoveBank bank={bank} onRemoved={() => void navigate({ to: '/question-banks' })} />
        </>
      }
    >
      <div className="stack">
        <Problems bank={bank} />
        <DataTable<QuestionItem>
          label={words.questions}
          path={`/question-banks/${bank.id}/questions`}
          filters={filters}
          rowKey={({ position }) => String(position)}
          columns={columns}
          empty={words.noQuestions}
        />
      </div>
    </Screen>
  );
}

function Problems({ bank: { problems } }: { bank: BankDetail }): ReactNode {
  const words = useWords(bankWords);
  if (problems.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={fill(words.problems, { count: sayCount(problems.length) })}
      description={
        <>
          <p>{words.problemsLead}</p>
          <ul className="facts">
            {problems.map(({ line, why, said }) => (
              <li key={`${line} ${why}`}>
                <code>
                  {line > 0 ? fill(words.line, { line: String(line) }) : words.everywhere}
                </code>
                <span>
                  {why}
                  {said && `: ${said}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}

import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { RuleItem } from '#commission/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayPercent } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { standardBps } from '../rules.ts';
import { ruleScopeWords, ruleStateWords } from '../words.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { commissionWords } from './words.ts';

const tones = { in_force: 'success', planned: 'processing' } as const;

const columns: readonly TableColumn<RuleItem>[] = [
  { title: commissionWords.about, isName: true, show: (rule) => <About rule={rule} /> },
  {
    title: commissionWords.rate,
    align: 'end',
    show: ({ bps }) => sayPercent(bps),
  },
  {
    title: commissionWords.state,
    show: ({ state }) => <StateTag of={state} words={ruleStateWords} tones={tones} />,
  },
  {
    title: commissionWords.from,
    show: ({ startsAt }) => <span className="number">{sayInstant(startsAt)}</span>,
  },
  { title: commissionWords.until, show: ({ endsAt }) => <Until at={endsAt} /> },
  { title: commissionWords.note, show: ({ note }) => note || '—' },
  { title: commissionWords.setBy, show: ({ decidedBy }) => <SetBy name={decidedBy} /> },
];

function useNameOf(): (rule: RuleItem) => string {
  const words = useWords(commissionWords);
  return ({ scope, subjectName }) =>
    scope === 'site' ? words.everything : (subjectName ?? words.gone);
}

function About({ rule }: { rule: RuleItem }): ReactNode {
  const { locale } = usePreferences();
  const nameOf = useNameOf();
  return <TwoLines main={nameOf(rule)} more={ruleScopeWords[rule.scope][locale]} />;
}

function Until({ at }: { at: string | null }): ReactNode {
  const { forGood } = useWords(commissionWords);
  return at ? <span className="number">{sayInstant(at)}</span> : forGood;
}

function SetBy({ name }: { name: string | null }): ReactNode {
  const { house } = useWords(commissionWords);
  return name ?? house;
}

/** What the platform keeps: rules of all times; the owner begins and ends them. */
export function CommissionScreen(): ReactNode {
  const { commission } = useWords(sectionWords);
  const words = useWords(commissionWords);
  const { may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const end = useEnding();
  const isOwner = may('commission.set', 'any');
  const actions = (rule: RuleItem) =>
    rule.state !== 'ended' && (
      <Button size="small" danger onClick={() => end(rule)}>
        {words.end}
      </Button>
    );
  return (
    <Screen
      title={commission}
      lead={fill(words.lead, { standard: sayPercent(standardBps) })}
      actions={
        isOwner && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {words.begin}
          </Button>
        )
      }
    >
      <DataTable<RuleItem>
        label={commission}
        path="/commission-rules"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: commissionWords.state,
            choices: choicesOf(ruleStateWords),
          },
          {
            kind: 'choice',
            name: 'scope',
            label: commissionWords.about,
            choices: choicesOf(ruleScopeWords),
          },
        ]}
        columns={columns}
        {...(isOwner ? { actions } : {})}
      />
      {isAdding && <RuleDialog onClose={() => setAdding(false)} />}
    </Screen>
  );
}

function useEnding(): (rule: RuleItem) => void {
  const words = useWords(commissionWords);
  const nameOf = useNameOf();
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('PUT', `/commission-rules/${id}/ending`), {
    done: words.ended,
    refreshes: ['/commission-rules'],
  });
  return (rule) =>
    confirm({
      title: fill(words.endTitle, { name: nameOf(rule), percent: sayPercent(rule.bps) }),
      text: words.endText,
      yes: words.end,
      act: () => deed.run(rule.id),
    });
}

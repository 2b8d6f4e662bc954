import { Alert, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { ask, useAsk } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { AddressedTabs } from '#studio/tabs.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import type { ApplicationItem, PromotionTerms } from '../schema.ts';
import { applicationStateWords } from '../words.ts';
import { Campaigns } from './campaigns.tsx';
import { AppointDialog, Lineage, Promoters } from './promoters.tsx';
import { TermsForm } from './terms-form.tsx';
import { promotionWords } from './words.ts';

/** Who promotes, who asks to, who brought whom, and by which rules. */
export function PromotionScreen(): ReactNode {
  const { promotion } = useWords(sectionWords);
  const words = useWords(promotionWords);
  const { may } = useSession();
  const [isNaming, setNaming] = useState(false);
  const isOwner = may('affiliate.edit', 'any');
  const tabs = {
    promoters: { label: words.promoters, pane: <Promoters /> },
    applications: { label: words.applications, pane: <Applications /> },
    lineage: { label: words.lineage, pane: <Lineage /> },
    campaigns: { label: words.campaigns, pane: <Campaigns /> },
  };
  const rules = { label: words.rules, pane: <Rules /> };
  return (
    <Screen
      title={promotion}
      lead={words.lead}
      actions={isOwner && <Button onClick={() => setNaming(true)}>{words.appoint}</Button>}
    >
      {isOwner ? <AddressedTabs tabs={{ ...tabs, rules }} /> : <AddressedTabs tabs={tabs} />}
      {isNaming && <AppointDialog onClose={() => setNaming(false)} />}
    </Screen>
  );
}

function Rules(): ReactNode {
  const terms = useAsk<PromotionTerms>('/promotion/terms');
  return <Answer of={terms}>{(known) => <TermsForm key={known.version} terms={known} />}</Answer>;
}

const tones = { waiting: 'warning', approved: 'success', refused: 'error' } as const;

const columns: readonly TableColumn<ApplicationItem>[] = [
  { title: promotionWords.user, isName: true, show: ({ name }) => name },
  { title: promotionWords.note, show: ({ note }) => note || '—' },
  {
    title: promotionWords.state,
    show: ({ state, reason }) => (
      <TwoLines
        main={<StateTag of={state} words={applicationStateWords} tones={tones} />}
        more={reason}
      />
    ),
  },
  {
    title: promotionWords.asked,
    show: ({ askedAt }) => <span className="number">{sayInstant(askedAt)}</span>,
  },
];

function Applications(): ReactNode {
  const words = useWords(promotionWords);
  const { may, user } = useSession();
  const [refusing, setRefusing] = useState<ApplicationItem>();
  const isDecider = may('affiliate.decide', 'any');
  return (
    <>
      <p>
        <Alert type="warning" showIcon title={words.lawApplication} />
      </p>
      <DataTable<ApplicationItem>
        label={words.applications}
        path="/promoters/applications"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: promotionWords.state,
            choices: choicesOf(applicationStateWords),
          },
        ]}
        columns={columns}
        {...(isDecider
          ? {
              actions: (item) =>
                item.state === 'waiting' &&
                item.userId !== user.id && <Decisions item={item} onRefuse={setRefusing} />,
            }
          : {})}
      />
      {refusing && <RefuseDialog item={refusing} onClose={() => setRefusing(undefined)} />}
    </>
  );
}

function Decisions({
  item,
  onRefuse,
}: {
  item: ApplicationItem;
  onRefuse: (item: ApplicationItem) => void;
}): ReactNode {
  const words = useWords(promotionWords);
  const confirm = useConfirm();
  const deed = useDeed(() => ask('PUT', `/promoters/applications/${item.id}/approval`), {
    done: words.approved,
    refreshes: ['/promoters/applications', '/promoters'],
  });
  const approve = () =>
    confirm({
      title: fill(words.approveTitle, { name: item.name }),
      text: words.lawApplication,
      yes: words.approve,
      act: () => deed.run(),
    });
  return (
    <>
      <Button size="small" type="primary" onClick={approve}>
        {words.approve}
      </Button>
      <Button size="small" onClick={() => onRefuse(item)}>
        {words.refuse}
      </Button>
    </>
  );
}

function RefuseDialog({
  item,
  onClose,
}: {
  item: ApplicationItem;
  onClose: () => void;
}): ReactNode {
  const words = useWords(promotionWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (body: { reason: string }) =>
      ask('PUT', `/promoters/applications/${item.id}/refusal`, { body }),
    { done: words.refused, refreshes: ['/promoters/applications'] },
  );
  return (
    <FormDialog
      title={fill(words.refuseTitle, { name: item.name })}
      yes={words.refuse}
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={words.reason}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}

import { Button, Form, Input, InputNumber } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { PersonField } from '#identity/studio/person-field.tsx';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { hundredths, sayCount, sayInstant, sayMoney, sayPercent } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import type { LineageItem, PromoterItem } from '../schema.ts';
import { promoterStateWords } from '../words.ts';
import { promotionWords } from './words.ts';

const number = (count: number) => <span className="number">{sayCount(count)}</span>;

const columns: readonly TableColumn<PromoterItem>[] = [
  {
    title: promotionWords.name,
    isName: true,
    show: ({ name, code }) => <TwoLines main={name} more={code} />,
  },
  { title: promotionWords.upline, show: ({ uplineName }) => uplineName ?? '—' },
  { title: promotionWords.rate, show: ({ level1Bps }) => <Rate bps={level1Bps} /> },
  {
    title: promotionWords.state,
    show: ({ state, reason }) => (
      <TwoLines
        main={<StateTag of={state} words={promoterStateWords} tones={{ active: 'success' }} />}
        more={reason}
      />
    ),
  },
  { title: promotionWords.visits, align: 'end', show: ({ visits }) => number(visits) },
  { title: promotionWords.customers, align: 'end', show: ({ customers }) => number(customers) },
  {
    title: promotionWords.began,
    show: ({ beganAt }) => <span className="number">{sayInstant(beganAt)}</span>,
  },
];

function Rate({ bps }: { bps: number | null }): ReactNode {
  const { siteRate } = useWords(promotionWords);
  return bps === null ? siteRate : sayPercent(bps);
}

type Deed = 'rate' | 'end';

/** Who promotes, and did. */
export function Promoters(): ReactNode {
  const { promoters } = useWords(promotionWords);
  const { may } = useSession();
  const [doing, setDoing] = useState<{ deed: Deed; to: PromoterItem }>();
  const close = () => setDoing(undefined);
  return (
    <>
      <DataTable<PromoterItem>
        label={promoters}
        path="/promoters"
        rowKey={({ userId }) => userId}
        filters={[
          { kind: 'text', name: 'text', label: promotionWords.find },
          {
            kind: 'choice',
            name: 'state',
            label: promotionWords.state,
            choices: choicesOf(promoterStateWords),
          },
        ]}
        columns={columns}
        {...(may('affiliate.decide', 'any')
          ? { actions: (item) => <Actions item={item} onDo={setDoing} /> }
          : {})}
      />
      {doing?.deed === 'rate' && <RateDialog promoter={doing.to} onClose={close} />}
      {doing?.deed === 'end' && <EndDialog promoter={doing.to} onClose={close} />}
    </>
  );
}

function Actions({
  item,
  onDo,
}: {
  item: PromoterItem;
  onDo: (wanted: { deed: Deed; to: PromoterItem }) => void;
}): ReactNode {
  const words = useWords(promotionWords);
  if (item.state === 'ended') return null;
  return (
    <>
      <Button size="small" onClick={() => onDo({ deed: 'rate', to: item })}>
        {words.setRate}
      </Button>
      <Button size="small" danger onClick={() => onDo({ deed: 'end', to: item })}>
        {words.end}
      </Button>
    </>
  );
}

interface DialogProps {
  readonly promoter: PromoterItem;
  readonly onClose: () => void;
}

function RateDialog({ promoter: { userId, name, level1Bps }, onClose }: DialogProps): ReactNode {
  const words = useWords(promotionWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    ({ percent }: { percent?: number | null }) =>
      ask('PUT', `/promoters/${userId}/rate`, {
        body: { level1Bps: percent == null ? null : hundredths(percent) },
      }),
    { done: common.saved, refreshes: ['/promoters'] },
  );
  return (
    <FormDialog
      title={fill(words.setRateTitle, { name })}
      yes={common.save}
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="percent"
        label={words.level1}
        extra={words.setRateHelp}
        initialValue={level1Bps === null ? undefined : level1Bps / 100}
      >
        <InputNumber min={0} max={90} precision={2} />
      </Form.Item>
    </FormDialog>
  );
}

function EndDialog({ promoter: { userId, name }, onClose }: DialogProps): ReactNode {
  const words = useWords(promotionWords);
  const { needed } = useWords(commonWords);
  const deed = useDeed(
    (body: { reason: string }) => ask('PUT', `/promoters/${userId}/ending`, { body }),
    { done: words.ended, refreshes: ['/promoters'] },
  );
  return (
    <FormDialog
      title={fill(words.endTitle, { name })}
      yes={words.end}
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={words.reason}
        extra={words.endHelp}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}

/** Names a promoter. */
export function AppointDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(promotionWords);
  const deed = useDeed((body: { userId: string }) => ask('POST', '/promoters', { body }), {
    done: words.appointed,
    refreshes: ['/promoters'],
  });
  return (
    <FormDialog title={words.appoint} yes={words.appoint} deed={deed} onClose={onClose}>
      <PersonField label={words.user} placeholder={words.findUser} />
    </FormDialog>
  );
}

const lineageColumns: readonly TableColumn<LineageItem>[] = [
  {
    title: promotionWords.name,
    isName: true,
    show: ({ name, code }) => <TwoLines main={name} more={code} />,
  },
  { title: promotionWords.upline, show: ({ uplineName }) => uplineName ?? '—' },
  { title: promotionWords.juniors, align: 'end', show: ({ juniors }) => number(juniors) },
  { title: promotionWords.lines, align: 'end', show: ({ orders }) => number(orders) },
  { title: promotionWords.earned1, align: 'end', show: ({ level1 }) => sayMoney(level1) },
  { title: promotionWords.earned2, align: 'end', show: ({ level2 }) => sayMoney(level2) },
];

/** Who brought whom, and what it came to. */
export function Lineage(): ReactNode {
  const { lineage } = useWords(promotionWords);
  return (
    <DataTable<LineageItem>
      label={lineage}
      path="/promoters/lineage"
      rowKey={({ userId }) => userId}
      columns={lineageColumns}
    />
  );
}

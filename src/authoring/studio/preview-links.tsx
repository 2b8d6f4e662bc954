import { fill } from '#kernel/locale.ts';
import { CopyOutlined } from '@ant-design/icons';
import { Alert, App, Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import type { NewPreviewLink, PreviewLinkItem, PreviewLinkMade } from '#authoring/schema.ts';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { TwoLines } from '#studio/state-tag.tsx';
import { commonWords } from '#studio/words.ts';
import './authoring.css';
import { shareWords } from './words.ts';

const days = [1, 7, 30, 90] as const;

/** Addresses that show a draft: makes them, shows each once, ends them. */
export function PreviewLinks({
  work,
  onClose,
}: {
  work: WorkDetail;
  onClose: () => void;
}): ReactNode {
  const words = useWords(shareWords);
  const [made, setMade] = useState<PreviewLinkMade>();
  return (
    <Modal open width={960} title={words.title} footer={null} onCancel={onClose}>
      <div className="stack">
        <p className="quiet">{words.lead}</p>
        <NewLink work={work} onMade={setMade} />
        {made && <Made key={made.id} link={made} />}
        <Links workId={work.id} />
      </div>
    </Modal>
  );
}

interface LinkFields {
  readonly label?: string;
  readonly lessonId: string;
  readonly days: number;
}

function NewLink({
  work,
  onMade,
}: {
  work: WorkDetail;
  onMade: (link: PreviewLinkMade) => void;
}): ReactNode {
  const words = useWords(shareWords);
  const path = `/works/${work.id}/preview-links`;
  const deed = useDeed((body: NewPreviewLink) => ask<PreviewLinkMade>('POST', path, { body }), {
    done: words.made,
    refreshes: [path],
    next: onMade,
  });
  const lessons = work.chapters.map(({ title, lessons: own }) => ({
    label: title,
    options: own.map((lesson) => ({ value: lesson.id, label: lesson.title })),
  }));
  return (
    <Form<LinkFields>
      layout="vertical"
      requiredMark={false}
      initialValues={{ lessonId: '', days: 7 }}
      onFinish={({ label = '', lessonId, days: forDays }) =>
        void deed.run({ label, lessonId: lessonId || null, days: forDays })
      }
    >
      <div className="form-row">
        <Form.Item name="label" label={words.label}>
          <Input maxLength={60} placeholder={words.labelHint} />
        </Form.Item>
        <Form.Item name="lessonId" label={words.what}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[{ value: '', label: words.whole }, ...lessons]}
          />
        </Form.Item>
        <Form.Item name="days" label={words.days}>
          <Select options={days.map((n) => ({ value: n, label: fill(words.forDays, { n }) }))} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={deed.isBusy} className="form-row-button">
          {words.make}
        </Button>
      </div>
    </Form>
  );
}

/** The address that was just made: it is told this once. */
function Made({ link }: { link: PreviewLinkMade }): ReactNode {
  const words = useWords(shareWords);
  const common = useWords(commonWords);
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(link.address);
    message.success(common.copied);
  };
  return (
    <Alert
      type="success"
      showIcon
      title={words.once}
      description={
        <div className="row">
          <Input
            readOnly
            className="link-address"
            aria-label={words.address}
            value={link.address}
            onFocus={(event) => event.target.select()}
          />
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {common.copy}
          </Button>
        </div>
      }
    />
  );
}

function Links({ workId }: { workId: string }): ReactNode {
  const words = useWords(shareWords);
  const confirm = useConfirm();
  const path = `/works/${workId}/preview-links`;
  const end = useDeed((id: string) => ask('DELETE', `/preview-links/${id}`), {
    done: words.ended,
    refreshes: [path],
  });
  return (
    <DataTable<PreviewLinkItem>
      label={words.links}
      path={path}
      rowKey={({ id }) => id}
      columns={columns}
      hasCsv={false}
      empty={words.none}
      actions={({ id, label, isOpen }) =>
        isOpen && (
          <Button
            size="small"
            danger
            onClick={() =>
              confirm({
                title: fill(words.endTitle, { who: label || words.somebody }),
                text: words.endText,
                yes: words.end,
                act: () => end.run(id),
              })
            }
          >
            {words.end}
          </Button>
        )
      }
    />
  );
}

const columns: readonly TableColumn<PreviewLinkItem>[] = [
  {
    title: shareWords.label,
    isName: true,
    show: ({ label, lessonTitle }) => <For label={label} lessonTitle={lessonTitle} />,
  },
  { title: shareWords.state, show: (link) => <Standing link={link} /> },
  {
    title: shareWords.expires,
    show: ({ expiresAt }) => <span className="number">{sayInstant(expiresAt)}</span>,
  },
  {
    title: shareWords.seen,
    show: ({ seenAt }) => <span className="number">{sayInstant(seenAt)}</span>,
  },
];

function For({ label, lessonTitle }: Pick<PreviewLinkItem, 'label' | 'lessonTitle'>): ReactNode {
  const words = useWords(shareWords);
  return <TwoLines main={label || words.somebody} more={lessonTitle ?? words.whole} />;
}

function Standing({ link }: { link: PreviewLinkItem }): ReactNode {
  const words = useWords(shareWords);
  if (link.isOpen) return <Tag color="success">{words.works}</Tag>;
  return <Tag>{link.endedAt ? words.wasEnded : words.expired}</Tag>;
}

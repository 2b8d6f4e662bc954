import { Button, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SubmissionDetail } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { fill, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { PublishTime, type PublishAt } from './publish-time.tsx';
import { reviewWords } from './words.ts';

const refreshes = ['/submissions', '/works', '/plans'];

/** What a reviewer may do with what was handed in. */
export function Decision({ submission }: { submission: SubmissionDetail }): ReactNode {
  const words = useWords(reviewWords);
  const [open, setOpen] = useState<'approve' | 'return'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button danger onClick={() => setOpen('return')}>
        {words.back}
      </Button>
      <Button type="primary" onClick={() => setOpen('approve')}>
        {words.approve}
      </Button>
      {open === 'approve' && <ApproveDialog submission={submission} onClose={close} />}
      {open === 'return' && <ReturnDialog submission={submission} onClose={close} />}
    </>
  );
}

interface DialogProps {
  submission: SubmissionDetail;
  onClose: () => void;
}

/** The time that its creator asked for, unless it has gone by. */
function askedFor({ publishAt }: SubmissionDetail): string | null {
  return publishAt && Date.parse(publishAt) > Date.now() ? publishAt : null;
}

function ApproveDialog({ submission, onClose }: DialogProps): ReactNode {
  const words = useWords(reviewWords);
  const common = useWords(commonWords);
  const [at, setAt] = useState<PublishAt>(() => askedFor(submission));
  const deed = useDeed(
    (publishAt: string | null) =>
      ask('PUT', `/submissions/${submission.id}/approval`, { body: { publishAt } }),
    { done: at === null ? words.approved : words.approvedFor, refreshes },
  );
  return (
    <Modal
      open
      title={fill(words.approveTitle, { title: submission.workTitle })}
      okText={at === null ? words.approve : words.approveFor}
      okButtonProps={{ disabled: at === undefined }}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        if (at !== undefined && (await deed.run(at))) onClose();
      }}
      onCancel={onClose}
    >
      <div className="stack">
        <PublishTime now={words.publishNow} value={at} onChange={setAt} />
        <p className="quiet">{at === null ? words.approveText : words.approveForText}</p>
      </div>
    </Modal>
  );
}

function ReturnDialog({ submission, onClose }: DialogProps): ReactNode {
  const words = useWords(reviewWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<{ reasons: string }>();
  const deed = useDeed(
    (reasons: string) => ask('PUT', `/submissions/${submission.id}/return`, { body: { reasons } }),
    { done: words.returned, refreshes },
  );
  return (
    <Modal
      open
      title={fill(words.backTitle, { title: submission.workTitle })}
      okText={words.back}
      okButtonProps={{ danger: true }}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields && (await deed.run(fields.reasons))) onClose();
      }}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item
          name="reasons"
          label={words.backReasons}
          rules={[{ required: true, whitespace: true, message: common.needed }]}
        >
          <Input.TextArea rows={5} maxLength={4000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

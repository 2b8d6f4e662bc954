import { fill } from '#kernel/locale.ts';
import { Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SubmissionDetail } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { points, type Mark, type Point } from '../types.ts';
import { pointWords } from '../words.ts';
import { emptyMarks, Marks, marksOf, type MarkFields } from './marks.tsx';
import { PublishTime, type PublishAt } from './publish-time.tsx';
import { reviewWords, stageStudioWords } from './words.ts';

const refreshes = ['/submissions', '/works', '/plans'];

/** What a reviewer may do with what was handed in. */
export function Decision({ submission }: { submission: SubmissionDetail }): ReactNode {
  const words = useWords(reviewWords);
  const { passOn } = useWords(stageStudioWords);
  const [open, setOpen] = useState<'approve' | 'return'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button danger onClick={() => setOpen('return')}>
        {words.back}
      </Button>
      <Button type="primary" onClick={() => setOpen('approve')}>
        {isLast(submission) ? words.approve : passOn}
      </Button>
      {open === 'approve' && <ApproveDialog submission={submission} onClose={close} />}
      {open === 'return' && <ReturnDialog submission={submission} onClose={close} />}
    </>
  );
}

/** Whether what passes now is published. */
function isLast({ stage, needsDeep }: SubmissionDetail): boolean {
  return stage === 'deep' || !needsDeep;
}

interface DialogProps {
  submission: SubmissionDetail;
  onClose: () => void;
}

interface Found {
  readonly verdict: 'passed' | 'returned';
  readonly failed?: readonly Point[];
  readonly marks?: readonly Mark[];
  readonly reasons?: string;
  readonly publishAt?: string | null;
}

function useVerdict({ id, stage }: SubmissionDetail, done: string) {
  return useDeed(
    (found: Found) => {
      const { failed = [], marks = [], ...rest } = found;
      const body = stage === 'first' ? { ...rest, failed } : { ...rest, marks };
      return ask('PUT', `/submissions/${id}/${stage}-review`, { body });
    },
    { done, refreshes },
  );
}

/** The time that its creator asked for, unless it has gone by. */
function askedFor({ publishAt }: SubmissionDetail): string | null {
  return publishAt && Date.parse(publishAt) > Date.now() ? publishAt : null;
}

/** What the approval does, in the words of its button, its text and its answer. */
function useOutcome(submission: SubmissionDetail, at: PublishAt) {
  const words = useWords(reviewWords);
  const stages = useWords(stageStudioWords);
  if (!isLast(submission))
    return { yes: stages.passOn, text: stages.passOnText, done: stages.passedOn };
  return at === null
    ? { yes: words.approve, text: words.approveText, done: words.approved }
    : { yes: words.approveFor, text: words.approveForText, done: words.approvedFor };
}

function ApproveDialog({ submission, onClose }: DialogProps): ReactNode {
  const words = useWords(reviewWords);
  const stages = useWords(stageStudioWords);
  const common = useWords(commonWords);
  const [at, setAt] = useState<PublishAt>(() => askedFor(submission));
  const [checked, setChecked] = useState<readonly Point[]>([]);
  const [form] = Form.useForm<MarkFields>();
  const { yes, text, done } = useOutcome(submission, at);
  const deed = useVerdict(submission, done);
  const isFirst = submission.stage === 'first';
  const isReady = at !== undefined && (!isFirst || checked.length === points.length);
  const pass = async () => {
    const fields = await form.validateFields().catch(() => undefined);
    if (at === undefined || !fields) return;
    const marks = isFirst ? [] : marksOf(fields);
    if (await deed.run({ verdict: 'passed', marks, publishAt: at })) onClose();
  };
  return (
    <Modal
      open
      title={fill(words.approveTitle, { title: submission.workTitle })}
      okText={yes}
      okButtonProps={{ disabled: !isReady }}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={pass}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={emptyMarks}>
        <div className="stack">
          {isFirst ? (
            <Points legend={stages.points} value={checked} onChange={setChecked}>
              <Button size="small" onClick={() => setChecked(points)}>
                {stages.allFine}
              </Button>
            </Points>
          ) : (
            <Marks isPassing />
          )}
          {isLast(submission) && <PublishTime now={words.publishNow} value={at} onChange={setAt} />}
          <p className="quiet">{text}</p>
        </div>
      </Form>
    </Modal>
  );
}

/** The checklist of a first review, to be ticked; what a form adds of its own says nothing to a group of boxes. */
export function Points({
  legend,
  value = nothing,
  onChange,
  children,
}: {
  legend: string;
  value?: readonly Point[];
  onChange?: (checked: readonly Point[]) => void;
  children?: ReactNode;
}): ReactNode {
  const { locale } = usePreferences();
  return (
    <fieldset className="points">
      <legend>{legend}</legend>
      <Checkbox.Group<Point>
        value={[...value]}
        {...(onChange ? { onChange } : {})}
        options={points.map((point) => ({ value: point, label: pointWords[point][locale] }))}
      />
      {children}
    </fieldset>
  );
}

const nothing: readonly Point[] = [];

interface ReturnFields extends MarkFields {
  readonly reasons: string;
  readonly failed?: Point[];
}

function ReturnDialog({ submission, onClose }: DialogProps): ReactNode {
  const words = useWords(reviewWords);
  const stages = useWords(stageStudioWords);
  const common = useWords(commonWords);
  const deed = useVerdict(submission, words.returned);
  const isFirst = submission.stage === 'first';
  const giveBack = ({ reasons, failed = [], ...fields }: ReturnFields) => {
    const marks = isFirst ? [] : marksOf(fields);
    return deed.run({ verdict: 'returned', failed, marks, reasons });
  };
  return (
    <FormDialog<ReturnFields>
      title={fill(words.backTitle, { title: submission.workTitle })}
      yes={words.back}
      isDangerous
      initialValues={emptyMarks}
      deed={{ isBusy: deed.isBusy, run: giveBack }}
      onClose={onClose}
    >
      {isFirst ? (
        <Form.Item name="failed" rules={[{ required: true, message: stages.needPoint }]}>
          <Points legend={stages.failedPoints} />
        </Form.Item>
      ) : (
        <Marks isPassing={false} />
      )}
      <Form.Item
        name="reasons"
        label={words.backReasons}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={4} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}

import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import type { FapiaoItem } from '#invoice/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { FileField, sendFile } from './file-field.tsx';
import { fapiaoWords } from './words.ts';

interface Props {
  readonly item: FapiaoItem;
  readonly onClose: () => void;
}

interface Document {
  readonly number: string;
  readonly issuedOn: Dayjs;
  readonly link?: string;
}

const bodyOf = ({ number, issuedOn }: Document) => ({
  number,
  issuedOn: issuedOn.format('YYYY-MM-DD'),
});

/** The number and the date of a document of the tax office. */
function DocumentFields({ label }: { readonly label: string }): ReactNode {
  const words = useWords(fapiaoWords);
  const { needed } = useWords(commonWords);
  return (
    <>
      <Form.Item
        name="number"
        label={label}
        extra={words.numberHelp}
        rules={[{ required: true, pattern: /^\s*(\d{18}|\d{20})\s*$/, message: words.badNumber }]}
      >
        <Input inputMode="numeric" maxLength={24} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="issuedOn"
        label={words.issuedOn}
        rules={[{ required: true, message: needed }]}
      >
        <DatePicker allowClear={false} />
      </Form.Item>
    </>
  );
}

/** Writes down a fapiao that was issued, with its file or a link to it. */
export function IssueDialog({ item: { id, title, amount }, onClose }: Props): ReactNode {
  const words = useWords(fapiaoWords);
  const [file, setFile] = useState<File>();
  const deed = useDeed(
    async (fields: Document) => {
      const body = { ...bodyOf(fields), amount, link: fields.link?.trim() ?? '' };
      await ask('PUT', `/fapiao/${id}/issue`, { body });
      if (file) await sendFile(id, file);
    },
    { done: words.issued, refreshes: ['/fapiao'] },
  );
  return (
    <FormDialog
      title={fill(words.issueTitle, { title })}
      yes={words.issue}
      deed={deed}
      initialValues={{ issuedOn: dayjs() }}
      onClose={onClose}
    >
      <p>{fill(words.issueText, { amount: sayMoney(amount) })}</p>
      <DocumentFields label={words.number} />
      <FileField file={file} onFile={setFile} />
      <Form.Item
        name="link"
        label={words.link}
        rules={[{ pattern: /^\s*https:\/\/\S+\s*$/, message: words.badLink }]}
      >
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
    </FormDialog>
  );
}

/** Writes down a red letter: of several that are owed the oldest. */
export function RedDialog({ item: { title, number, letters }, onClose }: Props): ReactNode {
  const words = useWords(fapiaoWords);
  const owed = letters.find((letter) => letter.number === null);
  const deed = useDeed(
    (fields: Document) => ask('PUT', `/red-letters/${owed?.id}/issue`, { body: bodyOf(fields) }),
    { done: words.reddened, refreshes: ['/fapiao'] },
  );
  return (
    <FormDialog
      title={fill(words.redTitle, { title })}
      yes={words.red}
      deed={deed}
      initialValues={{ issuedOn: dayjs() }}
      onClose={onClose}
    >
      <p>{fill(words.redText, { number: number ?? '', amount: sayMoney(owed?.amount) })}</p>
      <DocumentFields label={words.redNumber} />
    </FormDialog>
  );
}

/** Puts the file of a fapiao in place. */
export function FileDialog({ item: { id, title }, onClose }: Props): ReactNode {
  const words = useWords(fapiaoWords);
  const [file, setFile] = useState<File>();
  const deed = useDeed((_fields: object) => sendFile(id, file!), {
    done: words.filed,
    refreshes: ['/fapiao'],
  });
  return (
    <FormDialog
      title={fill(words.putFileTitle, { title })}
      yes={words.putFile}
      deed={deed}
      onClose={onClose}
    >
      <FileField file={file} onFile={setFile} isNeeded />
    </FormDialog>
  );
}

/** Refuses a request, with a reason. */
export function RefuseDialog({ item: { id, title }, onClose }: Props): ReactNode {
  const words = useWords(fapiaoWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    ({ reason }: { reason: string }) =>
      ask('PUT', `/fapiao/${id}/refusal`, { body: { reason: reason.trim() } }),
    { done: words.refused, refreshes: ['/fapiao'] },
  );
  return (
    <FormDialog
      title={fill(words.refuseTitle, { title })}
      yes={words.refuse}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={words.reason}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={3} maxLength={300} showCount />
      </Form.Item>
    </FormDialog>
  );
}

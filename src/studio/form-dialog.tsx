import { Form, Modal, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import type { Deed } from './deed.tsx';
import { useWords } from './preferences.tsx';
import { commonWords } from './words.ts';

interface Props<Fields> {
  readonly title: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly isDangerous?: boolean;
  readonly deed: Pick<Deed<Fields>, 'isBusy' | 'run'>;
  /** What stands in the fields at first. */
  readonly initialValues?: Partial<Fields>;
  /** Where somebody else looks at the fields, too. */
  readonly form?: FormInstance<Fields>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with a form: it does `deed` with what is valid, and closes when that went well. */
export function FormDialog<Fields extends object>(props: Props<Fields>): ReactNode {
  const { title, yes, isDangerous = false, deed, initialValues, onClose, children } = props;
  const { cancel } = useWords(commonWords);
  const [form] = Form.useForm<Fields>(props.form);
  return (
    <Modal
      open
      title={title}
      okText={yes}
      okButtonProps={{ danger: isDangerous }}
      cancelText={cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields && (await deed.run(fields))) onClose();
      }}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        {...(initialValues ? { initialValues } : {})}
      >
        {children}
      </Form>
    </Modal>
  );
}

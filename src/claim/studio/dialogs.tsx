import { fill } from '#kernel/locale.ts';
import { Checkbox, Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { ClaimItem } from '#claim/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { claimWords } from './words.ts';

interface Props {
  readonly claim: ClaimItem;
  readonly onClose: () => void;
}

interface Decision {
  readonly deed: 'dismiss' | 'take_down';
  readonly answer: string;
}

/** Dismissing a claim, or taking the work down for it, with reasons. */
export function DecideDialog({ claim: { id, workTitle, reasons }, onClose }: Props): ReactNode {
  const words = useWords(claimWords);
  const common = useWords(commonWords);
  const deed = useDeed((body: Decision) => ask('PUT', `/claims/${id}/decision`, { body }), {
    done: words.decided,
    refreshes: ['/claims', '/takedowns', '/works'],
  });
  return (
    <FormDialog
      title={fill(words.decideTitle, { title: workTitle })}
      yes={words.decide}
      deed={deed}
      onClose={onClose}
    >
      <p className="wraps">{reasons}</p>
      <Form.Item name="deed" rules={[{ required: true, message: common.needed }]}>
        <Radio.Group
          aria-label={words.outcome}
          className="points"
          options={[
            { value: 'take_down', label: words.takeDown },
            { value: 'dismiss', label: words.dismiss },
          ]}
        />
      </Form.Item>
      <p className="quiet">{words.takeDownText}</p>
      <Form.Item
        name="answer"
        label={words.answer}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={4} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}

interface Counter {
  readonly words: string;
  readonly name: string;
  readonly signature: string;
  readonly isTrue: boolean;
}

/** What a creator says against a claim, once, with the statements it needs. */
export function CounterDialog({ claim: { id, workTitle }, onClose }: Props): ReactNode {
  const words = useWords(claimWords);
  const common = useWords(commonWords);
  const deed = useDeed((body: Counter) => ask('POST', `/claims/${id}/counter-notice`, { body }), {
    done: words.countered,
    refreshes: ['/claims'],
  });
  const needed = [{ required: true, whitespace: true, message: common.needed }];
  return (
    <FormDialog
      title={fill(words.counterTitle, { title: workTitle })}
      yes={words.counter}
      deed={deed}
      onClose={onClose}
    >
      <p className="quiet">{words.counterText}</p>
      <Form.Item name="words" label={words.words} rules={needed}>
        <Input.TextArea rows={5} maxLength={4000} showCount />
      </Form.Item>
      <Form.Item name="name" label={words.name} rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="signature" label={words.signature} rules={needed}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="isTrue"
        valuePropName="checked"
        rules={[{ type: 'enum', enum: [true], required: true, message: common.needed }]}
      >
        <Checkbox>{words.isTrue}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
}

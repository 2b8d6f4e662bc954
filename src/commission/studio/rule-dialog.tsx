import { fill } from '#kernel/locale.ts';
import { Alert, Form, Input, InputNumber, Select } from 'antd';
import type { FormInstance } from 'antd';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import { useCategoryOptions } from '#catalog/studio/face-form.tsx';
import type { NewRule, RuleItem } from '#commission/schema.ts';
import type { UserItem } from '#identity/schema.ts';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { PlainSelect } from '#studio/plain-select.tsx';
import { hundredths, sayPercent } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { ruleScopes, type RuleScope } from '../types.ts';
import { ruleScopeWords } from '../words.ts';
import { commissionWords } from './words.ts';

interface Fields {
  readonly scope: RuleScope;
  readonly subjectId?: string;
  readonly percent: number;
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
}

function bodyOf({ scope, subjectId, percent, from, until, note = '' }: Fields): NewRule {
  return {
    scope,
    bps: hundredths(percent),
    note: note.trim(),
    ...(subjectId ? { subjectId } : {}),
    ...(from ? { startsAt: startOfBusinessDay(from).toISOString() } : {}),
    // The day that is named is the last one.
    ...(until ? { endsAt: after(startOfBusinessDay(until), day).toISOString() } : {}),
  };
}

/** A new rule; what it replaces is said before it is set. */
export function RuleDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(commissionWords);
  const [form] = Form.useForm<Fields>();
  const deed = useDeed(
    (fields: Fields) => ask('POST', '/commission-rules', { body: bodyOf(fields) }),
    { done: words.begun, refreshes: ['/commission-rules', '/works', '/creators'] },
  );
  return (
    <FormDialog
      title={words.begin}
      yes={words.set}
      deed={deed}
      form={form}
      initialValues={{ scope: 'creator' }}
      onClose={onClose}
    >
      <Subject form={form} />
      <Terms />
      <Form.Item name="note" label={words.note} extra={words.noteHelp}>
        <Input maxLength={200} />
      </Form.Item>
      <Effect form={form} />
    </FormDialog>
  );
}

function Subject({ form }: { form: FormInstance<Fields> }): ReactNode {
  const words = useWords(commissionWords);
  const scopes = useWords(ruleScopeWords);
  const { needed } = useWords(commonWords);
  const scope = Form.useWatch('scope', form) ?? 'creator';
  return (
    <>
      <Form.Item name="scope" label={words.about}>
        <Select
          options={ruleScopes.toReversed().map((value) => ({ value, label: scopes[value] }))}
          onChange={() => form.setFieldValue('subjectId', undefined)}
        />
      </Form.Item>
      {scope !== 'site' && (
        <Form.Item
          name="subjectId"
          label={fill(words.which, { scope: scopes[scope].toLowerCase() })}
          rules={[{ required: true, message: needed }]}
        >
          <Finder key={scope} scope={scope} />
        </Form.Item>
      )}
    </>
  );
}

interface FinderProps {
  readonly scope: Exclude<RuleScope, 'site'>;
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string | undefined) => void;
}

function Finder({ scope, ...field }: FinderProps): ReactNode {
  if (scope === 'category') return <CategorySelect {...field} />;
  if (scope === 'creator') {
    return (
      <FindSelect<UserItem>
        path="/users"
        by="text"
        always={{ role: 'creator' }}
        idOf={({ id }) => id}
        nameOf={({ name, email }) => [name, email].filter(Boolean).join(' · ')}
        {...field}
      />
    );
  }
  return (
    <FindSelect<WorkItem>
      path="/works"
      by="text"
      idOf={({ id }) => id}
      nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
      {...field}
    />
  );
}

function CategorySelect(field: Omit<FinderProps, 'scope'>): ReactNode {
  return <PlainSelect options={useCategoryOptions()} {...field} />;
}

function Terms(): ReactNode {
  const words = useWords(commissionWords);
  return (
    <>
      <Form.Item
        name="percent"
        label={words.ratePercent}
        rules={[{ required: true, type: 'number', min: 0, max: 100, message: words.badRate }]}
      >
        <InputNumber min={0} max={100} precision={2} suffix="%" />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="from" label={words.from} extra={words.fromHelp}>
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="until"
          label={words.until}
          extra={words.untilHelp}
          dependencies={['from']}
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, until?: string) => {
                const from = getFieldValue('from') as string | undefined;
                if (from && until && until < from) throw new Error(words.badTerm);
              },
            }),
          ]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    </>
  );
}

/** What is true now of the subject that was chosen, and what a new rule does to it. */
function Effect({ form }: { form: FormInstance<Fields> }): ReactNode {
  const words = useWords(commissionWords);
  const scope = Form.useWatch('scope', form) ?? 'creator';
  const subjectId = Form.useWatch('subjectId', form);
  const isChosen = scope === 'site' || subjectId !== undefined;
  const { data } = useAsk<Page<RuleItem>>(
    '/commission-rules',
    { scope, state: 'in_force', ...(scope === 'site' ? {} : { subjectId }), limit: 1 },
    { isOn: isChosen },
  );
  if (!isChosen || !data) return null;
  const present = data.items[0];
  const title = present
    ? fill(words.replaces, { percent: sayPercent(present.bps) })
    : words.replacesNone;
  return <Alert type="info" showIcon title={`${title} ${words.bindsLater}`} />;
}

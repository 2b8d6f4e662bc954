import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState, type ComponentType, type ReactNode } from 'react';
import type { CategoryList, WorkDetail } from '#catalog/schema.ts';
import type { z } from 'zod';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { useUnsaved } from '#studio/unsaved.tsx';
import { commonWords } from '#studio/words.ts';
import { isLearnedInRow } from '../rules/kinds.ts';
import { CoverField } from './cover-field.tsx';
import { levelWords, workWords } from './words.ts';

const named = [
  'title',
  'subtitle',
  'summary',
  'description',
  'titleEn',
  'subtitleEn',
  'summaryEn',
  'descriptionEn',
  'coverId',
  'categoryId',
  'tags',
  'level',
  'language',
  'plannedCount',
  'isInOrder',
] as const;
type Fields = Pick<WorkDetail, (typeof named)[number]>;

function fieldsOf(work: WorkDetail): Fields {
  return Object.fromEntries(named.map((name) => [name, work[name]])) as unknown as Fields;
}

/** A field for the text of a work. */
export type TextFieldOf = ComponentType<{
  workId: string;
  label: string;
  isLocked: boolean;
  value?: string;
  onChange?: (text: string) => void;
}>;

/** What a work says of itself: its draft as a form. */
export function FaceForm({
  work,
  TextField,
}: {
  work: WorkDetail;
  /** Where its description is written. */
  TextField: TextFieldOf;
}): ReactNode {
  const words = useWords(workWords);
  const common = useWords(commonWords);
  const [isChanged, setChanged] = useState(false);
  useUnsaved(isChanged);
  const canEdit = work.may.edit && !work.isSubmitted;
  const deed = useDeed(
    (fields: Fields) =>
      ask('PATCH', `/works/${work.id}`, {
        body: {
          ...fields,
          categoryId: fields.categoryId ?? null,
          coverId: fields.coverId ?? null,
          plannedCount: fields.plannedCount ?? null,
          version: work.version,
        },
      }),
    { done: common.saved, refreshes: ['/works'], next: () => setChanged(false) },
  );
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={fieldsOf(work)}
      disabled={!canEdit}
      onValuesChange={() => setChanged(true)}
      onFinish={(fields) => void deed.run(fields)}
    >
      <Names />
      <Form.Item name="coverId" label={words.cover} extra={words.coverHelp}>
        <CoverField isLocked={!canEdit} />
      </Form.Item>
      <Form.Item name="description" label={words.description}>
        <TextField workId={work.id} label={words.description} isLocked={!canEdit} />
      </Form.Item>
      {work.kind === 'series' && <Plan />}
      {isLearnedInRow(work.kind) && <InOrder />}
      <Shelving />
      <EnglishWords />
      <Form.Item name="descriptionEn" label={words.descriptionEn}>
        <TextField workId={work.id} label={words.descriptionEn} isLocked={!canEdit} />
      </Form.Item>
      {canEdit && (
        <Button type="primary" htmlType="submit" disabled={!isChanged} loading={deed.isBusy}>
          {common.save}
        </Button>
      )}
    </Form>
  );
}

function Names(): ReactNode {
  const words = useWords(workWords);
  const common = useWords(commonWords);
  return (
    <>
      <Form.Item
        name="title"
        label={words.title}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="subtitle" label={words.subtitle}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="summary" label={words.summary} extra={words.summaryHelp}>
        <Input.TextArea maxLength={500} showCount rows={2} className="grows" />
      </Form.Item>
    </>
  );
}

/** How many issues a series means to have. */
function Plan(): ReactNode {
  const words = useWords(workWords);
  return (
    <Form.Item name="plannedCount" label={words.plannedCount} extra={words.plannedCountHelp}>
      <InputNumber min={1} max={10_000} precision={0} />
    </Form.Item>
  );
}

/** Whether each item is open only to who has done the one before. */
function InOrder(): ReactNode {
  const words = useWords(workWords);
  return (
    <Form.Item
      name="isInOrder"
      label={words.inOrder}
      extra={words.inOrderHelp}
      valuePropName="checked"
    >
      <Switch aria-label={words.inOrder} />
    </Form.Item>
  );
}

function EnglishWords(): ReactNode {
  const words = useWords(workWords);
  return (
    <>
      <Form.Item name="titleEn" label={words.titleEn}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="subtitleEn" label={words.subtitleEn}>
        <Input maxLength={400} />
      </Form.Item>
      <Form.Item name="summaryEn" label={words.summaryEn}>
        <Input.TextArea maxLength={1000} rows={2} className="grows" />
      </Form.Item>
    </>
  );
}

/** Where a work stands: category, tags, level, language. */
function Shelving(): ReactNode {
  const words = useWords(workWords);
  const levels = useWords(levelWords);
  const categories = useCategoryOptions();
  return (
    <>
      <Form.Item name="categoryId" label={words.category}>
        <Select allowClear options={categories} />
      </Form.Item>
      <Form.Item name="tags" label={words.tags} extra={words.tagsHelp}>
        <Select
          mode="tags"
          maxCount={10}
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、']}
        />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="level" label={words.level}>
          <Select options={Object.entries(levels).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="language" label={words.language}>
          <Select
            options={[
              { value: 'zh', label: words.zh },
              { value: 'en', label: words.en },
            ]}
          />
        </Form.Item>
      </div>
    </>
  );
}

/** Categories with those above them, as a field offers them. */
export function useCategoryOptions(): { value: string; label: string }[] {
  const { locale } = usePreferences();
  const { data } = useAsk<z.infer<typeof CategoryList>>('/categories');
  const items = data?.items ?? [];
  const byId = new Map(items.map((item) => [item.id, item]));
  return items.map((item) => {
    const parent = item.parentId === null ? undefined : byId.get(item.parentId);
    const name = (of: typeof item) => (locale === 'zh' ? of.nameZh : of.nameEn);
    return { value: item.id, label: parent ? `${name(parent)} / ${name(item)}` : name(item) };
  });
}

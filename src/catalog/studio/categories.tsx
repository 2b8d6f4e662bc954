import { fill } from '#kernel/locale.ts';
import { Button, Form, Input, InputNumber, Modal, Select, Table, type FormInstance } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CategoryItem, CategoryList, NewCategory } from '#catalog/schema.ts';
import type { z } from 'zod';
import { ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { categoryWords } from './words.ts';

type Category = z.infer<typeof CategoryItem>;
type Branch = Category & { children?: Branch[] };

/** Categories below those that hold them. */
function treeOf(items: readonly Category[], parentId: string | null = null): Branch[] {
  const branches: Branch[] = [];
  for (const item of items) {
    if (item.parentId !== parentId) continue;
    const children = treeOf(items, item.id);
    branches.push(children.length > 0 ? { ...item, children } : item);
  }
  return branches;
}

/** The shelves of the catalogue. */
export function CategoriesScreen(): ReactNode {
  const { categories } = useWords(sectionWords);
  const words = useWords(categoryWords);
  const query = useAsk<z.infer<typeof CategoryList>>('/categories');
  const [editing, setEditing] = useState<Category | 'new'>();
  return (
    <Screen
      title={categories}
      lead={words.lead}
      actions={
        <Button type="primary" onClick={() => setEditing('new')}>
          {words.add}
        </Button>
      }
    >
      <Answer of={query}>
        {({ items }) => (
          <>
            <CategoryTable items={items} onEdit={setEditing} />
            {editing && (
              <CategoryDialog
                category={editing === 'new' ? undefined : editing}
                items={items}
                onClose={() => setEditing(undefined)}
              />
            )}
          </>
        )}
      </Answer>
    </Screen>
  );
}

/** Columns for which a phone has no room; the form shows them. */
const onWide: ['md'] = ['md'];

function CategoryTable({
  items,
  onEdit,
}: {
  items: readonly Category[];
  onEdit: (category: Category) => void;
}): ReactNode {
  const { locale } = usePreferences();
  const common = useWords(commonWords);
  const remove = useRemove();
  const { categories } = useWords(sectionWords);
  return (
    // A wide table scrolls by itself, for the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-scroll" tabIndex={0} aria-label={categories}>
      <Table<Branch>
        size="middle"
        rowKey="id"
        pagination={false}
        dataSource={treeOf(items)}
        expandable={{ defaultExpandAllRows: true }}
        columns={[
          { title: categoryWords.nameZh[locale], dataIndex: 'nameZh', rowScope: 'row' },
          { title: categoryWords.nameEn[locale], dataIndex: 'nameEn', responsive: onWide },
          {
            title: categoryWords.slug[locale],
            dataIndex: 'slug',
            responsive: onWide,
            render: (slug: string) => <code>{slug}</code>,
          },
          {
            title: categoryWords.position[locale],
            dataIndex: 'position',
            align: 'end',
            responsive: onWide,
          },
          {
            title: common.actions,
            align: 'end',
            render: (_: unknown, item: Category) => (
              <div className="row-actions">
                <Button size="small" onClick={() => onEdit(item)}>
                  {common.edit}
                </Button>
                <Button size="small" danger onClick={() => remove(item)}>
                  {common.remove}
                </Button>
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}

function useRemove(): (category: Category) => void {
  const words = useWords(categoryWords);
  const { remove } = useWords(commonWords);
  const { locale } = usePreferences();
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `/categories/${id}`), {
    refreshes: ['/categories'],
  });
  return ({ id, nameZh, nameEn }) =>
    confirm({
      title: fill(words.removeTitle, { name: locale === 'zh' ? nameZh : nameEn }),
      text: words.removeText,
      yes: remove,
      act: () => deed.run(id),
    });
}

function CategoryDialog({
  category,
  items,
  onClose,
}: {
  category: Category | undefined;
  items: readonly Category[];
  onClose: () => void;
}): ReactNode {
  const words = useWords(categoryWords);
  const common = useWords(commonWords);
  const [form] = Form.useForm<NewCategory>();
  const deed = useDeed(
    (fields: NewCategory) => {
      const body = { ...fields, parentId: fields.parentId ?? null };
      return category
        ? ask('PATCH', `/categories/${category.id}`, { body })
        : ask('POST', '/categories', { body });
    },
    { done: common.saved, refreshes: ['/categories'] },
  );
  return (
    <Modal
      open
      title={category ? words.edit : words.add}
      okText={common.save}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields && (await deed.run(fields))) onClose();
      }}
      onCancel={onClose}
    >
      <CategoryFields form={form} category={category} items={items} />
    </Modal>
  );
}

function CategoryFields({
  form,
  category,
  items,
}: {
  form: FormInstance<NewCategory>;
  category: Category | undefined;
  items: readonly Category[];
}): ReactNode {
  const words = useWords(categoryWords);
  const { needed } = useWords(commonWords);
  const { locale } = usePreferences();
  const rules = [{ required: true, whitespace: true, message: needed }];
  const parents = items.filter(({ id, parentId }) => parentId === null && id !== category?.id);
  return (
    <Form<NewCategory>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={category ?? { position: items.length }}
    >
      <Form.Item name="nameZh" label={words.nameZh} rules={rules}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="nameEn" label={words.nameEn} rules={rules}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="slug" label={words.slug} extra={words.slugHelp} rules={rules}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="parentId" label={words.parent}>
        <Select
          allowClear
          placeholder={words.top}
          options={parents.map(({ id, nameZh, nameEn }) => ({
            value: id,
            label: locale === 'zh' ? nameZh : nameEn,
          }))}
        />
      </Form.Item>
      <Form.Item name="position" label={words.position}>
        <InputNumber min={0} max={10_000} precision={0} />
      </Form.Item>
    </Form>
  );
}

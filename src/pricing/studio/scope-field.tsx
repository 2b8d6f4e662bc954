import { Form, Select, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import type { WorkItem } from '#catalog/schema.ts';
import { useCategoryOptions } from '#catalog/studio/face-form.tsx';
import type { UserItem } from '#identity/schema.ts';
import { FindSelect } from '#studio/find-select.tsx';
import { FindSeveral } from '#studio/find-several.tsx';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { type ScopeInput } from '../schema.ts';
import { scopeKinds } from '../types.ts';
import { scopeWords } from '../words.ts';
import { promotionWords } from './words.ts';

/** What a form asks of a scope. */
export interface ScopeFields {
  readonly scopeKind: ScopeInput['kind'];
  readonly workIds?: string[];
  readonly categoryIds?: string[];
  readonly creatorId?: string;
}

/** What was chosen, as the API takes it; creators name themselves where they choose all of their own. */
export function scopeOf(fields: ScopeFields, ownId: string): ScopeInput {
  const { scopeKind: kind, workIds = [], categoryIds = [], creatorId = ownId } = fields;
  const ids = { all: [], works: workIds, categories: categoryIds, creator: [creatorId] }[kind];
  return { kind, ids };
}

/** Fields that choose what something is about: for creators only of their own. */
export function ScopeField({ form }: { readonly form: FormInstance }): ReactNode {
  const words = useWords(promotionWords);
  const scopes = useWords(scopeWords);
  const { needed } = useWords(commonWords);
  const { may } = useSession();
  const isAny = may('promotion.manage', 'any');
  const kind = Form.useWatch<ScopeInput['kind'] | undefined>('scopeKind', form) ?? 'works';
  const categories = useCategoryOptions();
  const kinds = scopeKinds.filter((one) => isAny || one === 'works' || one === 'creator');
  const rules = [{ required: true, message: needed }];
  return (
    <>
      <Form.Item name="scopeKind" label={words.about}>
        <Select options={kinds.map((value) => ({ value, label: scopes[value] }))} />
      </Form.Item>
      {kind === 'works' && (
        <Form.Item name="workIds" label={words.works} rules={rules}>
          <FindSeveral<WorkItem>
            path="/works"
            nameOf={({ title, creatorName }) => `${title} · ${creatorName}`}
          />
        </Form.Item>
      )}
      {kind === 'categories' && (
        <Form.Item name="categoryIds" label={words.categories} rules={rules}>
          <Select mode="multiple" options={categories} className="fills" />
        </Form.Item>
      )}
      {kind === 'creator' && isAny && (
        <Form.Item name="creatorId" label={words.creator} rules={rules}>
          <FindSelect<UserItem>
            path="/users"
            by="text"
            always={{ role: 'creator' }}
            idOf={({ id }) => id}
            nameOf={({ name, email }) => [name, email].filter(Boolean).join(' · ')}
          />
        </Form.Item>
      )}
    </>
  );
}

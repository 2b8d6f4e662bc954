import { fill } from '#kernel/locale.ts';
import { Button, Card, Form } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { CategoryList } from '#catalog/schema.ts';
import type { UserItem } from '#identity/schema.ts';
import type { Experts } from '#review/schema.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { PlainSelect } from '#studio/plain-select.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { ruleWords } from './words.ts';

const refreshes = ['/review-experts'];

/** Who knows which category. */
export function ExpertsCard(): ReactNode {
  const words = useWords(ruleWords);
  const { may } = useSession();
  const query = useAsk<Experts>('/review-experts');
  const isOwner = may('review-rule.set');
  return (
    <Card title={<h2>{words.experts}</h2>}>
      <div className="stack">
        <p className="quiet">{words.expertsLead}</p>
        <Answer of={query}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{words.noExperts}</p>
            ) : (
              <ul className="facts" aria-label={words.experts}>
                {items.map((expert) => (
                  <Expert
                    key={`${expert.categoryId} ${expert.userId}`}
                    expert={expert}
                    isOwner={isOwner}
                  />
                ))}
              </ul>
            )
          }
        </Answer>
        {isOwner && <Appointing />}
      </div>
    </Card>
  );
}

function Expert({
  expert: { categoryId, categoryName, userId, userName },
  isOwner,
}: {
  expert: Experts['items'][number];
  isOwner: boolean;
}): ReactNode {
  const words = useWords(ruleWords);
  const confirm = useConfirm();
  const deed = useDeed(() => ask('DELETE', `/review-experts/${categoryId}/${userId}`), {
    done: words.dismissed,
    refreshes,
  });
  return (
    <li>
      <span>
        {categoryName} · {userName}
      </span>
      {isOwner && (
        <Button
          size="small"
          danger
          aria-label={`${words.dismiss} ${userName} (${categoryName})`}
          onClick={() =>
            confirm({
              title: fill(words.dismissTitle, { name: userName, category: categoryName }),
              text: words.dismissText,
              yes: words.dismiss,
              act: () => deed.run(),
            })
          }
        >
          {words.dismiss}
        </Button>
      )}
    </li>
  );
}

interface Fields {
  readonly category: string;
  readonly user: string;
}

function Appointing(): ReactNode {
  const words = useWords(ruleWords);
  const { needed } = useWords(commonWords);
  const { locale } = usePreferences();
  const categories = useAsk<z.infer<typeof CategoryList>>('/categories');
  const [form] = Form.useForm<Fields>();
  const deed = useDeed(
    ({ category, user }: Fields) => ask('PUT', `/review-experts/${category}/${user}`),
    { done: words.appointed, refreshes, next: () => form.resetFields() },
  );
  const rules = [{ required: true, message: needed }];
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="form-narrow"
      onFinish={(fields) => void deed.run(fields)}
    >
      <div className="form-pair">
        <Form.Item name="category" label={words.category} rules={rules}>
          <PlainSelect
            options={(categories.data?.items ?? []).map(({ id, nameZh, nameEn }) => ({
              value: id,
              label: locale === 'en' ? nameEn : nameZh,
            }))}
          />
        </Form.Item>
        <Form.Item name="user" label={words.expert} rules={rules}>
          <FindSelect<UserItem>
            path="/users"
            by="text"
            always={{ role: 'reviewer' }}
            nameOf={({ name }) => name}
            idOf={({ id }) => id}
          />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={deed.isBusy}>
        {words.appoint}
      </Button>
    </Form>
  );
}

import { fill } from '#kernel/locale.ts';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { PatternList, TemplateItem } from '#authoring/schema.ts';
import { workKinds, type WorkKind } from '#catalog/types.ts';
import { kindWords } from '#catalog/words.ts';
import { kindAboutWords, workWords } from '#catalog/studio/words.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import './authoring.css';
import { beginWords } from './words.ts';

/** What a work is begun from: nothing, a pattern of the house, or a template of one's own. */
interface Source {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  begin(title: string, kind: WorkKind): Promise<{ id: string }>;
}

/** Begins a work, from nothing or from something. */
export function BeginDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(workWords);
  const common = useWords(commonWords);
  const begin = useWords(beginWords);
  const navigate = useNavigate();
  const sources = useSources();
  const [from, setFrom] = useState('empty');
  const [kind, setKind] = useState<WorkKind>('course');
  const [form] = Form.useForm<{ title: string }>();
  const deed = useDeed(
    (title: string) => (sources.find(({ key }) => key === from) ?? sources[0]!).begin(title, kind),
    {
      done: words.created,
      refreshes: ['/works'],
      next: ({ id }) => void navigate({ to: '/works/$id', params: { id } }),
    },
  );
  return (
    <Modal
      open
      width={640}
      title={words.create}
      okText={words.create}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        const fields = await form.validateFields().catch(() => undefined);
        if (fields) await deed.run(fields.title);
      }}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item
          name="title"
          label={words.title}
          rules={[{ required: true, whitespace: true, message: common.needed }]}
        >
          <Input maxLength={120} showCount />
        </Form.Item>
        <Choice
          label={begin.from}
          value={from}
          choices={sources.map(({ key, title, about }) => ({ key, title, about }))}
          onChange={setFrom}
        />
        {from === 'empty' && <KindField kind={kind} onChange={setKind} />}
      </Form>
    </Modal>
  );
}

/** What the work is; each with what it is for. */
function KindField({
  kind,
  onChange,
}: {
  kind: WorkKind;
  onChange: (kind: WorkKind) => void;
}): ReactNode {
  const words = useWords(workWords);
  const names = useWords(kindWords);
  const about = useWords(kindAboutWords);
  return (
    <Choice
      label={words.kind}
      value={kind}
      choices={workKinds.map((key) => ({ key, title: names[key], about: about[key] }))}
      onChange={onChange}
    />
  );
}

interface ChoiceProps<Key extends string> {
  readonly label: string;
  readonly value: Key;
  readonly choices: readonly {
    readonly key: Key;
    readonly title: string;
    readonly about: string;
  }[];
  readonly onChange: (key: Key) => void;
}

/** One of several, each with a sentence. */
function Choice<Key extends string>({
  label,
  value,
  choices,
  onChange,
}: ChoiceProps<Key>): ReactNode {
  return (
    <Form.Item label={label}>
      <Radio.Group
        className="sources"
        aria-label={label}
        value={value}
        onChange={({ target }) => onChange(target.value as Key)}
        options={choices.map(({ key, title, about }) => ({
          value: key,
          label: (
            <span className="source">
              <span>{title}</span>
              <small>{about}</small>
            </span>
          ),
        }))}
      />
    </Form.Item>
  );
}

function useSources(): readonly Source[] {
  const words = useWords(beginWords);
  const patterns = useAsk<z.infer<typeof PatternList>>('/patterns').data?.items ?? [];
  const templates = useAsk<Page<TemplateItem>>('/templates', { limit: 100 }).data?.items ?? [];
  const empty: Source = {
    key: 'empty',
    title: words.empty,
    about: words.emptyAbout,
    begin: (title, kind) => ask('POST', '/works', { body: { title, kind } }),
  };
  return [
    empty,
    ...patterns.map(({ pattern, title, about }) => ({
      key: pattern,
      title: fill(words.pattern, { title }),
      about,
      begin: (own: string) =>
        ask<{ id: string }>('POST', '/works/from-pattern', { body: { pattern, title: own } }),
    })),
    ...templates.map(({ id, title, lessonCount }) => ({
      key: id,
      title: fill(words.template, { title }),
      about: fill(words.templateAbout, { n: lessonCount }),
      begin: (own: string) =>
        ask<{ id: string }>('POST', `/works/${id}/copies`, { body: { title: own } }),
    })),
  ];
}

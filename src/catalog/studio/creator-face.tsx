import { useParams } from '@tanstack/react-router';
import { Button, Card, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import type { CreatorItem } from '#catalog/schema.ts';
import { ApiProblem, ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { useUnsaved } from '#studio/unsaved.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { AvatarField } from './avatar-field.tsx';
import { faceWords } from './words.ts';

const named = [
  'avatarId',
  'name',
  'headline',
  'bio',
  'nameEn',
  'headlineEn',
  'bioEn',
  'slug',
] as const;
type Fields = Pick<CreatorItem, (typeof named)[number]>;

/** The public page of the creator who looks. */
export function OwnFaceScreen(): ReactNode {
  const { user } = useSession();
  const query = useAsk<CreatorItem>(`/creators/${user.id}`);
  const isNew = query.error instanceof ApiProblem && query.error.status === 404;
  return isNew ? <OpenFace name={user.name} /> : <Face creatorId={user.id} />;
}

/** The public page of any creator, for the owner. */
export function CreatorFaceScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  return <Face creatorId={id} />;
}

/** For somebody who was made a creator and has no page yet. */
function OpenFace({ name }: { name: string }): ReactNode {
  const { face } = useWords(sectionWords);
  const words = useWords(faceWords);
  const open = useDeed(() => ask('POST', '/creators', { body: { name } }), {
    done: words.opened,
    refreshes: ['/creators'],
  });
  return (
    <Screen title={face} lead={words.openLead}>
      <Button type="primary" loading={open.isBusy} onClick={() => void open.run()}>
        {words.open}
      </Button>
    </Screen>
  );
}

function Face({ creatorId }: { creatorId: string }): ReactNode {
  const { face } = useWords(sectionWords);
  const words = useWords(faceWords);
  const { locale } = usePreferences();
  const { user } = useSession();
  const query = useAsk<CreatorItem>(`/creators/${creatorId}`);
  const creator = query.data;
  const address = creator && localePath(locale, `/creators/${encodeURIComponent(creator.slug)}`);
  return (
    <Screen
      title={creatorId === user.id ? face : (creator?.name ?? face)}
      lead={words.lead}
      actions={
        address && (
          <Button href={address} target="_blank" rel="noreferrer">
            {words.view}
          </Button>
        )
      }
    >
      <Answer of={query}>{(found) => <FaceForm key={found.id} creator={found} />}</Answer>
    </Screen>
  );
}

function FaceForm({ creator }: { creator: CreatorItem }): ReactNode {
  const common = useWords(commonWords);
  const [isChanged, setChanged] = useState(false);
  useUnsaved(isChanged);
  const deed = useDeed(
    (fields: Fields) =>
      ask('PATCH', `/creators/${creator.id}`, {
        body: { ...fields, avatarId: fields.avatarId ?? null },
      }),
    {
      done: common.saved,
      refreshes: ['/creators', '/works'],
      next: () => setChanged(false),
    },
  );
  return (
    <Form<Fields>
      className="stack form-narrow"
      layout="vertical"
      requiredMark={false}
      initialValues={Object.fromEntries(named.map((name) => [name, creator[name]]))}
      onValuesChange={() => setChanged(true)}
      onFinish={(fields) => void deed.run(fields)}
    >
      <OwnWords />
      <EnglishWords />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isChanged} loading={deed.isBusy}>
          {common.save}
        </Button>
      </div>
    </Form>
  );
}

function OwnWords(): ReactNode {
  const words = useWords(faceWords);
  const { needed } = useWords(commonWords);
  return (
    <Card title={<h2>{words.page}</h2>}>
      <Form.Item name="avatarId" label={words.avatar} extra={words.avatarHelp}>
        <AvatarField />
      </Form.Item>
      <Form.Item
        name="name"
        label={words.name}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input maxLength={40} showCount />
      </Form.Item>
      <Form.Item name="headline" label={words.headline} extra={words.headlineHelp}>
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="bio" label={words.bio} extra={words.bioHelp}>
        <Input.TextArea rows={5} maxLength={10_000} className="grows" />
      </Form.Item>
      <Form.Item
        name="slug"
        label={words.slug}
        extra={words.slugHelp}
        rules={[
          { required: true, message: needed },
          { pattern: /^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u, message: words.badSlug },
        ]}
      >
        <Input maxLength={80} addonBefore="/creators/" />
      </Form.Item>
    </Card>
  );
}

function EnglishWords(): ReactNode {
  const words = useWords(faceWords);
  return (
    <Card title={<h2>{words.english}</h2>}>
      <p className="quiet">{words.englishHelp}</p>
      <Form.Item name="nameEn" label={words.nameEn}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="headlineEn" label={words.headlineEn}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="bioEn" label={words.bioEn}>
        <Input.TextArea rows={5} maxLength={20_000} className="grows" />
      </Form.Item>
    </Card>
  );
}

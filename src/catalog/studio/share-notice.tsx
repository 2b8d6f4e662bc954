import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail, LessonShare } from '#catalog/schema.ts';
import { fill } from '#kernel/locale.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { shareWords } from './share-words.ts';

interface ShareNoticeProps {
  readonly lesson: LessonDetail;
  readonly isLocked: boolean;
  /** What is read anew once the item has a text of its own. */
  readonly onOwn: () => void;
}

/** Where the text of an item comes from, or in which other works it stands; nothing when it stands here alone. */
export function ShareNotice({ lesson, isLocked, onOwn }: ShareNoticeProps): ReactNode {
  const { data } = useAsk<LessonShare>(
    `/lessons/${lesson.id}/share`,
    {},
    { isOn: lesson.originalId === null },
  );
  if (!data) return null;
  return (
    <>
      {data.from && (
        <FromElsewhere lesson={lesson} from={data.from} isLocked={isLocked} onOwn={onOwn} />
      )}
      {data.places.length > 0 && <AlsoIn places={data.places} />}
    </>
  );
}

type Place = LessonShare['places'][number];

function PlaceLink({ place }: { place: Place }): ReactNode {
  const words = useWords(shareWords);
  const { workId, lessonId, workTitle, title } = place;
  return (
    <Link to="/works/$id/lessons/$lessonId" params={{ id: workId, lessonId }}>
      {fill(words.place, { work: workTitle, title })}
    </Link>
  );
}

function FromElsewhere({
  lesson,
  from,
  isLocked,
  onOwn,
}: ShareNoticeProps & { readonly from: NonNullable<LessonShare['from']> }): ReactNode {
  const words = useWords(shareWords);
  const confirm = useConfirm();
  const own = useDeed(() => ask('DELETE', `/lessons/${lesson.id}/share`), {
    done: words.isOwn,
    refreshes: ['/works', '/lessons'],
    next: onOwn,
  });
  const askFirst = () =>
    confirm({
      title: words.ownTitle,
      text: words.ownText,
      yes: words.own,
      act: () => own.run(),
    });
  return (
    <Alert
      type={from.isBehind ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {words.from} <PlaceLink place={from} />
        </>
      }
      description={from.isBehind ? words.behind : words.fromText}
      action={
        !isLocked && (
          <Button size="small" loading={own.isBusy} onClick={askFirst}>
            {words.own}
          </Button>
        )
      }
    />
  );
}

function AlsoIn({ places }: { places: readonly Place[] }): ReactNode {
  const words = useWords(shareWords);
  return (
    <Alert
      type="info"
      showIcon
      title={fill(words.alsoIn, { n: places.length })}
      description={
        <ul className="plain-list">
          {places.map((place) => (
            <li key={place.lessonId}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
      }
    />
  );
}

import { Drawer, Form, Input, InputNumber, Segmented, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail, WorkDetail } from '#catalog/schema.ts';
import { lessonKindWords, outlineWords } from '#catalog/studio/words.ts';
import { BeginningField } from '#catalog/studio/beginning-field.tsx';
import { ItemFile } from '#catalog/studio/item-file.tsx';
import { NeedsField } from '#catalog/studio/needs-field.tsx';
import { usePhone, useWords } from '#studio/preferences.tsx';
import { RemoveTongue } from './languages.tsx';
import type { Fields } from './saver.ts';
import type { OpenLesson } from './use-lesson.ts';
import { editorWords, scheduleWords, tongueWords } from './words.ts';

/** What a lesson is besides its text; changes are saved like the text, by themselves. */
export function LessonSettings({
  work,
  lesson,
  open,
  isLocked,
  onClose,
}: {
  work: WorkDetail;
  lesson: LessonDetail;
  open: OpenLesson;
  isLocked: boolean;
  onClose: () => void;
}): ReactNode {
  const words = useWords(outlineWords);
  const editor = useWords(editorWords);
  const kinds = useWords(lessonKindWords);
  const isPhone = usePhone();
  const { fields, change } = open;
  const setKind = (kind: Fields['kind']) =>
    change(
      kind === 'text' ? { kind, assetId: null, trialFirst: null } : { kind, trialFirst: null },
    );
  return (
    <Drawer open size={isPhone ? '100%' : 420} title={editor.settings} onClose={onClose}>
      <Form layout="vertical" disabled={isLocked}>
        <Form.Item label={words.kind}>
          <Segmented<Fields['kind']>
            disabled={isLocked || lesson.sharesId !== null}
            aria-label={words.kind}
            value={fields.kind}
            onChange={setKind}
            options={Object.entries(kinds).map(([value, label]) => ({
              value: value as Fields['kind'],
              label,
            }))}
          />
        </Form.Item>
        {fields.kind !== 'text' && lesson.sharesId === null && (
          <Form.Item
            label={words.asset}
            help={fields.assetId ? undefined : words.assetNeeded}
            validateStatus={fields.assetId ? '' : 'warning'}
          >
            <ItemFile
              kind={fields.kind}
              value={fields.assetId}
              onChange={(assetId) => change({ assetId })}
            />
          </Form.Item>
        )}
        {lesson.originalId === null ? (
          <OfItem work={work} lesson={lesson} open={open} />
        ) : (
          <OfTongue work={work} lesson={lesson} open={open} />
        )}
      </Form>
    </Drawer>
  );
}

interface ItemProps {
  readonly work: WorkDetail;
  readonly lesson: LessonDetail;
  readonly open: OpenLesson;
}

/** How many characters or seconds a lesson has, as far as it is known here. */
function lengthOf(lesson: LessonDetail, { kind, body, assetId }: Fields): number {
  if (kind === 'text') return body.length;
  return kind === lesson.kind && assetId === lesson.assetId ? lesson.durationSec : 0;
}

/** What is the lesson's own, for all its languages. */
function OfItem({ work, lesson, open }: ItemProps): ReactNode {
  const words = useWords(outlineWords);
  const { fields, change } = open;
  return (
    <>
      <Form.Item label={words.trial} extra={words.trialHelp}>
        <Switch
          aria-label={words.trial}
          checked={fields.isTrial}
          onChange={(isTrial) => change({ isTrial })}
        />
      </Form.Item>
      {!fields.isTrial && <Gates work={work} lesson={lesson} open={open} />}
    </>
  );
}

/** What is left to say of it in a second language. */
function OfTongue({ work, lesson, open: { fields, change } }: ItemProps): ReactNode {
  const words = useWords(tongueWords);
  return (
    <div className="stack">
      <BeginningField
        kind={fields.kind}
        value={fields.trialFirst}
        length={lengthOf(lesson, fields)}
        onChange={(trialFirst) => change({ trialFirst })}
      />
      <p className="quiet">{words.shared}</p>
      <RemoveTongue work={work} lesson={lesson} />
    </div>
  );
}

/** What of it those may try who do not have the course, and what keeps it from those who have: days, and other lessons. */
function Gates({ work, lesson, open }: ItemProps): ReactNode {
  const { fields, change, lessonId } = open;
  return (
    <div className="stack">
      <BeginningField
        kind={fields.kind}
        value={fields.trialFirst}
        length={lengthOf(lesson, fields)}
        onChange={(trialFirst) => change({ trialFirst })}
      />
      <ScheduleFields fields={fields} change={change} />
      <NeedsField
        work={work}
        lessonId={lessonId}
        value={fields.needs}
        onChange={(needs) => change({ needs })}
      />
    </div>
  );
}

const mostDays = 3_650;

/** From when, and for how long, those who have the course may learn it. */
function ScheduleFields({ fields, change }: Pick<OpenLesson, 'fields' | 'change'>): ReactNode {
  const words = useWords(scheduleWords);
  const days = (name: 'opensAfterDays' | 'closesAfterDays') => (
    <Form.Item label={words[name]}>
      <InputNumber
        aria-label={words[name]}
        min={1}
        max={mostDays}
        precision={0}
        suffix={words.days}
        value={fields[name]}
        onChange={(value) => change({ [name]: value })}
      />
    </Form.Item>
  );
  return (
    <fieldset className="schedule">
      <legend>{words.title}</legend>
      <p className="quiet">{words.help}</p>
      <Form.Item label={words.opensOn}>
        <Input
          type="date"
          aria-label={words.opensOn}
          value={fields.opensOn ?? ''}
          min="2000-01-01"
          max="2099-12-31"
          onChange={(event) => change({ opensOn: event.target.value || null })}
        />
      </Form.Item>
      {days('opensAfterDays')}
      {days('closesAfterDays')}
    </fieldset>
  );
}

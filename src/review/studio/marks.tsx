import { fill } from '#kernel/locale.ts';
import { Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { passMark } from '../rules/finding.ts';
import { criteria, type Criterion, type Mark } from '../types.ts';
import { criterionWords } from '../words.ts';
import { stageStudioWords } from './words.ts';

/** What the rubric's form holds. */
export interface MarkFields {
  readonly marks?: Readonly<Record<Criterion, { readonly mark?: number; readonly note?: string }>>;
}

export const emptyMarks = {};

/** The marks of a form that was filled in. */
export function marksOf({ marks }: MarkFields): Mark[] {
  return criteria.map((criterion) => ({
    criterion,
    mark: marks?.[criterion].mark ?? 0,
    note: marks?.[criterion].note ?? '',
  }));
}

const choices = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));

/** The rubric of a deep review: a mark and a note for each criterion. */
export function Marks({ isPassing }: { isPassing: boolean }): ReactNode {
  const words = useWords(stageStudioWords);
  const { needed } = useWords(commonWords);
  const { locale } = usePreferences();
  return (
    <fieldset className="points has-more">
      <legend>{words.marks}</legend>
      <p className="quiet">{words.marksText}</p>
      {criteria.map((criterion) => {
        const name = criterionWords[criterion][locale];
        return (
          <div key={criterion} className="mark">
            <Form.Item
              name={['marks', criterion, 'mark']}
              label={name}
              rules={[
                { required: true, message: needed },
                ...(isPassing
                  ? [{ type: 'number' as const, min: passMark, message: words.marksText }]
                  : []),
              ]}
            >
              <Radio.Group aria-label={name} optionType="button" options={choices} />
            </Form.Item>
            <Form.Item
              name={['marks', criterion, 'note']}
              dependencies={[['marks', criterion, 'mark']]}
              rules={[
                ({ getFieldValue }) => ({
                  validator: async (_: unknown, note: string | undefined) => {
                    const mark: unknown = getFieldValue(['marks', criterion, 'mark']);
                    if (typeof mark === 'number' && mark < passMark && !note?.trim())
                      throw new Error(needed);
                  },
                }),
              ]}
            >
              <Input
                aria-label={fill(words.markNote, { name })}
                placeholder={fill(words.markNote, { name })}
                maxLength={1000}
              />
            </Form.Item>
          </div>
        );
      })}
    </fieldset>
  );
}

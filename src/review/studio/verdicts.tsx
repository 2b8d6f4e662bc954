import { Card } from 'antd';
import type { ReactNode } from 'react';
import type { SubmissionDetail } from '#review/schema.ts';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { criterionWords, pointWords, stageWords } from '../words.ts';
import { stageStudioWords } from './words.ts';
import './review.css';

type Verdict = SubmissionDetail['verdicts'][number];

const verdictWords = { passed: stageStudioWords.passed, returned: stageStudioWords.returnedTag };

/** What reviewers found, stage by stage. */
export function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }): ReactNode {
  const words = useWords(stageStudioWords);
  if (verdicts.length === 0) return null;
  return (
    <Card title={<h2>{words.history}</h2>}>
      <div className="stack">
        {verdicts.map((verdict) => (
          <OneVerdict key={verdict.stage} verdict={verdict} />
        ))}
      </div>
    </Card>
  );
}

function OneVerdict({ verdict }: { verdict: Verdict }): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(stageStudioWords);
  const { stage, verdict: said, failed, marks, reasons, reviewerName, decidedAt } = verdict;
  return (
    <div className="verdict">
      <span className="row">
        <strong>{stageWords[stage][locale]}</strong>
        <StateTag
          of={said}
          words={verdictWords}
          tones={{ passed: 'success', returned: 'warning' }}
        />
        {reviewerName}
        <span className="quiet number">{sayInstant(decidedAt)}</span>
      </span>
      {reasons && <p>{reasons}</p>}
      {failed.length > 0 && (
        <>
          <span className="quiet">{words.notRight}</span>
          <ul>
            {failed.map((point) => (
              <li key={point}>{pointWords[point][locale]}</li>
            ))}
          </ul>
        </>
      )}
      {marks.length > 0 && (
        <ul className="facts">
          {marks.map(({ criterion, mark, note }) => (
            <li key={criterion}>
              <span>
                {criterionWords[criterion][locale]} <span className="quiet">{note}</span>
              </span>
              <span className="number">{mark} / 5</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

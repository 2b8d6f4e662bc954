import { Alert, Button, Checkbox, Input, Modal, Progress, Select, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';
import { refresh, sayProblem } from '#studio/api.ts';
import { fill, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { bringFile, surveyFile, type Choices, type Outcome, type Survey } from './bring-file.ts';
import { importWords } from './import-words.ts';
import { useKnownTiers, useTiers } from './tiers-known.ts';

type Step =
  | { readonly is: 'choosing' }
  | { readonly is: 'chosen'; readonly file: File; readonly survey: Survey }
  | { readonly is: 'checking' | 'bringing'; readonly share: number }
  | {
      readonly is: 'checked';
      readonly file: File;
      readonly survey: Survey;
      readonly outcome: Outcome;
    }
  | { readonly is: 'done'; readonly outcome: Outcome };

/** Brings members from a file: what is in it, which tier each name means, what would be done, and then does it. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(importWords);
  const common = useWords(commonWords);
  const [step, setStep] = useState<Step>({ is: 'choosing' });
  const [choices, setChoices] = useState<Choices>({
    tiers: {},
    fallback: '',
    until: null,
    isTold: false,
  });
  const [problem, setProblem] = useState<string>();
  const known = useKnownTiers();
  const isBusy = step.is === 'checking' || step.is === 'bringing';

  const run = async (file: File, survey: Survey, isTrial: boolean) => {
    const is = isTrial ? 'checking' : 'bringing';
    setProblem(undefined);
    setStep({ is, share: 0 });
    try {
      const onShare = (share: number) => setStep({ is, share });
      const outcome = await bringFile(file, { choices, known, isTrial, onShare });
      setStep(isTrial ? { is: 'checked', file, survey, outcome } : { is: 'done', outcome });
    } catch (error) {
      setProblem(`${sayProblem(error)} ${words.again}`);
      setStep({ is: 'chosen', file, survey });
    } finally {
      if (!isTrial) await refresh('/members');
    }
  };

  return (
    <Modal
      open
      width={640}
      title={words.title}
      onCancel={onClose}
      closable={!isBusy}
      maskClosable={false}
      footer={[
        <Button key="close" onClick={onClose} disabled={isBusy}>
          {step.is === 'done' ? common.close : common.cancel}
        </Button>,
        step.is === 'chosen' && (
          <Button key="check" type="primary" onClick={() => void run(step.file, step.survey, true)}>
            {words.check}
          </Button>
        ),
        step.is === 'checked' && step.outcome.taken > 0 && (
          <Button
            key="bring"
            type="primary"
            onClick={() => void run(step.file, step.survey, false)}
          >
            {fill(words.bring, { n: step.outcome.taken })}
          </Button>
        ),
      ]}
    >
      <div className="stack">
        {problem && <Alert type="error" showIcon title={problem} />}
        {step.is === 'choosing' && (
          <ChooseFile
            onProblem={setProblem}
            onChosen={(file, survey) => setStep({ is: 'chosen', file, survey })}
          />
        )}
        {(step.is === 'chosen' || step.is === 'checked') && (
          <ChoicesForm
            survey={step.survey}
            choices={choices}
            onChange={(next) => {
              setChoices(next);
              setStep({ is: 'chosen', file: step.file, survey: step.survey });
            }}
          />
        )}
        {(step.is === 'checking' || step.is === 'bringing') && (
          <>
            <p aria-live="polite">{words[step.is]}</p>
            <Progress percent={Math.round(step.share * 100)} />
          </>
        )}
        {(step.is === 'checked' || step.is === 'done') && (
          <OutcomeView outcome={step.outcome} isDone={step.is === 'done'} />
        )}
      </div>
    </Modal>
  );
}

function ChooseFile({
  onChosen,
  onProblem,
}: {
  onChosen: (file: File, survey: Survey) => void;
  onProblem: (text: string | undefined) => void;
}): ReactNode {
  const words = useWords(importWords);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const survey = await surveyFile(file);
    if (survey.problem) onProblem(words[survey.problem]);
    else if (survey.lines === 0) onProblem(words.empty);
    else {
      onProblem(undefined);
      onChosen(file, survey);
    }
  };
  return (
    <>
      <p>{words.lead}</p>
      <label className="stack">
        {words.file}
        <input
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </label>
    </>
  );
}

function ChoicesForm({
  survey,
  choices,
  onChange,
}: {
  survey: Survey;
  choices: Choices;
  onChange: (choices: Choices) => void;
}): ReactNode {
  const words = useWords(importWords);
  const tiers = useTiers();
  const options = [{ value: '', label: words.leaveOut }, ...tiers];
  const known = useKnownTiers();
  const chosenFor = (name: string) => choices.tiers[name] ?? known.get(name.toLowerCase()) ?? '';
  return (
    <>
      <p>{fill(words.found, { n: survey.lines })}</p>
      {survey.tiers.map((name) => (
        <label key={name} className="stack">
          {fill(words.means, { name })}
          <Select
            aria-label={fill(words.means, { name })}
            value={chosenFor(name)}
            options={options}
            onChange={(id) => onChange({ ...choices, tiers: { ...choices.tiers, [name]: id } })}
          />
        </label>
      ))}
      <label className="stack">
        {words.others}
        <Select
          aria-label={words.others}
          value={choices.fallback}
          options={options}
          onChange={(fallback) => onChange({ ...choices, fallback })}
        />
      </label>
      <label className="stack">
        {words.until}
        <Input
          type="date"
          onChange={(event) =>
            onChange({
              ...choices,
              // The day that is named is the last one.
              until: event.target.value
                ? after(startOfBusinessDay(event.target.value), day).toISOString()
                : null,
            })
          }
        />
      </label>
      <Checkbox
        checked={choices.isTold}
        onChange={(event) => onChange({ ...choices, isTold: event.target.checked })}
      >
        {words.tell}
      </Checkbox>
    </>
  );
}

function OutcomeView({ outcome, isDone }: { outcome: Outcome; isDone: boolean }): ReactNode {
  const words = useWords(importWords);
  const { taken, accounts, memberships, moved, problems } = outcome;
  const title = isDone
    ? fill(words.done, { accounts, memberships, moved })
    : fill(words.would, { n: taken, accounts });
  return (
    <>
      <Alert type={isDone ? 'success' : 'info'} showIcon title={title} />
      {problems.length > 0 && (
        <>
          <p>{fill(words.left, { n: problems.length })}</p>
          <Table
            size="small"
            rowKey="line"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            dataSource={[...problems]}
            columns={[
              { title: words.line, dataIndex: 'line', rowScope: 'row' },
              { title: words.why, dataIndex: 'why' },
            ]}
          />
        </>
      )}
    </>
  );
}

import { fill } from '#kernel/locale.ts';
import { Alert, Button, Checkbox, Input, Modal, Progress, Select, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import { after, day, startOfBusinessDay } from '#kernel/time.ts';
import { refresh, sayProblem } from '#studio/api.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { bringFile, surveyFile, type Choices, type Outcome, type Survey } from './bring-file.ts';
import { importWords } from './import-words.ts';
import { useKnownTiers, useTiers } from './tiers-known.ts';

/** A file with what is in it. */
interface Chosen {
  readonly file: File;
  readonly survey: Survey;
}

type Step =
  | { readonly is: 'choosing' }
  | ({ readonly is: 'chosen' } & Chosen)
  | { readonly is: 'checking' | 'bringing'; readonly share: number }
  | ({ readonly is: 'checked'; readonly outcome: Outcome } & Chosen)
  | { readonly is: 'done'; readonly outcome: Outcome };

const unchosen: Choices = { tiers: {}, fallback: '', until: null, isTold: false };

/** How far the dialog is, and what moves it on. */
function useImport(choices: Choices) {
  const words = useWords(importWords);
  const known = useKnownTiers();
  const [step, setStep] = useState<Step>({ is: 'choosing' });
  const [problem, setProblem] = useState<string>();
  const run = async ({ file, survey }: Chosen, isTrial: boolean) => {
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
  return { step, setStep, problem, setProblem, run };
}

/** Brings members from a file: what is in it, which tier each name means, what would be done, and then does it. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const words = useWords(importWords);
  const common = useWords(commonWords);
  const [choices, setChoices] = useState<Choices>(unchosen);
  const { step, setStep, problem, setProblem, run } = useImport(choices);
  const isBusy = 'share' in step;
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
        <Next key="next" step={step} onRun={(chosen, isTrial) => void run(chosen, isTrial)} />,
      ]}
    >
      <div className="stack">
        {problem && <Alert type="error" showIcon title={problem} />}
        <StepView
          step={step}
          choices={choices}
          onProblem={setProblem}
          onChosen={({ file, survey }) => setStep({ is: 'chosen', file, survey })}
          onChoices={setChoices}
        />
      </div>
    </Modal>
  );
}

/** The button that goes on: from the choices to the preview, and from there to the deed. */
function Next({
  step,
  onRun,
}: {
  step: Step;
  onRun: (chosen: Chosen, isTrial: boolean) => void;
}): ReactNode {
  const words = useWords(importWords);
  if (step.is === 'chosen')
    return (
      <Button type="primary" onClick={() => onRun(step, true)}>
        {words.check}
      </Button>
    );
  if (step.is !== 'checked' || step.outcome.taken === 0) return null;
  return (
    <Button type="primary" onClick={() => onRun(step, false)}>
      {fill(words.bring, { n: step.outcome.taken })}
    </Button>
  );
}

interface StepProps {
  readonly step: Step;
  readonly choices: Choices;
  readonly onProblem: (text: string | undefined) => void;
  readonly onChosen: (chosen: Chosen) => void;
  readonly onChoices: (choices: Choices) => void;
}

function StepView({ step, choices, onProblem, onChosen, onChoices }: StepProps): ReactNode {
  if (step.is === 'choosing')
    return (
      <ChooseFile onProblem={onProblem} onChosen={(file, survey) => onChosen({ file, survey })} />
    );
  if ('share' in step) return <Progressing step={step} />;
  if (step.is === 'done') return <OutcomeView outcome={step.outcome} isDone />;
  const change = (next: Choices) => {
    onChoices(next);
    // What was previewed was another choice.
    onChosen(step);
  };
  return (
    <>
      <ChoicesForm survey={step.survey} choices={choices} onChange={change} />
      {step.is === 'checked' && <OutcomeView outcome={step.outcome} isDone={false} />}
    </>
  );
}

function Progressing({ step }: { step: Extract<Step, { share: number }> }): ReactNode {
  const words = useWords(importWords);
  return (
    <>
      <p aria-live="polite">{words[step.is]}</p>
      <Progress percent={Math.round(step.share * 100)} />
    </>
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

import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { uiWords } from './words.ts';

/** Something wrong with the form; `field` is the id of the control it is about. */
export interface FormError {
  readonly field?: string | undefined;
  readonly text: string;
}

interface FormProps {
  readonly locale: Locale;
  readonly action: string;
  readonly children: ReactNode;
  readonly method?: 'get' | 'post' | undefined;
  readonly id?: string | undefined;
  readonly errors?: readonly FormError[] | undefined;
  /** Values that ride along unseen. */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  /** Name of a field that people never see and only robots fill in. */
  readonly trap?: string | undefined;
  /** The form carries files. */
  readonly files?: boolean | undefined;
}

/** A form with its error summary, which takes the focus when the page opens with errors. */
export function Form(props: FormProps): ReactNode {
  const { locale, action, method = 'post', id, errors = [], hidden = {}, trap, files } = props;
  return (
    <form
      className="form"
      {...{ action, method, id }}
      encType={files ? 'multipart/form-data' : undefined}
      // The server judges and answers in its own words; the browser's bubbles would hide the summary.
      noValidate={errors.length > 0 || undefined}
    >
      {errors.length > 0 && <ErrorSummary locale={locale} errors={errors} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {trap && <Trap locale={locale} name={trap} />}
      {props.children}
    </form>
  );
}

function ErrorSummary({
  locale,
  errors,
}: Pick<Required<FormProps>, 'locale' | 'errors'>): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- What went wrong is the first thing to read.
    <div className="form-errors" role="alert" tabIndex={-1} autoFocus>
      <h2>{uiWords(locale).formErrors}</h2>
      <ul>
        {errors?.map(({ field, text }) => (
          <li key={text}>{field ? <a href={`#${field}`}>{text}</a> : text}</li>
        ))}
      </ul>
    </div>
  );
}

function Trap({ locale, name }: { readonly locale: Locale; readonly name: string }): ReactNode {
  return (
    <div className="form-trap" aria-hidden="true">
      <label>
        {uiWords(locale).leaveEmpty}
        <input name={name} tabIndex={-1} autoComplete="off" />
      </label>
    </div>
  );
}

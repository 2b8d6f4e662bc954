import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Icon } from './icon.tsx';
import { uiWords } from './words.ts';

interface FieldProps {
  readonly locale: Locale;
  /** Name in the form, and the id of the control unless `id` says another. */
  readonly name: string;
  readonly label: string;
  readonly id?: string | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly optional?: boolean | undefined;
}

interface InputProps extends FieldProps {
  readonly type?:
    | 'text'
    | 'email'
    | 'tel'
    | 'password'
    | 'number'
    | 'url'
    | 'search'
    | 'date'
    | 'file';
  readonly value?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly autoComplete?: HTMLInputAutoCompleteAttribute | undefined;
  readonly inputMode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
  readonly accept?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** One line of input with its label, hint and error. */
export function InputField(props: InputProps): ReactNode {
  const { type = 'text', value, placeholder, autoComplete, inputMode, accept, readOnly } = props;
  const { minLength, maxLength, pattern, min, max } = props;
  return (
    <Field {...props}>
      <input
        className="input"
        {...controlProps(props)}
        {...{ type, placeholder, autoComplete, inputMode, accept, readOnly }}
        {...{ minLength, maxLength, pattern, min, max }}
        defaultValue={value}
      />
    </Field>
  );
}

interface TextAreaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly rows?: number | undefined;
}

/** Several lines of input. */
export function TextAreaField(props: TextAreaProps): ReactNode {
  const { value, placeholder, maxLength, rows } = props;
  return (
    <Field {...props}>
      <textarea
        className="input"
        {...controlProps(props)}
        {...{ placeholder, maxLength, rows }}
        defaultValue={value}
      />
    </Field>
  );
}

/** One choice of a select. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectProps extends FieldProps {
  readonly options: readonly Option[];
  readonly value?: string | undefined;
}

/** One of a few known values. */
export function SelectField(props: SelectProps): ReactNode {
  return (
    <Field {...props}>
      <select className="input" {...controlProps(props)} defaultValue={props.value}>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckProps extends FieldProps {
  readonly type?: 'checkbox' | 'radio';
  readonly value?: string | undefined;
  readonly checked?: boolean | undefined;
}

/** A box to tick, or one radio of a group in a `fieldset`; give radios their own `id`. */
export function CheckField(props: CheckProps): ReactNode {
  const { type = 'checkbox', value, checked, label, hint, error } = props;
  const id = idOf(props);
  return (
    <div className="check">
      <input {...controlProps(props)} {...{ type, value }} defaultChecked={checked} />
      <label htmlFor={id}>{label}</label>
      <Hint id={id} text={hint} />
      <Problem id={id} text={error} />
    </div>
  );
}

/** The frame around a control: label, hint, error; exported for controls of a kind not in this file. */
export function Field(props: FieldProps & { readonly children: ReactNode }): ReactNode {
  const id = idOf(props);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label}
        {props.optional && <span className="field-optional">{uiWords(props.locale).optional}</span>}
      </label>
      <Hint id={id} text={props.hint} />
      {props.children}
      <Problem id={id} text={props.error} />
    </div>
  );
}

function Hint({
  id,
  text,
}: {
  readonly id: string;
  readonly text?: string | undefined;
}): ReactNode {
  if (!text) return null;
  return (
    <p className="field-hint" id={`${id}-hint`}>
      {text}
    </p>
  );
}

function Problem({
  id,
  text,
}: {
  readonly id: string;
  readonly text?: string | undefined;
}): ReactNode {
  if (!text) return null;
  return (
    <p className="field-error" id={`${id}-error`}>
      <Icon name="error" />
      {text}
    </p>
  );
}

function idOf({ id, name }: FieldProps): string {
  return id ?? name;
}

function controlProps(props: FieldProps) {
  const id = idOf(props);
  const notes = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean);
  return {
    id,
    name: props.name,
    required: !props.optional,
    'aria-invalid': props.error ? true : undefined,
    'aria-describedby': notes.join(' ') || undefined,
  } as const;
}

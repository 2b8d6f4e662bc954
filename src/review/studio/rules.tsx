import { fill } from '#kernel/locale.ts';
import { ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Card, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { CategoryList } from '#catalog/schema.ts';
import type { RuleSetInput } from '#review/schema.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { moneyText, readMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { trusts, ways, type ReviewRule, type Trust } from '../types.ts';
import { trustWords, wayWords } from '../words.ts';
import { ExpertsCard } from './experts.tsx';
import { ruleWords } from './words.ts';
import './review.css';

type Categories = z.infer<typeof CategoryList>['items'];

/** Which works are looked at in which stages, and who knows which category. */
export function RulesScreen(): ReactNode {
  const words = useWords(ruleWords);
  const rules = useAsk<RuleSetInput>('/review-rules');
  const categories = useAsk<z.infer<typeof CategoryList>>('/categories');
  return (
    <Screen title={words.title} lead={words.lead}>
      <div className="stack">
        <Answer of={rules}>
          {(set) => (
            <Answer of={categories}>
              {({ items }) => <RulesForm key={set.version} set={set} categories={items} />}
            </Answer>
          )}
        </Answer>
        <ExpertsCard />
      </div>
    </Screen>
  );
}

/** A rule as it is edited: its price is what was typed. */
interface Row extends Omit<ReviewRule, 'minPrice'> {
  readonly key: number;
  readonly price: string;
}

let keys = 0;
const rowOf = ({ minPrice, ...rule }: ReviewRule): Row => ({
  ...rule,
  key: (keys += 1),
  price: moneyText(minPrice),
});
const newRule: ReviewRule = { categoryId: null, trust: null, minPrice: null, way: 'both' };

const isPrice = (text: string) => text.trim() === '' || readMoney(text) !== undefined;

function ruleOf({ categoryId, trust, price, way }: Row): ReviewRule {
  return { categoryId, trust, way, minPrice: price.trim() === '' ? null : (readMoney(price) ?? 0) };
}

function RulesForm({ set, categories }: { set: RuleSetInput; categories: Categories }): ReactNode {
  const words = useWords(ruleWords);
  const common = useWords(commonWords);
  const { may } = useSession();
  const isOwner = may('review-rule.set');
  const [rows, setRows] = useState<readonly Row[]>(() => set.rules.map(rowOf));
  const [hours, setHours] = useState({ first: set.firstHours, deep: set.deepHours });
  const deed = useDeed(
    () =>
      ask('PUT', '/review-rules', {
        body: {
          version: set.version,
          rules: rows.map(ruleOf),
          firstHours: hours.first,
          deepHours: hours.deep,
        },
      }),
    { done: words.saved, refreshes: ['/review-rules'] },
  );
  const change = (key: number, to: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...to } : row)));
  return (
    <>
      {rows.length === 0 && <p className="quiet">{words.none}</p>}
      <ol className="rules">
        {rows.map((row, at) => (
          <li key={row.key}>
            <fieldset className="rule" disabled={!isOwner}>
              <legend className="hidden">{fill(words.rule, { n: at + 1 })}</legend>
              <Conditions row={row} categories={categories} isOwner={isOwner} change={change} />
              {isOwner && <RowDeeds rows={rows} at={at} onChange={setRows} />}
            </fieldset>
          </li>
        ))}
      </ol>
      <Hours hours={hours} isOwner={isOwner} onChange={setHours} />
      {isOwner && (
        <span className="row">
          <Button onClick={() => setRows([...rows, rowOf(newRule)])}>{words.add}</Button>
          <Button
            type="primary"
            loading={deed.isBusy}
            disabled={!rows.every(({ price }) => isPrice(price))}
            onClick={() => void deed.run()}
          >
            {common.save}
          </Button>
        </span>
      )}
    </>
  );
}

function RowDeeds({
  rows,
  at,
  onChange,
}: {
  rows: readonly Row[];
  at: number;
  onChange: (rows: readonly Row[]) => void;
}): ReactNode {
  const words = useWords(ruleWords);
  return (
    <span className="row">
      <Button
        icon={<ArrowUpOutlined />}
        disabled={at === 0}
        aria-label={fill(words.up, { n: at + 1 })}
        onClick={() => onChange(raised(rows, at))}
      />
      <Button
        danger
        icon={<DeleteOutlined />}
        aria-label={fill(words.remove, { n: at + 1 })}
        onClick={() => onChange(rows.filter((_, place) => place !== at))}
      />
    </span>
  );
}

function raised(rows: readonly Row[], at: number): Row[] {
  const row = rows[at]!;
  const rest = rows.filter((one) => one !== row);
  return [...rest.slice(0, at - 1), row, ...rest.slice(at - 1)];
}

interface ConditionsProps {
  readonly row: Row;
  readonly categories: Categories;
  readonly isOwner: boolean;
  readonly change: (key: number, to: Partial<Row>) => void;
}

function Conditions({ row, categories, isOwner, change }: ConditionsProps): ReactNode {
  const words = useWords(ruleWords);
  const { locale } = usePreferences();
  const set = (to: Partial<Row>) => change(row.key, to);
  return (
    <>
      <Choice
        label={words.category}
        isOwner={isOwner}
        value={row.categoryId ?? ''}
        options={useCategoryChoices(categories, row.categoryId)}
        onChange={(id) => set({ categoryId: id || null })}
      />
      <Choice<Trust | ''>
        label={words.trust}
        isOwner={isOwner}
        value={row.trust ?? ''}
        options={[
          { value: '', label: words.anyTrust },
          ...trusts.map((value) => ({ value, label: trustWords[value][locale] })),
        ]}
        onChange={(trust) => set({ trust: trust || null })}
      />
      <label>
        <span>{words.minPrice}</span>
        <Input
          prefix="¥"
          inputMode="decimal"
          disabled={!isOwner}
          value={row.price}
          status={isPrice(row.price) ? '' : 'error'}
          title={isPrice(row.price) ? '' : words.badPrice}
          onChange={({ target }) => set({ price: target.value })}
        />
      </label>
      <Choice
        label={words.way}
        isOwner={isOwner}
        value={row.way}
        options={ways.map((value) => ({ value, label: wayWords[value][locale] }))}
        onChange={(way) => set({ way })}
      />
    </>
  );
}

function useCategoryChoices(categories: Categories, chosen: string | null) {
  const words = useWords(ruleWords);
  const { locale } = usePreferences();
  const known = categories.map(({ id, nameZh, nameEn }) => ({
    value: id,
    label: locale === 'en' ? nameEn : nameZh,
  }));
  const isGone = chosen !== null && !known.some(({ value }) => value === chosen);
  return [
    { value: '', label: words.anyCategory },
    ...known,
    ...(isGone ? [{ value: chosen, label: words.goneCategory }] : []),
  ];
}

function Choice<Value extends string>({
  label,
  isOwner,
  ...select
}: {
  label: string;
  isOwner: boolean;
  value: Value;
  options: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}): ReactNode {
  return (
    <div className="rule-choice">
      <span aria-hidden="true">{label}</span>
      <Select<Value> aria-label={label} disabled={!isOwner} {...select} />
    </div>
  );
}

interface BothHours {
  readonly first: number;
  readonly deep: number;
}

function Hours({
  hours,
  isOwner,
  onChange,
}: {
  hours: BothHours;
  isOwner: boolean;
  onChange: (hours: BothHours) => void;
}): ReactNode {
  const words = useWords(ruleWords);
  const field = (name: keyof BothHours, label: string) => (
    <label className="filter-choice">
      <span>{label}</span>
      <InputNumber
        min={1}
        max={720}
        precision={0}
        disabled={!isOwner}
        value={hours[name]}
        onChange={(value) => onChange({ ...hours, [name]: value ?? hours[name] })}
      />
    </label>
  );
  return (
    <Card title={<h2>{words.hours}</h2>}>
      <span className="row">
        {field('first', words.firstHours)}
        {field('deep', words.deepHours)}
      </span>
    </Card>
  );
}

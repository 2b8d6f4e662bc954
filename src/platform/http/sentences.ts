import type { z } from 'zod';
import type { Locale, Words } from '#kernel/locale.ts';

type Issue = z.core.$ZodRawIssue;
type Of<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

/** What is wrong with a value, in a sentence that says what to do; no word of types or shapes. */
export function sentenceFor(locale: Locale): z.core.$ZodErrorMap {
  return (issue) => words(issue)[locale];
}

const sentences = {
  needed: { zh: '请填写这一项', en: 'Please fill this in.' },
  wrong: { zh: '这一项填得不对，请检查', en: 'This is not right: please check it.' },
  number: { zh: '请填写一个数字', en: 'Please give a number.' },
  whole: { zh: '请填写一个整数', en: 'Please give a whole number.' },
  text: { zh: '请填写文字', en: 'Please give a text.' },
  yesNo: { zh: '请选择“是”或“否”', en: 'Please say yes or no.' },
  list: { zh: '请给出一个列表', en: 'Please give a list.' },
  id: { zh: '这个编号不存在，请重新选择', en: 'This id names nothing: please choose again.' },
  email: { zh: '请填写有效的邮箱地址', en: 'Please give a valid e-mail address.' },
  address: { zh: '请填写完整的网址', en: 'Please give a whole web address.' },
  day: {
    zh: '请填写有效的日期，如 2026-11-21',
    en: 'Please give a valid date, such as 2026-11-21.',
  },
  instant: {
    zh: '请填写有效的时间，如 2026-11-21T10:00:00Z',
    en: 'Please give a valid time, such as 2026-11-21T10:00:00Z.',
  },
  form: {
    zh: '这一项的格式不对，请检查',
    en: 'This is not written as it should be: please check it.',
  },
} as const satisfies Record<string, Words>;

function words(issue: Issue): Words {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue);
    case 'too_small':
      return leastWords(issue);
    case 'too_big':
      return mostWords(issue);
    case 'invalid_format':
      return formatWords[issue.format] ?? sentences.form;
    case 'invalid_value':
      return choiceWords(issue);
    case 'unrecognized_keys':
      return strangerWords(issue);
    case 'not_multiple_of':
      return sentences.whole;
    case 'custom':
      return ownWords(issue);
    default:
      return sentences.wrong;
  }
}

const expectedWords: Readonly<Record<string, Words>> = {
  string: sentences.text,
  number: sentences.number,
  int: sentences.whole,
  boolean: sentences.yesNo,
  array: sentences.list,
  date: sentences.day,
};

function typeWords({ expected, input }: Of<'invalid_type'>): Words {
  if (input === undefined || input === null) return sentences.needed;
  return expectedWords[expected] ?? sentences.wrong;
}

const formatWords: Readonly<Record<string, Words>> = {
  email: sentences.email,
  url: sentences.address,
  uuid: sentences.id,
  guid: sentences.id,
  date: sentences.day,
  datetime: sentences.instant,
  safeint: sentences.whole,
};

function leastWords({ origin, minimum, inclusive }: Of<'too_small'>): Words {
  const n = String(minimum);
  if (origin === 'string') {
    if (Number(minimum) <= 1) return sentences.needed;
    return { zh: `至少要有 ${n} 个字`, en: `Please give at least ${n} characters.` };
  }
  if (origin === 'array' || origin === 'set')
    return { zh: `至少要有 ${n} 项`, en: `Please give at least ${n}.` };
  return inclusive === false
    ? { zh: `要大于 ${n}`, en: `This has to be more than ${n}.` }
    : { zh: `不能小于 ${n}`, en: `This has to be at least ${n}.` };
}

function mostWords({ origin, maximum, inclusive }: Of<'too_big'>): Words {
  const n = String(maximum);
  if (origin === 'string') return { zh: `最多 ${n} 个字`, en: `Please keep to ${n} characters.` };
  if (origin === 'array' || origin === 'set')
    return { zh: `最多 ${n} 项`, en: `Please keep to ${n}.` };
  return inclusive === false
    ? { zh: `要小于 ${n}`, en: `This has to be less than ${n}.` }
    : { zh: `不能大于 ${n}`, en: `This may be ${n} at most.` };
}

const mostChoices = 8;

function choiceWords({ values, input }: Of<'invalid_value'>): Words {
  if (input === undefined || input === '') return sentences.needed;
  if (values.length > mostChoices)
    return { zh: '没有这个选项，请重新选择', en: 'There is no such choice: please choose again.' };
  const named = values.map(String);
  return {
    zh: `请从这几项里选择：${named.join('、')}`,
    en: `Please choose one of: ${named.join(', ')}.`,
  };
}

function strangerWords({ keys }: Of<'unrecognized_keys'>): Words {
  const named = keys.slice(0, mostChoices);
  return {
    zh: `不需要这些内容：${named.join('、')}`,
    en: `This is not asked for: ${named.join(', ')}.`,
  };
}

/** A shape's own sentence (`params.say`), for what only it knows. */
function ownWords({ params }: Of<'custom'>): Words {
  const say: unknown = params?.['say'];
  return isWords(say) ? say : sentences.wrong;
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

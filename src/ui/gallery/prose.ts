import rehypeShiki from '@shikijs/rehype';
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Locale } from '#kernel/locale.ts';
import { codeTheme, tokenClasses } from '../code-theme.ts';
import { rehypeProse } from '../rehype-prose.ts';

const code = `\`\`\`ts
// 逗号与句号之间，是一句
export function sentences(text: string, limit = 40): string[] {
  return text.split(/[。！？]/u).filter((part) => part.length > 0 && part.length < limit);
}
\`\`\``;

const math = String.raw`$$
H(X) = -\sum_{i=1}^{n} p(x_i)\,\log_2 p(x_i)
$$`;

const zh = `读《资治通鉴》，多数人不是输给了文言，而是输给了**着急**。一段两百字的原文，第一遍只求知道谁做了什么；第二遍才问为什么。这一课，我们用 15 分钟读完一段，并把方法写下来，往后 294 卷都用得上。[^1]

## 先断句，再查字

拿到一段没有标点的文字，先别翻字典。*断句*是第一步：找主语，找「曰」，找「也」「矣」「焉」这样的句末字。找不到的地方，就读出声来——**耳朵比眼睛先懂**。

> 臣光曰：夫才与德异，而世俗莫之能辨，通谓之贤，此其所以失人也。
>
> ——《资治通鉴·周纪一》

### 一个例子

1. 通读一遍，圈出人名与地名；
2. 在每个「曰」字前后断开；
3. 遇到不懂的字，先看它在句中做什么：
   - 做名词的，多半可以放过；
   - 做动词的，一定要查。
4. 合上书，用自己的话说一遍。

## 数一数

常见虚词不过几十个，占去全文近三成。记住下表，等于先认识了三分之一本书。

| 虚词 | 常见用法 | 例 | 每千字次数 |
| --- | --- | --- | ---: |
| 之 | 助词、代词 | 世俗莫之能辨 | 38 |
| 而 | 连词 | 学而时习之 | 24 |
| 也 | 语气词 | 此其所以失人也 | 19 |

一段文字有多「难」，可以用信息熵 $H(X)$ 粗略地量：

${math}

## 用程序断句

如果你写过一点 \`TypeScript\`，下面几行就够用了。按 <kbd>Ctrl</kbd> 键也没有别的秘诀。

${code}

更多练习见[本课的题目](/lessons/4/quiz)。

---

- [x] 读完第一段
- [ ] 写下三个不懂的动词

[^1]: 全书二百九十四卷，约三百余万字，始于公元前 403 年。
`;

const en = `Most people who fail at the *Zizhi Tongjian* are not beaten by the classical language but by **haste**. Of a passage of two hundred characters, the first reading need only tell you who did what; the second may ask why. In this lesson we read one passage in 15 minutes and write the method down, so that it serves for all 294 scrolls.[^1]

## Break first, look up later

Faced with a text without punctuation, leave the dictionary closed. Find the subjects, find the verbs of speech, find the particles that end a sentence. Where you find none, read aloud: **the ear understands before the eye does**.

> Talent and virtue are different things, and the world cannot tell them apart; it calls both worthy, and so it loses its people.
>
> — *Zizhi Tongjian*, Annals of Zhou, I

### An example

1. Read once, and mark the names of people and places.
2. Break before and after every verb of speech.
3. At a word you do not know, see what it does first:
   - a noun can usually wait;
   - a verb must be looked up.
4. Close the book, and say it in your own words.

## Counting

A few dozen particles make up nearly a third of the text. Learn the table and you know a third of the book.

| Particle | Use | Example | Per thousand |
| --- | --- | --- | ---: |
| 之 | particle, pronoun | 世俗莫之能辨 | 38 |
| 而 | conjunction | 学而时习之 | 24 |
| 也 | final particle | 此其所以失人也 | 19 |

How hard a passage is can be measured, roughly, by its entropy $H(X)$:

${math}

## Breaking by program

If you have written a little \`TypeScript\`, these lines will do.

${code}

More in [the questions of this lesson](/lessons/4/quiz).

---

- [x] Read the first passage
- [ ] Write down three verbs you did not know

[^1]: 294 scrolls, some three million characters, beginning in 403 BC.
`;

const callout = {
  zh: '<div class="callout callout-tip"><p class="callout-title">小窍门</p><p>一天一段就好。读得慢的人，往往读得完。</p></div>',
  en: '<div class="callout callout-tip"><p class="callout-title">A hint</p><p>One passage a day is enough. Slow readers are the ones who finish.</p></div>',
};

/** A long text with everything that prose can hold, as HTML. */
export async function sampleProse(locale: Locale): Promise<string> {
  const html = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkRehype, { footnoteLabel: locale === 'zh' ? '脚注' : 'Footnotes' })
    .use(rehypeKatex, { output: 'mathml' })
    .use(rehypeShiki, { theme: codeTheme, transformers: [tokenClasses] })
    .use(rehypeProse)
    .use(rehypeStringify)
    .process(locale === 'zh' ? zh : en);
  return String(html).replace('<h2>', `${callout[locale]}<h2>`);
}

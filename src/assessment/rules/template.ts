import { columns, optionLetters } from './sheet.ts';

/** The rows of a table that shows how questions are written: what columns are called, and a question of each kind. */
export const templateRows: readonly (readonly string[])[] = [
  [
    columns.kind[0],
    columns.stem[0],
    ...optionLetters,
    columns.answer[0],
    columns.feedback[0],
    columns.category[0],
  ],
  ...[
    [
      '单选',
      '弦长减半，音高怎样变化？',
      ['不变', '高八度', '低八度'],
      'B',
      '频率加倍，高一个八度。',
    ],
    ['多选', '下面哪些是协和音程？', ['纯五度', '小二度', '大三度'], 'AC', ''],
    ['判断', '振动越快，声音越高。', [], '对', ''],
    ['填空', '国际标准音是哪个音？', [], 'A4 | la', '几种写法用竖线隔开。'],
    ['数值', '国际标准音的频率是多少赫兹？', [], '439~441', '可以写一个数，也可以写范围。'],
    ['连线', '把唱名和音名连起来。', ['do -> C', 're -> D', 'mi -> E'], '', ''],
    ['问答', '用自己的话说说什么是音阶。', [], '', ''],
  ].map(([kind, stem, options, answer, feedback]) => [
    kind as string,
    stem as string,
    ...optionLetters.map((_, at) => (options as readonly string[])[at] ?? ''),
    answer as string,
    feedback as string,
    '乐理',
  ]),
];

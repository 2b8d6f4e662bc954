import type { Words } from '#kernel/locale.ts';

/** What the screens of question banks say. */
export const bankWords = {
  title: { zh: '题库', en: 'Question banks' },
  lead: {
    zh: '把已有的题目先带进来：GIFT、Aiken 的文本，或 Excel 表格。测验功能开放后，就能直接用它们出题。',
    en: 'Bring the questions that you have: text in GIFT or Aiken, or an Excel table. They are kept here for quizzes, which come later.',
  },
  hint: {
    zh: '一个 .txt、.gift 或 .xlsx 文件，最多 8 MB、5,000 题',
    en: 'One .txt, .gift or .xlsx file of at most 8 MB and 5,000 questions',
  },
  template: { zh: '下载 Excel 模板', en: 'Excel template' },
  none: {
    zh: '还没有题库。上传一个文件，或先下载模板看看怎么写。',
    en: 'No question banks yet. Upload a file, or look at the template first.',
  },
  name: { zh: '名称', en: 'Title' },
  form: { zh: '格式', en: 'Form' },
  count: { zh: '题数', en: 'Questions' },
  problemCount: { zh: '没有读到', en: 'Not read' },
  at: { zh: '导入时间', en: 'Imported' },
  kept: { zh: '已存入 {count} 题', en: '{count} questions kept' },
  problems: { zh: '没有读到的 {count} 处', en: '{count} places that could not be read' },
  problemsLead: {
    zh: '改好原来的文件再上传一次，就会得到一个新的题库；旧的可以删除。',
    en: 'Mend the file and upload it again: it becomes a bank of its own, and this one can be deleted.',
  },
  line: { zh: '第 {line} 行', en: 'Line {line}' },
  everywhere: { zh: '文件末尾', en: 'The end' },
  questions: { zh: '题目', en: 'Questions' },
  number: { zh: '序号', en: 'No.' },
  kind: { zh: '题型', en: 'Kind' },
  stem: { zh: '题目', en: 'Question' },
  options: { zh: '选项', en: 'Options' },
  answer: { zh: '答案', en: 'Answer' },
  feedback: { zh: '解析', en: 'Feedback' },
  noQuestions: { zh: '没有这种题型的题目', en: 'No questions of this kind' },
  gift: { zh: '导出 GIFT', en: 'Export as GIFT' },
  removeTitle: { zh: '删除题库“{title}”？', en: 'Delete the bank “{title}”?' },
  removeText: {
    zh: '其中的 {count} 题会一起删除，不能恢复。需要的话请先导出。',
    en: 'Its {count} questions go with it, and cannot be brought back. Export them first if you need them.',
  },
  removed: { zh: '题库已删除', en: 'The bank was deleted' },
} as const satisfies Record<string, Words>;

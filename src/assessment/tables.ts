// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface QuestionBankTable {
  id: string;
  ownerId: string;
  title: string;
  form: 'gift' | 'aiken' | 'xlsx';
  questionCount: number;
  problems: ColumnType<unknown, string | undefined, string>;
  createdAt: Date;
}

export interface BankQuestionTable {
  bankId: string;
  position: number;
  kind: 'single' | 'multiple' | 'true_false' | 'short' | 'numeric' | 'matching' | 'essay';
  title: Generated<string>;
  category: Generated<string>;
  stem: string;
  format: 'plain' | 'markdown' | 'html' | 'moodle';
  feedback: Generated<string>;
  answer: ColumnType<unknown, string, string>;
}

declare module '#platform/db.ts' {
  interface Tables {
    questionBank: QuestionBankTable;
    bankQuestion: BankQuestionTable;
  }
}

import type { QuestionTable } from './question-table.ts';
export declare const questionsJa: QuestionTable;
//# sourceMappingURL=questions-ja.d.ts.map
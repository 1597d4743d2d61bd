import type { QuestionTable } from './question-table.ts';
export declare const questionsEn: QuestionTable;
//# sourceMappingURL=questions-en.d.ts.map
import type { Topic } from './handbook-document.ts';
export interface TopicQuestions {
    /** How the topic is called inside a sentence. */
    readonly subject: string;
    /** Questions that stand alone and need the handbook. */
    readonly questions: readonly string[];
    /** Questions that only make sense after one of the above; the same documents answer them. */
    readonly followUps: readonly string[];
}
/** What people ask, in one language. */
export interface QuestionTable {
    /** Openings that no handbook is needed for. */
    readonly smallTalk: readonly string[];
    readonly topics: Readonly<Record<Topic, TopicQuestions>>;
    /** The explicit wish to search. */
    readonly searchRequest: (subject: string) => string;
}
//# sourceMappingURL=question-table.d.ts.map
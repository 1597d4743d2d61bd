import { type Language } from './handbook-document.ts';
/** Why a turn should, or should not, lead to a search. The first four are the checks a search decision has to pass. */
export type TurnCase = 'no-search-needed' | 'unrelated' | 'related' | 'search-requested' | 'first-question';
export interface ConversationTurn {
    readonly question: string;
    readonly case: TurnCase;
    /** What a faultless search decision answers. */
    readonly expected: 'Yes' | 'No';
}
export interface Conversation {
    readonly id: string;
    readonly language: Language;
    readonly turns: readonly ConversationTurn[];
}
/** Conversations before shapes, topics and languages repeat themselves. */
export declare const DISTINCT_CONVERSATIONS: number;
/** The first `count` conversations of a seed. The seed changes the wording and the topics that follow each other. */
export declare function conversations(count: number, seed: number): Conversation[];
//# sourceMappingURL=conversations.d.ts.map
export declare const topics: readonly ['leave', 'remote', 'expenses', 'rooms', 'laptops', 'passwords', 'visitors', 'commuting', 'health', 'training', 'printing', 'emergency'];
export type Topic = (typeof topics)[number];
export type Language = 'en' | 'ja';
/** One page of the office handbook. */
export interface HandbookDocument {
    readonly id: `${Topic}-${Language}`;
    readonly language: Language;
    readonly title: string;
    readonly text: string;
}
//# sourceMappingURL=handbook-document.d.ts.map
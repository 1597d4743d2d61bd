import type { HandbookDocument } from './handbook-document.ts'
import { handbookEn } from './handbook-en.ts'
import { handbookJa } from './handbook-ja.ts'

/** The office handbook that the chatbot answers from, in English and Japanese. */
export const handbook: readonly HandbookDocument[] = [...handbookEn, ...handbookJa]

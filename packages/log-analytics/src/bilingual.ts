import type { LocalizedText } from './header.ts'

/** Resources have one name and one description for all readers. */
export const bilingual = ({ en, ja }: LocalizedText): string => (en === ja ? en : `${en} / ${ja}`)

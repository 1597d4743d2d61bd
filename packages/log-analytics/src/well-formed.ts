/** Half a character would be none in UTF-8: the sign for it instead. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\ufffd')

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What XML 1.0 has no way to write, controls and halves of surrogate pairs, becomes U+FFFD. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text in XML or HTML, between tags or in an attribute. */
export function markup(text: string): string {
  return text
    .replaceAll(UNWRITABLE, '\ufffd')
    .replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? character)
}

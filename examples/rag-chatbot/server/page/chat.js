// @ts-check
const TEXTS = {
  en: {
    title: 'Office handbook',
    question: 'Your question',
    send: 'Ask',
    sources: 'From:',
    up: 'Good answer',
    down: 'Bad answer',
    thanks: 'Thank you.',
    lost: 'The answer did not arrive. Please ask again.',
  },
  ja: {
    title: '社内ハンドブック',
    question: '質問',
    send: '送信',
    sources: '出典:',
    up: '良い回答',
    down: '良くない回答',
    thanks: 'ありがとうございます。',
    lost: '回答を受け取れませんでした。もう一度お試しください。',
  },
}
const language = navigator.language.startsWith('ja') ? 'ja' : 'en'
const texts = TEXTS[language]

document.documentElement.lang = language
document.title = texts.title
for (const element of document.querySelectorAll('[data-text]'))
  element.textContent = texts[/** @type {keyof typeof texts} */ (element.getAttribute('data-text'))]

const log = /** @type {HTMLElement} */ (document.querySelector('#log'))
const form = /** @type {HTMLFormElement} */ (document.querySelector('#ask'))
const input = /** @type {HTMLInputElement} */ (document.querySelector('#question'))
const send = /** @type {HTMLButtonElement} */ (form.querySelector('button'))
/** @type {string | undefined} */
let conversation

/** What was written is text, never markup. */
function add(name, text, ...children) {
  const element = document.createElement(name)
  element.textContent = text
  element.append(...children)
  return element
}

async function* linesOf(response) {
  let rest = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}

const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

function thumb(which, responseId, facts) {
  const button = add('button', which === 'up' ? '👍' : '👎')
  button.type = 'button'
  button.title = texts[which]
  button.setAttribute('aria-label', texts[which])
  button.addEventListener('click', async () => {
    const { ok } = await post('/feedback', { responseId, thumb: which })
    if (!ok) return
    for (const each of facts.querySelectorAll('button')) each.disabled = true
    button.setAttribute('aria-pressed', 'true')
    facts.append(add('span', texts.thanks))
  })
  return button
}

function factsOf({ cited, responseId }) {
  const facts = add('div', '')
  facts.className = 'facts'
  if (cited.length > 0)
    facts.append(add('span', `${texts.sources} ${cited.map(({ title }) => title).join(', ')}`))
  if (responseId !== undefined)
    facts.append(thumb('up', responseId, facts), thumb('down', responseId, facts))
  return facts
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const question = input.value.trim()
  if (question === '') return
  input.value = ''
  send.disabled = true
  const asked = add('p', question)
  asked.className = 'user'
  const answer = add('p', '')
  log.append(asked, answer)
  try {
    const response = await post('/chat', { question, conversation })
    if (!response.ok) throw new Error((await response.json()).error)
    for await (const line of linesOf(response)) {
      if (line.type === 'text') answer.textContent += line.text
      else {
        conversation = line.conversation
        log.append(factsOf(line))
      }
    }
  } catch (error) {
    answer.textContent = texts.lost
    console.error(error)
  } finally {
    send.disabled = false
    input.focus()
    answer.scrollIntoView({ block: 'nearest' })
  }
})

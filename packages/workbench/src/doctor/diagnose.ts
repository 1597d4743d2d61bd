import type { Check } from '../api/checks.ts'
import type { Facts } from './facts.ts'
import { runCauses } from './run-causes.ts'
import { surroundingCauses } from './surrounding-causes.ts'

/** All that was found, with what to do about it. */
export function diagnose(facts: Facts): readonly Check[] {
  const around = surroundingCauses.flatMap((cause) => cause(facts) ?? [])
  const { run } = facts
  if (run === undefined) return around
  const { probe } = run
  if (probe === undefined) return [...around, unseen]
  return [...runCauses.flatMap((cause) => cause({ ...run, probe }, facts) ?? []), ...around]
}

const unseen: Check = {
  id: 'unseen',
  status: 'problem',
  title: { en: 'The command could not be looked into', ja: 'コマンドの内部を確認できませんでした' },
  detail: {
    en: 'It is no Node, or it was killed, or its Node is older than 22.15.',
    ja: 'Node ではないか、強制終了されたか、Node が 22.15 より古い可能性があります。',
  },
  fix: {
    en: 'Name the command that runs Node itself: kansoku doctor -- node app.js',
    ja: 'Node を直接実行するコマンドを指定します: kansoku doctor -- node app.js',
  },
}

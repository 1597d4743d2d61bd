import { InvalidArgumentError, Option } from 'commander'

import { formats } from './output.ts'

/** The options that several commands take, each said once. */
export function formatOption(): Option {
  return new Option('-f, --format <format>', 'how to print').choices(formats).default('table')
}

export function dataOption(): Option {
  return new Option('-d, --data <folder>', 'folder of the stored rows')
    .default('.kansoku')
    .argParser(folder)
}

/** An empty variable in a script would otherwise mean the working directory. */
export function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Name a folder.')
  return text
}

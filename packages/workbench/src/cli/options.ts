import { type Command, InvalidArgumentError, Option } from 'commander'

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

/** Where the rows are: on this machine, or in Azure. */
export function addWhereOptions(command: Command): Command {
  return command
    .addOption(dataOption())
    .option('-w, --workspace <id>', 'ask this Log Analytics workspace, with your own login')
    .option('--endpoint <url>', 'of the query API, for another cloud than the public one')
}

/** An empty variable in a script would otherwise mean the working directory. */
export function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Name a folder.')
  return text
}

export function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 3600))
    throw new InvalidArgumentError('Seconds are a number above 0, 3600 at most.')
  return value
}

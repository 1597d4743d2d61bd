import { writeFile } from 'node:fs/promises'

import { type Command, InvalidArgumentError, Option } from 'commander'

import { type ChartData, chartData } from '../chart/chart-data.ts'
import { type ChartThemeName, chartThemes } from '../chart/chart-theme.ts'
import { askText } from './ask-text.ts'
import type { Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { addWhereOptions } from './options.ts'
import { terminalChart } from './terminal.ts'

interface ChartOptions extends Where {
  readonly svg?: string
  readonly png?: string
  readonly theme: ChartThemeName
  readonly width: number
  readonly height: number
}

export function addChartCommand(program: Command): void {
  const command = program
    .command('chart')
    .description('draw what a query renders: on the terminal, as SVG, as PNG')
    .argument('<query>', 'a .kql file, the name of a query of the pack, or - for standard input')
  addWhereOptions(command)
    .option('--svg <file>', 'write an SVG; - is standard output')
    .option('--png <file>', 'write a PNG, two pixels for each of the chart; - is standard output')
    .addOption(
      new Option('--theme <theme>', 'colours of the picture')
        .choices(Object.keys(chartThemes))
        .default('light'),
    )
    .option('--width <pixels>', 'of the picture', pixels, 800)
    .option('--height <pixels>', 'of the picture', pixels, 400)
    .addHelpText('after', examples)
    .action(chart)
}

async function chart(what: string, options: ChartOptions): Promise<void> {
  const answer = await askText(what, options)
  const data = chartData(answer)
  if (data === undefined) {
    const kind = answer.visualization?.kind
    throw new CliError(
      kind === undefined
        ? `${what} has no "render": end it with "| render columnchart", for example.`
        : `${what} renders ${kind}, which is no chart that can be drawn.`,
      2,
    )
  }
  const { svg, png } = options
  if (svg === undefined && png === undefined) process.stdout.write(`${terminalChart(data)}\n`)
  else await pictures(data, options)
}

/** The drawing library takes a quarter of a second to load: only who asks for a picture waits. */
async function pictures(data: ChartData, { svg, png, ...picture }: ChartOptions): Promise<void> {
  const { chartSvg } = await import('../chart/chart-svg.ts')
  const drawn = chartSvg(data, picture)
  if (svg !== undefined) await write(svg, drawn)
  if (png === undefined) return
  const { pngOf } = await import('../chart/chart-png.ts')
  await write(png, pngOf(drawn))
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  if (file === '-') {
    process.stdout.write(content)
    return
  }
  await writeFile(file, content).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(`The picture cannot be written: ${why}`, 1, { cause })
  })
}

function pixels(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 100 || value > 10_000) {
    throw new InvalidArgumentError('Pixels are a whole number from 100 to 10000.')
  }
  return value
}

const examples = `
Letters of a PNG come from the fonts of the machine: Japanese text needs one that has it, e.g. Noto Sans CJK.

Exit code: 0 drawn, 2 the query is wrong or renders nothing, 1 anything else.

Examples:
  kansoku chart answers-per-turn
  kansoku chart answers-per-turn --svg answers.svg
  kansoku chart calls.kql --png calls.png --theme dark --width 1200`

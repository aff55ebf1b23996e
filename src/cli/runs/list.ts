import { join } from 'node:path'
import type { Command } from 'commander'
import { exitCodes, messageOf } from '../../ground/errors.ts'
import { fitWidth } from '../../ground/text-width.ts'
import type { RunSummary } from '../../index.ts'
import type { Action, RunAction } from '../command.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'

type Magi = typeof import('../../index.ts')

/** `magi runs list`: a line each. */
export function addRunsList(group: Command, run: RunAction): void {
  addOutputFlags(group.command('list', { isDefault: true }))
    .summary('a line each: id, when, model, drawn, outcome, question')
    .description('List the runs below the state folder, oldest first. Times are UTC, as in the ids.')
    .action((flags: OutputFlags) => run(list(flags), flags))
}

function list(flags: OutputFlags): Action {
  return async ({ terminal, cli, stop }) => {
    const magi = await import('../../index.ts')
    const folder = magi.runsFolder(cli.env)
    const runs: RunSummary[] = []
    for (const id of await magi.listRunIds(folder)) {
      stop.throwIfAborted()
      try {
        runs.push(await magi.summariseRun(join(folder, id)))
      } catch (thrown) {
        // One damaged run must not hide the others.
        terminal.warn(`${id}: ${messageOf(thrown)}`)
      }
    }
    if (flags.json) {
      terminal.out(`${magi.safeJson({ schema: 'magi.runs/1', runs })}\n`)
      return exitCodes.answered
    }
    if (runs.length === 0) {
      terminal.note(`There are no runs in ${folder}.`)
      return exitCodes.answered
    }
    const header = ['id', 'when', 'command', 'model', 'drawn', 'outcome', 'question']
    const rows = [header, ...runs.map((each) => row(magi, each))]
    const width = cli.stdout.isTTY === true ? (cli.stdout.columns ?? 100) : Number.POSITIVE_INFINITY
    for (const line of magi.alignColumns(rows, [1, 2, 3, 5, 6])) terminal.out(`${fitWidth(line, width)}\n`)
    return exitCodes.answered
  }
}

function row(magi: Magi, summary: RunSummary): string[] {
  const { runId, createdAt, command, model, prompt, dataset, problems, drawn, recorded } = summary
  const clean = (text: string, most: number) => magi.oneLine(magi.cleanForTerminal(text), most)
  return [
    clean(runId, 40),
    createdAt.slice(0, 16).replace('T', ' '),
    command,
    clean(model, 30),
    drawn === undefined ? `${recorded ?? 0} so far` : String(drawn),
    clean(outcomeText(summary), 40),
    dataset === undefined
      ? clean(prompt ?? '', 60)
      : clean(`${magi.traceName(dataset)} (${magi.formatMany(problems ?? 0, 'problem')})`, 60),
  ]
}

/** What a run came to, in a few words. */
function outcomeText({ command, state, votes, answer }: RunSummary): string {
  if (state === 'being-written') return 'being written'
  if (votes === undefined || state === 'unfinished') return 'unfinished'
  if (answer !== undefined) return answer
  const counts = Object.entries(votes).filter(([, count]) => count > 0)
  const words = counts.map(([type, count]) =>
    command === 'vote' ? nameOf(type) : `${count} ${nameOf(type)}`,
  )
  return words.join(', ')
}

function nameOf(type: string): string {
  return { won: 'won', tied: 'tied', short: 'short of the quorum' }[type] ?? 'no answer'
}

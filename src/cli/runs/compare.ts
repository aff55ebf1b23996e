import type { Command } from 'commander'
import { defined } from '../../ground/defined.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { ProblemOutcome, RecordedQuestion } from '../../index.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'
import { findSources, numberList, openRun, type RecordedSource } from './recorded.ts'

type Magi = typeof import('../../index.ts')

interface CompareFlags extends OutputFlags {
  readonly k?: string
  readonly models?: string
}

/** `magi runs compare`: two runs on the problems both have. */
export function addRunsCompare(group: Command, run: RunAction): void {
  addOutputFlags(
    group
      .command('compare')
      .argument('<first>', 'a run, or a file of recorded answers')
      .argument('<second>', 'what is compared with it'),
  )
    .summary('two runs on the problems both have, paired, with intervals')
    .description(
      'Compare two runs, or files of recorded answers (docs/voting.md), on the problems both have: pass@1, maj@k and votes, with\n' +
        'paired intervals and exact tests, and at equal tokens. Problems are paired by id.',
    )
    .option(
      '-k, --k <numbers>',
      'numbers of samples for maj@k (default: 1, 2, 4 … and the most that all have)',
    )
    .option('--models <first,second>', 'of files that hold several models, the one of each to take')
    .action((first: string, second: string, flags: CompareFlags) =>
      run(compare([first, second], flags), flags),
    )
}

function compare(named: readonly [string, string], flags: CompareFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const ks = flags.k === undefined ? undefined : numberList('-k', [flags.k])
    const models = flags.models?.split(',').map((model) => model.trim())
    if (models !== undefined && models.length !== 2)
      throw new UsageError(`--models is "${flags.models}".`, { fix: 'Name two, with a comma between.' })
    const sources = await findSources(magi, named, context)
    const sides: Side[] = []
    for (const [place, source] of sources.entries())
      sides.push(await readSide(magi, source, models?.[place], context))
    const [first, second] = paired(sides)
    const comparison = magi.compareRuns(first?.outcomes ?? [], second?.outcomes ?? [], defined({ ks }))
    const names = { first: first?.name ?? '', second: second?.name ?? '' }
    if (comparison.problems === 0) {
      throw new UsageError(`${names.first} and ${names.second} share no problem with a known answer.`, {
        fix: sides.some(({ models: several }) => several.size > 1)
          ? 'A file holds several models: name the one of each with --models FIRST,SECOND.'
          : 'Compare runs over the same dataset.',
      })
    }
    if (flags.json) context.terminal.out(`${magi.safeJson(magi.comparisonJson(names, comparison))}\n`)
    else context.terminal.out(magi.comparisonText(names, comparison))
    return exitCodes.answered
  }
}

/** One of the two, with the names that its problems could be paired by: the plainest first. */
interface Side {
  readonly name: string
  readonly type: RecordedSource['type']
  readonly models: ReadonlySet<string>
  readonly problems: readonly { readonly outcome: ProblemOutcome; readonly keys: readonly string[] }[]
}

async function readSide(
  magi: Magi,
  source: RecordedSource,
  model: string | undefined,
  context: CommandContext,
): Promise<Side> {
  if (source.type === 'run') {
    const { manifest, problems, samples } = await openRun(magi, source.named, context)
    const recorded = await magi.recordedProblems(
      { manifest, problems, samples: samples() },
      { extract: magi.extractAnswer },
    )
    return {
      name: manifest.runId,
      type: 'run',
      models: new Set([manifest.model.name]),
      problems: recorded.map((problem) => ({
        outcome: magi.recordedOutcome(problem, manifest, magi.sameAnswer),
        keys: [problem.id],
      })),
    }
  }
  const models = new Set<string>()
  const problems: { outcome: ProblemOutcome; keys: string[] }[] = []
  for await (const question of magi.readTrace(source.path, source.source)) {
    context.stop.throwIfAborted()
    models.add(question.model ?? '')
    if (model !== undefined && question.model !== model) continue
    problems.push({ outcome: magi.outcomeOfRecorded(question), keys: keysOf(question) })
  }
  if (model !== undefined && problems.length === 0) {
    throw new UsageError(`${source.source} holds nothing of the model "${model}".`, {
      fix: `Use one of: ${[...models].join(', ')}.`,
    })
  }
  const name = model === undefined ? source.source : `${source.source} ${model}`
  return { name, type: 'trace', models: model === undefined ? models : new Set([model]), problems }
}

function keysOf({ id, dataset = '', model = '' }: RecordedQuestion): string[] {
  return [id, `${dataset}/${id}`, `${dataset}/${model}/${id}`]
}

/**
 * Both sides under the names that pair their problems: the plainest that no two problems of a side share. Two files are
 * paired by dataset and id at least, since every dataset counts its problems from one.
 */
function paired(sides: readonly Side[]): { name: string; outcomes: ProblemOutcome[] }[] {
  const plainest = sides.some(({ type }) => type === 'run') ? 0 : 1
  const isClear = (form: number) =>
    sides.every(({ problems }) => new Set(problems.map((each) => key(each, form))).size === problems.length)
  const form = [plainest, 1].find(isClear) ?? 2
  return sides.map(({ name, problems }) => ({
    name,
    outcomes: problems.map((each) => ({ ...each.outcome, id: key(each, form) })),
  }))
}

function key({ keys }: Side['problems'][number], form: number): string {
  return keys[Math.min(form, keys.length - 1)] ?? ''
}

import { extractAnswer } from '../../answer/extract/extract.ts'
import { sameAnswer } from '../../answer/same-answer.ts'
import { compareRuns } from '../../experiment/estimate/compare-runs.ts'
import type { ProblemOutcome } from '../../experiment/estimate/outcome.ts'
import { outcomeOfRecorded } from '../../experiment/outcome-of.ts'
import { recountOutcome } from '../../experiment/recorded-outcome.ts'
import { recordedProblems } from '../../experiment/recorded-problems.ts'
import type { RecordedQuestion } from '../../experiment/trace/question.ts'
import { readTrace } from '../../experiment/trace/read-trace.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import { comparisonJson, comparisonText } from '../../report/comparison-text.ts'
import { safeJson } from '../../report/json.ts'
import type { Action, CommandContext } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { findSources, numberList, openRun, type RecordedSource } from './recorded.ts'

export interface CompareFlags extends OutputFlags {
  readonly k?: string
  readonly models?: string
}

/** Compares two runs on the problems both have. */
export function compare(pair: readonly [string, string], flags: CompareFlags): Action {
  return async (context) => {
    const ks = flags.k === undefined ? undefined : numberList('-k', [flags.k])
    const models = flags.models?.split(',').map((model) => model.trim())
    if (models !== undefined && models.length !== 2)
      throw new UsageError(`--models is "${flags.models}".`, { fix: 'Name two, with a comma between.' })
    const sources = await findSources(pair, context)
    const sides: Side[] = []
    for (const [place, source] of sources.entries())
      sides.push(await readSide(source, models?.[place], context))
    const [first, second] = paired(sides)
    const comparison = compareRuns(
      first?.outcomes ?? [],
      second?.outcomes ?? [],
      ks === undefined ? {} : { ks },
    )
    const names = { first: first?.name ?? '', second: second?.name ?? '' }
    if (comparison.problems === 0) {
      throw new UsageError(`${names.first} and ${names.second} share no problem with a known answer.`, {
        fix: sides.some(({ models: several }) => several.size > 1)
          ? 'A file holds several models: name the one of each with --models FIRST,SECOND.'
          : 'Compare runs over the same dataset.',
      })
    }
    if (flags.json) context.terminal.out(`${safeJson(comparisonJson(names, comparison))}\n`)
    else context.terminal.out(comparisonText(names, comparison))
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
  source: RecordedSource,
  model: string | undefined,
  context: CommandContext,
): Promise<Side> {
  if (source.type === 'run') {
    const { manifest, problems, samples } = await openRun(source.name, context)
    const recorded = await recordedProblems(
      { manifest, problems, samples: samples() },
      { extract: extractAnswer },
    )
    return {
      name: manifest.runId,
      type: 'run',
      models: new Set([manifest.model.name]),
      problems: recorded.map((problem) => ({
        outcome: recountOutcome(problem, manifest, sameAnswer),
        keys: [problem.id],
      })),
    }
  }
  const models = new Set<string>()
  const problems: { outcome: ProblemOutcome; keys: string[] }[] = []
  for await (const question of readTrace(source.path, source.source)) {
    context.stop.throwIfAborted()
    models.add(question.model ?? '')
    if (model !== undefined && question.model !== model) continue
    problems.push({ outcome: outcomeOfRecorded(question), keys: keysOf(question) })
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

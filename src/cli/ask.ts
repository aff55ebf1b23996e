import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { exitCodes } from '../errors.ts'
import type { Draw, Part, Retry, Sample } from '../index.ts'
import { answerContext, readFormat } from './answer-flags.ts'
import { AskStream } from './ask-stream.ts'
import type { Action, CommandContext, RunAction } from './command.ts'
import { addDrawFlags, addOutputFlags, type DrawFlags, givenPrompt, groups, maxAttemptsOf } from './flags.ts'
import { dryRunText, load, openModel } from './open-model.ts'
import { readPrompt } from './prompt.ts'
import { commandSettings } from './settings.ts'

/** `magi ask`: one guarded sample, streamed. */
export function addAsk(program: Command, run: RunAction): void {
  const command = program
    .command('ask')
    .argument('[prompt...]', 'the prompt; - reads standard input')
    .helpGroup(groups.draw)
    .summary('one guarded sample, streamed')
    .description('Draw one sample: thinking on stderr, the answer on stdout as it comes.')
    .option('--hide-thinking', 'do not show the thinking')
  addOutputFlags(addDrawFlags(command)).action((words: string[], flags: DrawFlags) =>
    run(ask(words, flags), flags),
  )
}

export function ask(given: readonly string[], givenFlags: DrawFlags): Action {
  const { words, flags } = givenPrompt(given, givenFlags)
  return async (context) => {
    const magi = await import('../index.ts')
    const { cli, terminal, stop } = context
    const prompt = await readPrompt(words, flags.file, cli)
    const settings = await commandSettings(magi, 'ask', flags, cli)
    const format = await readFormat(flags.schema, cli.cwd)
    const asked = settings.maybe('answer')
    const attempts = maxAttemptsOf(flags)
    const answerAsked = asked === undefined ? undefined : await answerContext(asked, flags, cli.cwd)
    const opened = await openModel(magi, settings, flags, prompt, { instruct: false, format }, context)
    const { driver, model, plan } = opened
    const seed = settings.maybe('seed') ?? randomInt(2 ** 31)
    if (flags.dryRun) {
      terminal.out(dryRunText(magi, opened, settings, [seed], driver.host))
      return exitCodes.answered
    }
    await load(magi, { driver, request: plan.request }, settings.get('loadTimeout'), context)

    const screen = new AskStream(context, {
      json: flags.json === true,
      hideThinking: settings.get('hideThinking'),
    })
    await screen.start(model.name)
    const drawer = await magi.openDrawer(driver, {
      ...plan,
      onTrip: settings.get('onTrip'),
      ...attempts,
      model,
      clock: cli.clock,
      random: Math.random,
      signal: stop,
      onNotice: (text) => terminal.warn(text),
    })
    if (drawer.notice !== undefined) terminal.note(drawer.notice)
    let identity = { problem: 'p1', index: 0, seed, attempt: 1 }
    const watch = {
      onPart: (part: Part) => screen.part(part),
      onRetry: (retry: Retry) => screen.retry(retry),
      onForce: ({ end }: Draw) => screen.forced(end),
    }
    let { draw, forced } = await drawer.draw(identity, stop, watch)
    while (identity.attempt <= drawer.retries && !forced && magi.isStuck(draw)) {
      screen.again(draw.end)
      identity = { ...identity, seed: (seed + identity.attempt) % 2 ** 31, attempt: identity.attempt + 1 }
      ;({ draw, forced } = await drawer.draw(identity, stop, watch))
    }
    const answer = magi.answerOf(draw, answerAsked, magi.extractAnswer, forced)
    const sample = magi.recordOf(identity, draw, answer, forced)
    screen.end(draw.text)
    if (flags.json) terminal.out(`${magi.safeJson(sample)}\n`)
    else if (sample.answer.type === 'found')
      terminal.note(terminal.style('bold', `answer: ${magi.cleanForTerminal(sample.answer.value)}`))
    showEnding(sample, draw, context, flags.verbose === true)
    return exitCodeOf(sample, asked !== undefined)
  }
}

/** Says how a sample ended where that is not simply finished, and its numbers under `--verbose`. */
function showEnding(
  { answer, end, forced, forcedEnd, text, timing, tokens }: Sample,
  { usage }: Draw,
  { terminal }: CommandContext,
  verbose: boolean,
): void {
  if (end.type === 'tripped') terminal.warn(`stopped by ${end.guard}: ${end.detail}`)
  else if (end.type === 'failed') terminal.warn(`failed: ${end.message}`)
  else if (end.type === 'cancelled') {
    if (end.why !== 'closed-stdout') terminal.note(`cancelled: ${end.why}`)
  } else if (end.reason === 'length')
    terminal.warn(`cut off at the output limit after ${tokens.output} tokens; --max-tokens changes it`)
  else if (text.trim() === '') terminal.warn('The model ended without an answer.')
  else if (answer.type === 'none' && answer.reason === 'not-found')
    terminal.warn('No answer of the kind that --answer asks for was found in the text.')
  if (forcedEnd !== undefined && !forced && end.type !== 'cancelled')
    terminal.warn(`no answer could be forced out: ${reasonOf(forcedEnd)}`)
  if (!verbose) return
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : `${(ms / 1_000).toFixed(3)} s`)
  const lines: [string, string | number | undefined][] = [
    ['total duration', seconds(usage.totalMs ?? timing.elapsedMs)],
    ['load duration', seconds(usage.loadMs)],
    ['prompt eval count', usage.promptTokens],
    ['prompt eval duration', seconds(usage.promptMs)],
    ['first part after', seconds(timing.firstPartMs)],
    ['eval count', `${tokens.output} (${tokens.thinking} thinking, counted by the ${tokens.counted})`],
    [
      'eval rate',
      timing.tokensPerSecond === undefined ? undefined : `${timing.tokensPerSecond} tokens/s, by arrival`,
    ],
  ]
  for (const [name, value] of lines)
    if (value !== undefined) terminal.err(`${`${name}:`.padEnd(22)}${value}\n`)
}

/** Why a forced answer is none. */
function reasonOf(end: Sample['end']): string {
  if (end.type === 'tripped') return `${end.guard}: ${end.detail}`
  if (end.type === 'failed') return end.message
  if (end.type === 'cancelled') return end.why
  return end.reason === 'length' ? 'it was cut off too' : 'the model said nothing'
}

/** The exit code of one sample. Any finished text is an answer, unless an answer of a kind was asked for. */
function exitCodeOf({ end, answer, text, forced, forcedEnd }: Sample, asked: boolean): number {
  if (end.type === 'cancelled') return exitCodes.failed
  if (forced) return asked && answer.type === 'none' ? exitCodes.noAnswer : exitCodes.answered
  if (forcedEnd !== undefined) return exitCodes.limit
  if (end.type === 'tripped') return exitCodes.limit
  if (end.type === 'failed') return end.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
  if (asked) return answer.type === 'found' ? exitCodes.answered : exitCodes.noAnswer
  if (end.reason === 'length' && text.trim() === '') return exitCodes.limit
  return exitCodes.answered
}

import { exitCodes, UsageError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { hostTargets } from '../../run/host-targets.ts'
import { plannedRequest } from '../../run/open-model.ts'
import { windowOf } from '../../sample/limits.ts'
import { entryOf } from '../../sample/loaded-model.ts'
import { loadModel } from '../../sample/prepare.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import { measureSlots } from '../../tune/measure-slots.ts'
import { bestSlots, type SlotRate, voteMs } from '../../tune/slot-curve.ts'
import type { Action } from '../command.ts'
import { commandSettings } from '../draw/settings.ts'
import { modelFromSettings } from '../draw/show-plan.ts'
import { type DrawFlags, wholeNumber } from '../flags.ts'
import { saveTuning, whereToSave } from './save-tuning.ts'
import { conclusionLines, memoryLines, rateLines, votesOf } from './tune-text.ts'
import type { Tuning } from './tuning.ts'

/** Flags of `magi tune`, as commander gives them. */
export interface TuneFlags extends DrawFlags {
  readonly maxSlots?: string
  readonly tokens?: string
  readonly repeats?: string
  readonly sampleTokens?: string
  readonly save?: string
}

/** It never ends by itself: whatever length is measured, there is more. */
const prompt =
  'Count upwards from one in words, one number after another, and do not stop before one thousand.'

/** Longest time for one batch of the measurement, in milliseconds: a slow CPU writes 128 tokens in that time. */
const batchLimitMs = 600_000

/** Measures the machine, says what it can do, and saves it where that is asked for. */
export function tune(flags: TuneFlags): Action {
  return async ({ terminal, cli, stop }) => {
    const maxSlots = atLeast('--max-slots', flags.maxSlots, 1, 8)
    const tokens = atLeast('--tokens', flags.tokens, 8, 128)
    const repeats = atLeast('--repeats', flags.repeats, 1, 3)
    const tokensPerSample = atLeast('--sample-tokens', flags.sampleTokens, 1, 4_000)
    const settings = await commandSettings('vote', flags, cli)
    // Before minutes are spent on what cannot be kept.
    const place = flags.save === undefined ? undefined : await whereToSave(flags.save, settings)
    if (hostTargets(settings).targets.length > 1) {
      throw new UsageError('magi tune measures one host.', {
        fix: 'Name one by --host, and measure the others one after another: each has slots of its own.',
      })
    }
    const { driver, model } = await modelFromSettings(settings, { stop, terminal, cli })
    const { request, warnings } = plannedRequest(settings, model, { prompt, instruct: false })
    for (const warning of warnings) terminal.note(cleanForTerminal(warning))
    terminal.note(cleanForTerminal(`loading ${model.name} …`))
    await loadModel(driver, request, { limitMs: settings.get('loadTimeout'), clock: cli.clock, signal: stop })
    const rates: SlotRate[] = []
    const plan = {
      ...{ request, tokens, repeats, limitMs: batchLimitMs, clock: cli.clock, signal: stop },
      slotCounts: doublings(maxSlots),
      onBatch: (slots: number, repeat: number) =>
        terminal.note(`measuring ${slots} at once, ${repeat} of ${repeats} …`),
    }
    for await (const rate of measureSlots(driver, plan)) rates.push(rate)
    const loaded = entryOf(await driver.loaded(stop).catch(() => []), model.name)
    const { sizeBytes: loadedBytes, gpuBytes } = loaded ?? {}
    const { cacheBytesPerToken, trainedContext } = model.details
    const tuning: Tuning = {
      model: { name: model.name, digest: model.digest },
      ...{ host: driver.host, at: cli.clock.date().toISOString(), tokens, tokensPerSample, rates },
      best: bestSlots(rates),
      memory: {
        ...(loadedBytes === undefined ? {} : { loadedBytes }),
        ...(gpuBytes === undefined ? {} : { gpuBytes }),
        ...(cacheBytesPerToken === undefined ? {} : { cacheBytesPerToken }),
        window: windowOf(Number(settings.options['num_ctx']?.value), trainedContext).tokens,
        slotsServed: rates.reduce((most, { sideBySide }) => Math.max(most, sideBySide), 1),
      },
    }
    const saved = place === undefined ? undefined : await saveTuning(place, tuning, settings)
    terminal.out(flags.json ? `${safeJson(tuningJson(tuning, saved))}\n` : tuningText(tuning))
    if (saved !== undefined) {
      const name = flags.save ?? ''
      terminal.note(
        cleanForTerminal(
          `written: ${saved}. magi vote --profile ${name} draws ${tuning.best.slots} at once; "profile": "${name}" in your config.json makes it the default.`,
        ),
      )
    }
    return exitCodes.answered
  }
}

function atLeast(flag: string, text: string | undefined, least: number, otherwise: number): number {
  const value = wholeNumber(flag, text) ?? otherwise
  if (value >= least && value <= 100_000) return value
  throw new UsageError(`${flag} is ${value}.`, { fix: `Give it a whole number from ${least} to 100,000.` })
}

/** 1, 2, 4, 8 … and the most itself. */
function doublings(most: number): number[] {
  const counts: number[] = []
  for (let count = 1; count < most; count *= 2) counts.push(count)
  return [...counts, most]
}

function tuningText(tuning: Tuning): string {
  const { model, host, tokens, rates } = tuning
  const title = `${model.name} (${model.digest.slice(0, 12)}) on ${host}: measured with samples of ${tokens} tokens, warm; medians`
  const lines = [title, '', ...rateLines({ ...tuning, rates }), '', ...conclusionLines(tuning)]
  return [...lines, ...memoryLines(tuning)].map((line) => `${cleanForTerminal(line)}\n`).join('')
}

function tuningJson(tuning: Tuning, saved: string | undefined) {
  const { rates, best, tokensPerSample, ...rest } = tuning
  return {
    schema: 'magi.tune/1',
    ...rest,
    sampleTokens: tokensPerSample,
    rates: rates.map((rate) => ({
      ...rate,
      votes: votesOf.map((n) => ({
        n,
        ms: Math.round(voteMs(rates, { slots: rate.slots, n, tokensPerSample })),
      })),
    })),
    best: { slots: best.slots, tokensPerSecond: best.tokensPerSecond },
    ...(saved === undefined ? {} : { saved }),
  }
}

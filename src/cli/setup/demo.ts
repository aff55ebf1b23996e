import { demoRun } from '../../demo/coin-samples.ts'
import { startDemoRuntime } from '../../demo/runtime.ts'
import { exitCodes, messageOf, UsageError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { settingsOfPolicy, votingPolicy } from '../../vote/policy.ts'
import type { Action } from '../command.ts'
import { type DrawFlags, type OutputFlags, wholeNumber } from '../flags.ts'
import { vote } from '../vote/vote.ts'

/** Flags of `magi demo`. */
export interface DemoFlags extends DrawFlags, OutputFlags {
  /** A port; `true` where none is named. */
  readonly serve?: string | true
}

/** Slots of the runtime that is kept for other commands, as few machines with a real one have more. */
const servedSlots = 4

/** Keeps the embedded runtime until it is stopped. Its address is all that goes to stdout. */
function serveDemo(flags: DemoFlags): Action {
  return async ({ terminal, stop }) => {
    const port = flags.serve === true ? 0 : (wholeNumber('--serve', flags.serve) ?? 0)
    if (port > 65_535) throw new UsageError(`--serve is ${port}.`, { fix: 'A port is at most 65535.' })
    if (flags.runDir !== undefined) {
      throw new UsageError('--serve holds no vote, so it has no run.', { fix: 'Leave --run-dir out.' })
    }
    const { host, model, close } = await startDemoRuntime({
      port,
      slots: servedSlots,
      tokenDelayMs: demoRun.tokenDelayMs,
    }).catch((cause: unknown) => {
      throw new UsageError(`Cannot listen at port ${port}: ${messageOf(cause)}.`, {
        fix: 'Name a port that is free, or none.',
        cause,
      })
    })
    try {
      terminal.note(terminal.style('bold', `demo, no model: ${model} plays written samples until Ctrl-C`))
      terminal.note(`use it: magi bench arithmetic-easy -n 8 --slots ${servedSlots} --host ${host}`)
      terminal.out(flags.json ? `${safeJson({ host, model })}\n` : `${host}\n`)
      if (!stop.aborted)
        await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
    } finally {
      await close()
    }
    return exitCodes.answered
  }
}

/** A vote on written samples; with `--serve` the runtime that plays them. */
export function demo(flags: DemoFlags): Action {
  return flags.serve === undefined ? demoVote(flags) : serveDemo(flags)
}

function demoVote(flags: DrawFlags): Action {
  return async (context) => {
    const { terminal } = context
    const { prompt, seed, n, slots, tokenDelayMs, maxTokens, maxThinkingTokens } = demoRun
    const runtime = await startDemoRuntime({ slots, tokenDelayMs })
    try {
      terminal.note(
        terminal.style('bold', 'demo, no model: written samples from an embedded runtime on this machine'),
      )
      terminal.note(`prompt: ${prompt}`)
      // Everything is set by flags, the strongest source, so that no file or variable of the user changes the demo.
      const set = {
        host: runtime.host,
        seed,
        ...settingsOfPolicy(votingPolicy('vote', { n, rule: 'certain' })),
        slots,
        maxTokens,
        maxThinkingTokens,
        preset: 'majority',
        profile: 'default',
        answer: 'auto',
        onTrip: 'drop',
        model: runtime.model,
        think: true,
        option: ['num_ctx=40960'],
        ...{ loadTimeout: '1m', firstPartTimeout: '1m', idleTimeout: '1m', timeout: '10m' },
      }
      return await vote([prompt], { ...flags, ...(set as object) })(context)
    } finally {
      await runtime.close()
    }
  }
}

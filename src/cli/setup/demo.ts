import type { Command } from 'commander'
import { exitCodes, messageOf, UsageError } from '../../ground/errors.ts'
import type { Action, RunAction } from '../command.ts'
import { addOutputFlags, type DrawFlags, groups, type OutputFlags, wholeNumber } from '../flags.ts'
import { vote } from '../vote/vote.ts'

/** `magi demo`: a vote on the embedded runtime, for a machine without a model. */
export function addDemo(program: Command, run: RunAction): void {
  const command = program
    .command('demo')
    .helpGroup(groups.setUp)
    .summary('a vote on an embedded runtime: no model, no network')
    .description(
      'Run a vote on written samples, over the same wire and through the same code as a real one. With --serve the ' +
        'embedded runtime stays for other commands: it answers the problem sets that ship with Magi.',
    )
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
    .option(
      '--serve [port]',
      'hold no vote; keep the embedded runtime at this port (default: a free one) until Ctrl-C',
    )
  addOutputFlags(command).action((flags: DemoFlags) =>
    run(flags.serve === undefined ? demo(flags) : serveDemo(flags), flags),
  )
}

/** Flags of `magi demo`. */
interface DemoFlags extends DrawFlags, OutputFlags {
  /** A port; `true` where none is named. */
  readonly serve?: string | true
}

/** Slots of the runtime that is kept for other commands, as few machines with a real one have more. */
const servedSlots = 4

/** Keeps the embedded runtime until it is stopped. Its address is all that goes to stdout. */
function serveDemo(flags: DemoFlags): Action {
  return async ({ terminal, stop }) => {
    const { startDemoRuntime, demoRun, safeJson } = await import('../../index.ts')
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

export function demo(flags: DrawFlags): Action {
  return async (context) => {
    const { demoRun, startDemoRuntime } = await import('../../index.ts')
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
        n,
        slots,
        maxTokens,
        maxThinkingTokens,
        rule: 'certain',
        ...{ tie: 'declare', extend: n, min: 0, schedule: 'eager', countForced: false },
        preset: 'majority',
        profile: 'default',
        answer: 'auto',
        onTrip: 'drop',
        model: runtime.model,
        quorum: 0,
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

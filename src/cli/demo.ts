import type { Command } from 'commander'
import type { Action, RunAction } from './command.ts'
import { addOutputFlags, groups } from './flags.ts'
import { vote } from './vote.ts'
import type { VoteFlags } from './vote-begin.ts'

/** `magi demo`: a vote on the embedded runtime, for a machine without a model. */
export function addDemo(program: Command, run: RunAction): void {
  const command = program
    .command('demo')
    .helpGroup(groups.setUp)
    .summary('a vote on an embedded runtime: no model, no network')
    .description('Run a vote on written samples, over the same wire and through the same code as a real one.')
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
  addOutputFlags(command).action((flags: VoteFlags) => run(demo(flags), flags))
}

export function demo(flags: VoteFlags): Action {
  return async (context) => {
    const { demoRun, startDemoRuntime } = await import('../index.ts')
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

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { type CliResult, startCli } from '../../support/run-cli.ts'
import { type Closed, type Handler, ScriptedOllama } from '../../support/scripted-ollama.ts'
import { end, hold, type Reply, send, stream } from '../../support/scripted-reply.ts'
import { CountedClock } from './counted-clock.ts'
import { budget, type Fault, faultyReply, type Phase, trippingReply, wellReply } from './phase.ts'

/** One run of the program, and how it left the world. */
export interface Ran extends CliResult {
  /** How each draw's connection ended, as the runtime saw it. */
  readonly closed: readonly Closed[]
  /** Time that passed, in milliseconds of the clock. */
  readonly elapsedMs: number
  /** Timers of the program that were still set when it ended. */
  readonly timersLeft: number
}

/** Longer than every limit of a sample together, in milliseconds: a program that is not over by then hangs. */
const foreverMs = 12 * 3_600_000

/** What a vote loads while its first sample is drawn: reading it from the disk takes time, in which a clock must not pass. */
const loaded = Promise.all([
  ...[import('../../../src/answer/extract/extract.ts'), import('../../../src/answer/answer-grouper.ts')],
  ...[import('../../../src/run/vote-reasons.ts'), import('../../../src/report/vote-report.ts')],
  ...[import('../../../src/cli/vote/report.ts'), import('../../../src/run/draw-ask.ts')],
])

/** A runtime whose draws all end in one fault, until it is well. */
export class FaultyRuntime {
  readonly clock = new FakeClock()
  readonly home: string
  readonly #ollama: ScriptedOllama
  readonly #fault: Fault
  readonly #phase: Phase
  #isWell = false
  /** Draws that broke, of this run. */
  #faults = 0
  #mostFaults = Number.POSITIVE_INFINITY
  #happened: Promise<unknown> = Promise.resolve()
  #isStopped = false

  static async start(fault: Fault, phase: Phase): Promise<FaultyRuntime> {
    await loaded
    const ollama = await ScriptedOllama.start()
    onTestFinished(() => ollama.close())
    return new FaultyRuntime(ollama, fault, phase, await memoryFolder())
  }

  private constructor(ollama: ScriptedOllama, fault: Fault, phase: Phase, home: string) {
    this.#ollama = ollama
    this.#fault = fault
    this.#phase = phase
    this.home = home
    const handler: Handler = (request) => this.#reply(request.path)
    ollama.draws(...Array.from({ length: 64 }, () => handler))
  }

  /** Starts the runtime again where the fault has stopped it. */
  async restart(): Promise<void> {
    await this.#happened
    if (this.#fault.runtime === 'stops' && this.#isStopped) await this.#ollama.listenAgain()
    this.#isStopped = false
  }

  /** The runtime answers well from now on. */
  async heal(): Promise<void> {
    await this.restart()
    this.#isWell = true
  }

  /** Runs the program to its end. `once`: the fault happens to the first request that can have it, and to no other. */
  async run(args: readonly string[], { once = false }: { once?: boolean } = {}): Promise<Ran> {
    const ollama = this.#ollama
    this.#faults = 0
    this.#mostFaults = once ? 1 : Number.POSITIVE_INFINITY
    const before = ollama.drawn.length
    const clock = new CountedClock(this.clock)
    const startMs = this.clock.nowMs()
    const env = { OLLAMA_HOST: ollama.host, HOME: this.home, XDG_STATE_HOME: `${this.home}/state` }
    const running = await startCli(args, { clock, env })
    let over = false
    const done = running.result.finally(() => {
      over = true
    })
    if (this.#fault.timeStands) await done
    while (!over && ollama.drawn.length === before) await settle(1)
    while (!over) {
      // Where nobody waits for a time, the disk is at work, and time may stand still.
      if (this.clock.pendingTimers === 0) await settle(1)
      else await this.clock.advance(10_000)
      if (this.clock.nowMs() - startMs > foreverMs) throw new Error(`It hangs:\n${running.stderr}`)
    }
    const result = await done
    return {
      ...result,
      closed: await Promise.all(ollama.drawn.slice(before).map(({ closed }) => closed)),
      elapsedMs: this.clock.nowMs() - startMs,
      timersLeft: clock.pendingTimers,
    }
  }

  #reply(path: string): Reply {
    if (this.#isWell) return wellReply
    // A forced answer is asked for by a raw prompt here, and the sample itself by a chat.
    if (this.#phase.forced && path === '/api/chat') return trippingReply
    this.#faults += 1
    if (this.#faults > this.#mostFaults) return this.#wellRest()
    const reply = faultyReply(this.#fault, this.#phase, this.clock)
    return this.#fault.runtime === undefined ? reply : this.#stopping(reply)
  }

  #wellRest(): Reply {
    const { forced, rest } = this.#phase
    return forced ? stream(...rest.map((line) => send(line)), end) : wellReply
  }

  /** The reply with its `hold` tied to the runtime's end. */
  #stopping(reply: Reply): Reply {
    const pause = hold()
    this.#happened = pause.reached.then(async () => {
      await settle(8)
      await this.#ollama.close()
      if (this.#fault.runtime === 'restarts') await this.#ollama.listenAgain()
      else this.#isStopped = true
      pause.release()
    })
    return { ...reply, steps: reply.steps.map((step) => (step.type === 'hold' ? pause : step)) }
  }
}

/** An empty folder, in memory where the system has such: syncing a disk for each of hundreds of runs takes long. */
async function memoryFolder(): Promise<string> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'magi-faults-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Flags that a phase needs. */
export function flagsOf({ forced }: Phase): string[] {
  return forced ? ['--on-trip', 'force', '--max-thinking-tokens', String(budget)] : ['--on-trip', 'drop']
}

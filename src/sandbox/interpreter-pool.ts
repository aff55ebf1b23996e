import pLimit from 'p-limit'
import type { Clock } from '../ground/clock.ts'
import type { ChildEnd } from './child-process.ts'
import type { Ready } from './frame-schema.ts'
import type { Interpreter } from './interpreter.ts'
import { runProgram } from './run-program.ts'
import type { Sandbox, SandboxLimits } from './sandbox.ts'

/** What interpreters are started and programs are run with. */
export interface PoolPlan {
  readonly limits: SandboxLimits
  readonly clock: Clock
  readonly start: () => Interpreter
}

/** How many interpreters wait for a program, and how many programs run at once: one interpreter takes 200 MB. */
const [mostWarm, mostAtOnce] = [2, 2]
/** Longest that an interpreter may take to be ready: without a snapshot, on a slow machine that is busy. */
const longestStartMs = 120_000

/** An interpreter that waits to be ready, but not for ever: one that takes too long is ended. */
export async function whenReady({ child, ready }: Interpreter, clock: Clock): Promise<Ready | ChildEnd> {
  const cancel = clock.setTimer(child.kill, longestStartMs)
  try {
    return await ready
  } finally {
    cancel()
  }
}

/**
 * Keeps interpreters warm, and gives each to one program. As many wait as programs run, so that none is kept warm for nobody, and the next program of
 * each caller finds one that has started while the one before ran.
 *
 * @param first - One that is ready.
 */
export function openPool(first: Interpreter, { limits, clock, start }: PoolPlan): Sandbox {
  const turn = pLimit(mostAtOnce)
  const alive = new Set<Interpreter>()
  let warm: Interpreter[] = []
  const closing = new AbortController()

  const keep = (interpreter: Interpreter) => {
    alive.add(interpreter)
    void interpreter.child.ended.then(() => {
      alive.delete(interpreter)
      // One that somebody else has ended while it waited is given to no program.
      warm = warm.filter((other) => other !== interpreter)
    })
    return interpreter
  }
  const take = async (): Promise<Interpreter> => {
    closing.signal.throwIfAborted()
    const interpreter = warm.shift() ?? keep(start())
    interpreter.child.hold(true)
    await whenReady(interpreter, clock)
    const wanted = Math.min(mostWarm, turn.activeCount + turn.pendingCount)
    while (!closing.signal.aborted && warm.length < wanted) warm.push(keep(start()))
    return interpreter
  }

  warm.push(keep(first))
  return {
    async run(job) {
      const signal = job.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, job.signal])
      const terms = { take, clock, limits: lower(limits, job.limits) }
      return turn(() => {
        signal.throwIfAborted()
        return runProgram({ ...job, signal }, terms)
      })
    },
    async close() {
      closing.abort(new Error('The sandbox is closed.'))
      const all = [...alive]
      for (const { child } of all) {
        child.hold(true) // it is waited for
        child.kill()
      }
      await Promise.all(all.map(({ child }) => child.ended))
    },
  }
}

/** The limits of the sandbox; a job may ask for less. */
function lower(limits: SandboxLimits, asked: Partial<SandboxLimits> = {}): SandboxLimits {
  const names = Object.keys(limits) as (keyof SandboxLimits)[]
  return Object.fromEntries(
    names.map((name) => [name, Math.min(limits[name], asked[name] ?? limits[name])]),
  ) as unknown as SandboxLimits
}

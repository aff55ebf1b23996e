import pLimit from 'p-limit'
import { type Clock, systemClock } from '../ground/clock.ts'
import { checkWalls, missingWall } from './check-walls.ts'
import { type Interpreter, startInterpreter } from './interpreter.ts'
import { allWalls, type InterpreterPlan, type WallChoice } from './interpreter-command.ts'
import { findPyodide } from './pyodide-folder.ts'
import { runProgram } from './run-program.ts'
import type { OpenedSandbox, Sandbox, SandboxLimits, SandboxOptions } from './sandbox.ts'
import { keepSnapshot } from './snapshot.ts'
import { findSystemTools } from './system-tools.ts'

/** What a program may take, where nothing else is said. */
export const defaultLimits: SandboxLimits = {
  inputWallTimeMs: 10_000,
  inputCpuTimeMs: 5_000,
  programWallTimeMs: 30_000,
  outputBytes: 2 ** 20,
  memoryBytes: 1_200 * 2 ** 20,
}

/** How many interpreters wait for a program, and how many programs run at once: one of them takes 200 MB. */
const [mostWarm, mostAtOnce] = [2, 2]
/** CPU time of a whole interpreter, in seconds, beside what its program may take by the clock: it loads, too. */
const loadingSeconds = 30

/**
 * Opens the sandbox, or says which wall is missing. The walls are tried, not assumed: an interpreter is started, and says what it can reach.
 * No program runs where the wall of the operating system is missing, unless the user trusts the network to Python's.
 */
export function openSandbox(options: SandboxOptions): Promise<OpenedSandbox> {
  return openBehind(allWalls, options)
}

/** The same behind a choice of walls, so that each can be tested by itself. */
export async function openBehind(
  walls: WallChoice,
  options: SandboxOptions,
  clock: Clock = systemClock,
): Promise<OpenedSandbox> {
  const { signal, trustNetworkToPython = false, cacheFolder } = options
  const limits = { ...defaultLimits, ...options.limits }
  signal?.throwIfAborted()
  const pyodideFolder = findPyodide()
  if (pyodideFolder === undefined) {
    return {
      kind: 'missing',
      walls: [],
      reason: 'Pyodide, which runs the programs, is not installed',
      fix: 'It is an optional dependency: install Magi without --omit=optional, or from the offline package.',
    }
  }
  const tools = await findSystemTools()
  const cpuSeconds = loadingSeconds + Math.ceil(limits.programWallTimeMs / 1_000)
  const bare: InterpreterPlan = { pyodideFolder, tools, walls, cpuSeconds }
  const snapshot = await keepSnapshot(cacheFolder, bare)
  const plan = snapshot === undefined ? bare : { ...bare, snapshot }

  const first = startInterpreter(plan)
  const report = checkWalls(await first.ready, tools)
  const missing = missingWall(report, walls, trustNetworkToPython)
  if (missing !== undefined) {
    first.child.kill()
    await first.child.ended
    return { kind: 'missing', walls: report, ...missing }
  }
  const sandbox = openPool([first], { limits, clock, start: () => startInterpreter(plan) })
  return { kind: 'open', sandbox, walls: report }
}

interface PoolPlan {
  readonly limits: SandboxLimits
  readonly clock: Clock
  readonly start: () => Interpreter
}

/** Keeps interpreters warm, and gives each to one program. */
function openPool(warm: Interpreter[], { limits, clock, start }: PoolPlan): Sandbox {
  const turn = pLimit(mostAtOnce)
  const alive = new Set(warm)
  let isClosed = false
  const startOne = () => {
    const interpreter = start()
    alive.add(interpreter)
    void interpreter.child.ended.then(() => alive.delete(interpreter))
    return interpreter
  }
  const take = async (): Promise<Interpreter> => {
    const interpreter = warm.shift() ?? startOne()
    interpreter.child.hold(true)
    await interpreter.ready
    while (!isClosed && warm.length < mostWarm && warm.length <= turn.pendingCount) warm.push(startOne())
    return interpreter
  }
  const closing = new AbortController()
  return {
    async run(job) {
      const signal = job.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, job.signal])
      const terms = { take, clock, limits: { ...limits, ...job.limits } }
      return turn(() => {
        signal.throwIfAborted()
        return runProgram({ ...job, signal }, terms)
      })
    },
    async close() {
      isClosed = true
      closing.abort(new Error('The sandbox is closed.'))
      for (const { child } of alive) child.kill()
      await Promise.all([...alive].map(({ child }) => child.ended))
    },
  }
}

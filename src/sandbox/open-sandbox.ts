import { type Clock, systemClock } from '../ground/clock.ts'
import { onAbort } from '../ground/on-abort.ts'
import { checkWalls, missingWall } from './check-walls.ts'
import { startInterpreter } from './interpreter.ts'
import { allWalls, type InterpreterPlan, type WallChoice } from './interpreter-command.ts'
import { openPool, whenReady } from './interpreter-pool.ts'
import { findPyodide } from './pyodide-folder.ts'
import type { OpenedSandbox, SandboxLimits, SandboxOptions } from './sandbox.ts'
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

/** CPU time of a whole interpreter, in seconds, beside what its program may take by the clock: it loads, too. */
const loadingSeconds = 30

/** What tests choose beside the walls. */
export interface SandboxParts {
  readonly clock?: Clock
  /** The installation that is looked into for Pyodide. */
  readonly from?: string
}

/**
 * Opens the sandbox, or says which wall is missing. The walls are tried, not assumed: an interpreter is started, and says what it can reach.
 * No program runs where the wall of the operating system is missing, unless the user trusts the network to Python's.
 *
 * @throws The reason of the signal, where it aborts: every process that was started has ended then.
 */
export function openSandbox(options: SandboxOptions): Promise<OpenedSandbox> {
  return openBehind(allWalls, options)
}

/** The same behind a choice of walls, so that each can be tested by itself. */
export async function openBehind(
  walls: WallChoice,
  { signal, trustNetworkToPython = false, cacheFolder, limits: asked }: SandboxOptions,
  { clock = systemClock, from }: SandboxParts = {},
): Promise<OpenedSandbox> {
  const limits = { ...defaultLimits, ...asked }
  signal?.throwIfAborted()
  const pyodide = findPyodide(from)
  if ('reason' in pyodide) return { kind: 'missing', walls: [], ...pyodide }
  const tools = await findSystemTools()
  const cpuSeconds = loadingSeconds + Math.ceil(limits.programWallTimeMs / 1_000)
  const bare: InterpreterPlan = { pyodideFolder: pyodide.folder, tools, walls, cpuSeconds }
  const snapshot = await keepSnapshot(cacheFolder, bare, signal)
  const plan = snapshot === undefined ? bare : { ...bare, snapshot }
  signal?.throwIfAborted()

  const first = startInterpreter(plan)
  const stop = signal === undefined ? () => {} : onAbort(signal, first.child.kill)
  first.child.hold(true)
  const report = checkWalls(await whenReady(first, clock), tools)
  stop()
  const missing = missingWall(report, walls, trustNetworkToPython)
  if (missing !== undefined || signal?.aborted === true) {
    first.child.kill()
    await first.child.ended
  }
  signal?.throwIfAborted()
  if (missing !== undefined) return { kind: 'missing', walls: report, ...missing }
  first.child.hold(false)
  const sandbox = openPool(first, { limits, clock, start: () => startInterpreter(plan) })
  return { kind: 'open', sandbox, walls: report }
}

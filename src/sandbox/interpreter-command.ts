import { join } from 'node:path'
import { packageRoot } from '../ground/package-root.ts'
import { type SystemTools, unshare, withoutRights, withParent } from './system-tools.ts'
import { thisNode } from './this-node.ts'

/** Which walls an interpreter is put behind: all of them, but in tests of a single one. */
export interface WallChoice {
  /** Python's side: no way to JavaScript, to the system, or into the harness. */
  readonly python: boolean
  /** Node's permission model, and no code from strings. */
  readonly node: boolean
  /** Namespaces and limits of the operating system, as far as they are there. */
  readonly system: boolean
}

/** All of them. */
export const allWalls: WallChoice = { python: true, node: true, system: true }

/** What an interpreter is started with. */
export interface InterpreterPlan {
  readonly pyodideFolder: string
  readonly tools: SystemTools
  readonly walls: WallChoice
  /** A file to start from, in a third of the time. */
  readonly snapshot?: string
  /** CPU time after which the system ends it, whatever it is at, in seconds. */
  readonly cpuSeconds: number
}

/** The folder of the harness, as it is installed. */
export const harnessFolder = () => join(packageRoot(), 'assets', 'sandbox')

/** The files of the harness. */
export const harnessFiles = ['interpreter.mjs', 'harness.py', 'preload.py', 'python-wall.py'] as const

/** WebAssembly pages of 64 KiB: 512 MiB, of which a program gets 490 before its `MemoryError` (measured). */
const mostMemoryPages = 8_192
/**
 * What the process may hold or reserve as data, all in all, in bytes. Before any program Node 20 takes 0.3 GB and Node 24 0.9 GB of it, of which
 * 0.2 GB are resident (measured), and WebAssembly is to get its 0.5 GB: a lower limit ends interpreters by a signal, not by a `MemoryError`.
 */
const mostDataBytes = 2 ** 31
/** Threads of V8 beside the program's: each takes a stack of its own from the data, and CPU time that is counted. */
const v8Threads = 1
/** Stack of the process, in bytes, and what V8 takes of it, in KiB: Python finds its own limit first, and raises `RecursionError`. */
const [stackBytes, v8StackKib] = [2 ** 26, 60_000]
/** What the files of a program may take together, in bytes. They lie in memory, beside that of WebAssembly. */
const mostFileBytes = 2 ** 26

/**
 * The command line of an interpreter.
 *
 * @param task - `run` waits for one job; `snapshot` writes the memory of a fresh interpreter to standard output.
 */
export function interpreterCommand(
  { pyodideFolder, tools, walls, snapshot, cpuSeconds }: InterpreterPlan,
  task: 'run' | 'snapshot',
): readonly [string, ...string[]] {
  const folder = harnessFolder()
  const limited = walls.system && tools.resourceLimits
  const told = {
    task,
    pyodideFolder,
    walls,
    mostFileBytes,
    parts: {
      preload: join(folder, 'preload.py'),
      harness: join(folder, 'harness.py'),
      pythonWall: join(folder, 'python-wall.py'),
    },
    ...(snapshot === undefined ? {} : { snapshot }),
  }
  return [
    ...(walls.system && tools.deathSignal ? withParent : []),
    ...(limited ? limits(cpuSeconds) : []),
    ...(walls.system && tools.namespaces ? unshare : []),
    ...(walls.system && tools.noRights ? withoutRights : []),
    thisNode.path,
    `--v8-pool-size=${v8Threads}`,
    ...(limited ? [`--stack-size=${v8StackKib}`] : []),
    ...(walls.node
      ? nodeWall([`${folder}/*`, `${pyodideFolder}/*`, ...(snapshot === undefined ? [] : [snapshot])])
      : []),
    join(folder, 'interpreter.mjs'),
    JSON.stringify(told),
  ] as unknown as readonly [string, ...string[]]
}

const limits = (cpuSeconds: number) => [
  'prlimit',
  `--data=${mostDataBytes}`,
  `--stack=${stackBytes}`,
  `--cpu=${cpuSeconds}`,
  '--core=0',
  '--fsize=0',
  '--',
]

/** May read these and nothing else; no writes, processes, threads, native code or inspector, and no code made of text. */
const nodeWall = (readable: readonly string[]) => [
  ...(thisNode.permissionFlag === undefined ? [] : [thisNode.permissionFlag]),
  ...readable.map((path) => `--allow-fs-read=${path}`),
  '--no-warnings',
  '--no-addons',
  '--disallow-code-generation-from-strings',
  `--wasm-max-mem-pages=${mostMemoryPages}`,
]

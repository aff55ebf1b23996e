import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { emptyFolder } from './folder.ts'

const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The program as a shell finds it. */
export const bin = join(project, 'bin', 'magi.js')

/** Builds the program where what is built is older than its sources. `npm test` has built it already. */
export function ensureBuilt(): void {
  const newest = Math.max(
    ...readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => statSync(join(project, 'src', name)).mtimeMs),
  )
  const built = statSync(join(project, 'dist', 'cli', 'main.js'), { throwIfNoEntry: false })
  if (built !== undefined && built.mtimeMs >= newest) return
  execFileSync(process.execPath, [join(project, 'scripts', 'build.js')], { stdio: 'pipe' })
}

/** A process of the program. */
export interface SpawnedCli {
  readonly child: ChildProcess
  /** Settles when the process is gone and its output is read. */
  readonly result: Promise<{
    readonly exitCode: number | null
    readonly stdout: string
    readonly stderr: string
  }>
  readonly folder: string
  /** Settles when stderr or stdout holds the text; fails if the process ends without it. */
  shows(text: string): Promise<void>
  /** What stands on stdout by now. */
  stdoutNow(): string
}

/**
 * Starts the built program in a process of its own: no terminal, standard input a pipe that nobody closes, and of this environment
 * only the path.
 */
export async function spawnCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SpawnedCli> {
  return start([process.execPath, bin, ...args], env)
}

/** Starts the built program under a terminal of 80 columns and 24 lines. */
export async function spawnInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SpawnedCli> {
  const command = [process.execPath, bin, ...args]
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(' ')
  return start(['script', '-qefc', `stty cols 80 rows 24; exec ${command}`, '/dev/null'], {
    TERM: 'xterm',
    ...env,
  })
}

/** Whether a terminal can be had here. */
export const hasTerminal =
  process.platform === 'linux' &&
  spawnSync('script', ['-qefc', 'stty size', '/dev/null'], { input: '' }).status === 0

async function start(command: readonly string[], env: Readonly<Record<string, string>>): Promise<SpawnedCli> {
  const folder = emptyFolder()
  const own = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
  }
  const [file = '', ...rest] = command
  const child = spawn(file, rest, { env: { ...own, ...env }, cwd: folder, stdio: 'pipe' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const output = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const watcher of [...watchers]) watcher()
    })
  }
  const result = new Promise<Awaited<SpawnedCli['result']>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, ...output }))
  })
  return {
    child,
    result,
    folder,
    stdoutNow: () => output.stdout,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!output.stdout.includes(text) && !output.stderr.includes(text)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
        result.then(
          () => reject(new Error(`The program ended without showing "${text}":\n${output.stderr}`)),
          reject,
        )
      }),
  }
}

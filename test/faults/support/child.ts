import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** Whether the program is built: `npm test` does that first. */
export const isBuilt = existsSync(join(project, 'dist', 'cli', 'main.js'))

/** The program in a process of its own. */
export interface Child {
  readonly process: ChildProcess
  /** Settles when stderr holds the text; fails if the process ends without it. */
  shows(text: string): Promise<void>
  /** Settles when the process is gone: with its exit code, or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals | null>
  readonly stdout: string
  readonly stderr: string
}

/** Starts the built program as a shell would. It does not outlive the test. */
export function startChild(args: readonly string[], env: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, [join(project, 'bin', 'magi.js'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const written = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const look of watchers) look()
    })
    child[name].on('error', () => {})
  }
  const gone = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? code)),
  )
  return {
    process: child,
    gone,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!written.stderr.includes(text)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
        void gone.then(() => reject(new Error(`The process ended without "${text}":\n${written.stderr}`)))
      }),
    get stdout() {
      return written.stdout
    },
    get stderr() {
      return written.stderr
    },
  }
}

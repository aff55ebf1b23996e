import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import { messageOf } from '../ground/errors.ts'

/** How a child ended. */
export interface ChildEnd {
  readonly exitCode: number | null
  readonly signal: string | null
  /** The last of what it wrote to standard error, or why it could not be started. */
  readonly trouble: string
}

/** A child that runs apart: no environment, no shell, standard streams only. */
export interface Child {
  /** Of the program that was started; absent where it could not be. */
  readonly pid: number | undefined
  write(text: string): void
  /** Ends it at once, and all that it started. */
  kill(): void
  /** Whether this program stays alive for it. */
  hold(isHeld: boolean): void
  readonly ended: Promise<ChildEnd>
}

/** Most of standard error that is kept, in bytes. */
const mostTrouble = 4_096

/** Starts a program. What it writes to standard output is passed on as it comes. */
export function startChild(
  command: readonly [string, ...string[]],
  cwd: string,
  onOutput: (bytes: Buffer) => void,
): Child {
  const [file, ...args] = command
  let trouble = Buffer.alloc(0)
  // An empty environment: nothing of the user's is told, and programs are looked for in the system's own folders alone.
  const child = spawn(file, args, { cwd, env: {}, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  child.stdin.on('error', () => {}) // it has ended: `ended` says so
  child.stdout.on('data', onOutput)
  child.stderr.on('data', (bytes: Buffer) => {
    trouble = Buffer.concat([trouble, bytes]).subarray(-mostTrouble)
  })
  const ended = new Promise<ChildEnd>((resolve) => {
    child.on('error', (thrown) => resolve({ exitCode: null, signal: null, trouble: messageOf(thrown) }))
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, trouble: trouble.toString('utf8') }))
  })
  const streams = [child.stdin, child.stdout, child.stderr] as unknown as {
    ref?(): void
    unref?(): void
  }[]
  return {
    pid: child.pid,
    write: (text) => void child.stdin.write(text),
    kill: () => void child.kill('SIGKILL'),
    hold(isHeld) {
      for (const part of [child, ...streams]) isHeld ? part.ref?.() : part.unref?.()
    },
    ended,
  }
}

/** Runs a program that says nothing, and tells whether it ended well. */
export async function endsWell(command: readonly [string, ...string[]]): Promise<boolean> {
  const { exitCode } = await startChild(command, '/', () => {}).ended
  return exitCode === 0
}

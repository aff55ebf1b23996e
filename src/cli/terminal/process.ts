import { fstatSync } from 'node:fs'
import { systemClock } from '../../ground/clock.ts'
import type { CliProcess } from './terminal.ts'

/** The process that runs. */
export const thisProcess: CliProcess = {
  stdin: process.stdin,
  isPiped: isPipedIn,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  onSignal(listener) {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const signal of signals) process.on(signal, listener)
    return () => {
      for (const signal of signals) process.off(signal, listener)
    }
  },
  openSandbox: async (options) => (await import('../../sandbox/open-sandbox.ts')).openSandbox(options),
  exit: (code) => process.exit(code),
  abandon: () => void process.kill(process.pid, 'SIGKILL'),
}

/** Whether standard input is a pipe, a socket (the pipe of a parent written in Node) or a file; a device such as `/dev/null` is none. */
function isPipedIn(): boolean {
  try {
    const kind = fstatSync(0)
    return kind.isFIFO() || kind.isSocket() || kind.isFile()
  } catch {
    // It is closed.
    return false
  }
}

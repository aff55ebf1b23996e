import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Usage } from './answer-usage.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly address: string
  used(usage: Usage): Promise<number>
  stop(): Promise<void>
}

/** A script that lies beside this file. */
export function scriptHere(name: string): string {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./${name}.${ending}`, import.meta.url))
}

/**
 * Starts a server that prints its address as its first line.
 *
 * @param args - Arguments of Node.
 * @param folder - For its state and configuration.
 */
export async function startServer(args: readonly string[], folder: string): Promise<ServerProcess> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['--expose-gc', '--import', scriptHere('answer-usage'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH, HOME, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  let [stdout, stderr] = ['', '']
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-2_000)
  })
  const exited = once(child, 'exit')
  const address = await new Promise<string>((resolve, reject) => {
    exited.then(() => reject(new Error(`node ${args.join(' ')} ended: ${stderr}`)), reject)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const [line, more] = stdout.split('\n', 2)
      if (more !== undefined) resolve(line ?? '')
    })
  })
  return {
    address,
    async used(usage) {
      const answered = once(child, 'message')
      child.send(usage)
      return (await answered)[0] as number
    },
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

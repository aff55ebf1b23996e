import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a process took. */
export interface Taken {
  /** When it was started, in milliseconds since 1970. */
  readonly startedAtMs: number
  /** From its start to its exit, seen from outside. */
  readonly wallMs: number
  /** User and system time by its own account at exit (getrusage); 0 where it was not asked. */
  readonly cpuMs: number
  /** Largest resident set by its own account at exit, in MB; 0 where it was not asked. */
  readonly peakMb: number
  readonly stdout: string
}

/** The real program, as it is installed. */
export const magiBin = join(import.meta.dirname, '../../..', 'bin', 'magi.js')

/** A script that lies beside this file. */
export function script(name: string): string {
  return fileURLToPath(
    new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
  )
}

/**
 * Runs Node once, with folders of its own for state and configuration, and waits for its exit.
 *
 * @param args - Arguments of Node.
 * @param options - With `usage` the process writes down its resources at exit; that is one small module more to load.
 * @throws Error with what it said where it fails.
 */
export async function runNode(args: readonly string[], { usage = true } = {}): Promise<Taken> {
  const folder = await mkdtemp(join(tmpdir(), 'magi-overhead-'))
  const usageFile = join(folder, 'usage.json')
  try {
    const { PATH, HOME } = process.env
    const env = { PATH, HOME, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, USAGE_FILE: usageFile }
    const preload = usage ? ['--import', script('usage-at-exit')] : []
    const startedAtMs = performance.timeOrigin + performance.now()
    const child = spawn(process.execPath, [...preload, ...args], { cwd: folder, env })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const exited = new Promise<number>((resolve) =>
      child.once('exit', () => resolve(performance.timeOrigin + performance.now())),
    )
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
    const wallMs = (await exited) - startedAtMs
    if (code !== 0) throw new Error(`node ${args.join(' ')} exited with ${code}: ${stderr}`)
    const { cpuMs, peakMb } = usage
      ? (JSON.parse(await readFile(usageFile, 'utf8')) as Pick<Taken, 'cpuMs' | 'peakMb'>)
      : { cpuMs: 0, peakMb: 0 }
    return { startedAtMs, wallMs, cpuMs, peakMb, stdout }
  } finally {
    await rm(folder, { recursive: true })
  }
}

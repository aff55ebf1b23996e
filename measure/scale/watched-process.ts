import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { magiBin } from '../overhead/client-process.ts'

/** What one run of the program took, as the system counts it (proc(5)); memory and CPU are 0 where there is no such file. */
export interface Watched {
  readonly seconds: number
  /** User and system time. On a machine shared with others it says more than the seconds. */
  readonly cpuSeconds: number
  /** Largest resident set, in MB of a million bytes. */
  readonly peakMb: number
}

/** How often memory and CPU are looked at, in milliseconds: what a process does in its last such time is not seen. */
const lookMs = 50
/** Clock ticks a second in /proc/PID/stat: 100 on every Linux that Node runs on. */
const ticks = 100

/**
 * Runs the built program until it ends; or until `until`, when it is killed by the signal that leaves it no time for anything.
 *
 * @param args - Arguments of `magi`.
 * @param env - Variables added to those of this process.
 * @throws Error where it ends by itself with another code than 0.
 */
export async function watch(
  args: readonly string[],
  { until, env = {} }: { readonly until?: Promise<void> | undefined; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Watched> {
  const begunMs = performance.now()
  const child = spawn(process.execPath, [magiBin, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000)
  })
  const seen = { peakMb: 0, cpuSeconds: 0 }
  const look = async () => {
    const read = (file: string) => readFile(`/proc/${child.pid}/${file}`, 'utf8').catch(() => '')
    const [status, stat] = await Promise.all([read('status'), read('stat')])
    const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
    seen.peakMb = Math.max(seen.peakMb, (peakKb * 1_024) / 1e6)
    // Fields 14 and 15; the name in field 2 may hold spaces, so they are counted from its closing bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const used = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticks
    seen.cpuSeconds = Math.max(seen.cpuSeconds, used)
  }
  const looking = setInterval(() => void look(), lookMs)
  const ended = once(child, 'close') as Promise<[code: number | null]>
  try {
    const first = await Promise.race([ended, ...(until === undefined ? [] : [until])])
    const seconds = (performance.now() - begunMs) / 1_000
    await look()
    if (first !== undefined && first[0] !== 0)
      throw new Error(`magi ${args.join(' ')} ended with ${first[0]}: ${said}`)
    return { seconds, ...seen }
  } finally {
    clearInterval(looking)
    child.kill('SIGKILL')
    await ended
  }
}

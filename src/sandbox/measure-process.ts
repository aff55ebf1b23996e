import { readFile } from 'node:fs/promises'

/** What a process has used. */
export interface ProcessUse {
  readonly cpuMs: number
  readonly residentBytes: number
}

/** Linux counts CPU time for other programs in hundredths of a second, on every machine. */
const tickMs = 10

/**
 * What a process and its only child have used up to now: `unshare` stays beside what it starts. Nothing where the system does not tell,
 * which is every one but Linux.
 *
 * Source: proc(5): fields 14 and 15 of `stat`, counted behind the name, which may hold blanks; `VmRSS` of `status`, in KiB.
 */
export async function measureProcess(pid: number): Promise<ProcessUse | undefined> {
  try {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim()
    const inner = children === '' ? pid : Number(children.split(' ', 1)[0])
    const [stat, status] = await Promise.all([
      readFile(`/proc/${inner}/stat`, 'utf8'),
      readFile(`/proc/${inner}/status`, 'utf8'),
    ])
    const behindName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(behindName[11]) + Number(behindName[12])
    const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0)
    return { cpuMs: ticks * tickMs, residentBytes: kib * 1_024 }
  } catch {
    return undefined
  }
}

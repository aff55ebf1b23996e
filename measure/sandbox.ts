import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openSandbox } from '../src/sandbox/open-sandbox.ts'
import type { ProgramInput, Sandbox } from '../src/sandbox/sandbox.ts'

/** How often each is timed. */
const rounds = 5
/** The size of a vote: candidates, each run on all inputs. */
const [candidates, inputsEach] = [8, 32]

const program = `
def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))
def primes(n):
    return [k for k in range(n) if is_prime(k)]
`

/** What the sandbox costs on this machine: opening it, one program, and a vote of programs. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'magi-measure-'))
  const say = (name: string, times: readonly number[]) => {
    const [least, most] = [Math.min(...times), Math.max(...times)]
    const [low, middle, high] = [least, median(times), most].map((ms) => (ms / 1_000).toFixed(2))
    process.stdout.write(`${name.padEnd(58)} ${middle} s  (${low} to ${high})\n`)
  }
  const inputs: ProgramInput[] = Array.from({ length: inputsEach }, (_, at) => ({
    ...{ kind: 'call' as const, entryPoint: 'primes' },
    arguments: String(at * 50),
  }))
  try {
    process.stdout.write(`Node ${process.version}, ${rounds} rounds; the median, least and most\n`)
    const [opening, queued, warm, votes]: [number[], number[], number[], number[]] = [[], [], [], []]
    const first: number[] = []
    for (let round = 0; round < rounds; round++) {
      const cacheFolder = join(folder, String(round))
      const sandboxes: Sandbox[] = []
      const open = () => opened(cacheFolder, sandboxes)
      first.push(await timed(open))
      opening.push(await timed(open))
      const [, sandbox] = sandboxes as [Sandbox, Sandbox]
      await sandboxes[0]?.close()
      warm.push(await timed(() => sandbox.run({ program, inputs: inputs.slice(0, 1) })))
      const all = () =>
        Promise.all(Array.from({ length: candidates }, () => sandbox.run({ program, inputs })))
      votes.push(await timed(all))
      const many = Array.from({ length: 5 }, () => sandbox.run({ program, inputs: inputs.slice(0, 1) }))
      queued.push((await timed(() => Promise.all(many))) / many.length)
      await sandbox.close()
    }
    say('opening, the first time (the snapshot is made)', first)
    say('opening, from the snapshot', opening)
    say('a program on one input, its interpreter warm', warm)
    say('each of five programs that come at once', queued)
    say(`a vote: ${candidates} programs on ${inputsEach} inputs each, two at once`, votes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function opened(cacheFolder: string, into: Sandbox[]): Promise<void> {
  const said = await openSandbox({ cacheFolder })
  if (said.kind === 'missing') throw new Error(`${said.reason}. ${said.fix}`)
  into.push(said.sandbox)
}

async function timed(what: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await what()
  return performance.now() - startMs
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[times.length >> 1] ?? 0
}

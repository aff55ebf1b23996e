import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { verifyRun } from '../../src/experiment/verify-run.ts'
import { systemClock } from '../../src/ground/clock.ts'
import { type RandomSource, randomSource } from '../../src/ground/random.ts'
import { readSamples } from '../../src/journal/run-folder.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { type Child, startChild } from '../faults/support/child.ts'
import { defaultReply } from '../support/default-replies.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli, type WireBody } from '../support/run-cli.ts'
import { type Handler, ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream } from '../support/scripted-reply.ts'
import { ensureBuilt } from '../support/spawn-cli.ts'

/** The kills of all crashes together, and how many runs are drawn, killed and resumed side by side. */
const mostKills = 60
const killsOfRun = 4
const sideBySide = 3
const groups = mostKills / killsOfRun / sideBySide

/** `MAGI_CRASH_SEED` repeats what a seed that was printed did, as far as the machine does. */
const seed = Number(process.env['MAGI_CRASH_SEED'] ?? randomInt(2 ** 31))

const problems = [
  { id: 'a', prompt: 'What is 6 × 7?', answer: '42' },
  { id: 'b', prompt: 'What is 40 + 2?', answer: '42' },
  { id: 'c', prompt: 'What is 84 / 2?', answer: '42' },
]

/** What is said of a sample is its seed's, however often it is drawn. */
const thinkingOf = (of: number) => `Under seed ${of} I think of forty-two.`

beforeAll(() => {
  ensureBuilt()
  process.stderr.write(`crashes: seed ${seed}\n`)
}, 120_000)

let kills = 0

it.each(Array.from({ length: groups }, (_, group) => seed + 1_000 * group))(
  'whenever it is killed, a run keeps what it acknowledged, repeats nothing, and ends whole: seed %i',
  async (groupSeed) => {
    const seeds = Array.from({ length: sideBySide }, (_, place) => groupSeed + place)
    await Promise.all(seeds.map((each) => crash(randomSource(each), `seed ${each}`)))
  },
  120_000,
)

it(`was killed ${mostKills} times in all`, () => {
  process.stderr.write(`crashes: ${kills} kills over ${groups * sideBySide} runs, seed ${seed}\n`)
  expect(kills).toBe(mostKills)
})

/** A run of a random size, killed again and again at random moments, first mostly while it is begun, then while it is resumed, and then drawn to its end. */
async function crash(random: RandomSource, named: string): Promise<void> {
  const command = random.below(2) === 0 ? 'vote' : 'bench'
  const slots = 1 + random.below(8)
  const n = 2 + random.below(command === 'vote' ? 12 : 4)
  const samples = command === 'vote' ? n : n * problems.length
  const what = `${named}: ${command}, ${samples} samples, ${slots} slots`
  const runtime = await startRuntime(random)
  const home = emptyFolder()
  const folder = join(home, 'run')
  await mkdir(join(home, 'sets'))
  const dataset = join(home, 'sets', 'small.jsonl')
  await writeFile(dataset, problems.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const env = {
    OLLAMA_HOST: runtime.ollama.host,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    MAGI_SLOTS: '',
  }
  const asked = command === 'vote' ? 'What is 6 × 7?' : dataset
  const size = [
    '-n',
    String(n),
    '--rule',
    'all',
    '--slots',
    String(slots),
    '--seed',
    '100',
    '--on-trip',
    'drop',
    '--no-loop-guard',
  ]
  const begin = [command, ...size, '--run-dir', folder, asked]
  const next = () => (existsSync(join(folder, 'manifest.json')) ? [command, '--resume', folder] : begin)

  let kept: Kept = { lines: '', finished: [] }
  for (let kill = 0; kill < killsOfRun; kill += 1) {
    // Some requests are made before the first sample is asked for.
    const most = 6 + Math.ceil(samples / (kill + 1))
    // Where nothing is left to be drawn it is killed while it looks at what is there, or writes its result.
    const child = startChild(next(), env)
    await killedAt(runtime, 1 + random.below(most), random.below(60), child)
    kept = await checkKept(folder, kept, child, what)
  }
  const drawnBefore = new Set(runtime.seeds)
  runtime.seeds.length = 0
  const last = await runCli(next(), { env, clock: systemClock })
  expect([what, last.exitCode], last.stderr).toEqual([what, 0])
  const { finished } = await checkKept(folder, kept, last, what)
  expect([what, finished.length, new Set(finished).size]).toEqual([what, samples, samples])
  const again = runtime.seeds.filter((each) => drawnBefore.has(each) && kept.finished.includes(each))
  expect([what, again]).toEqual([what, []])
  const verification = await verifyRun(folder, '0.1.0')
  expect([what, verification.findings]).toEqual([what, []])
  const names = (await readdir(folder)).filter((name) => name !== 'explain.json' && name !== 'problems.json')
  expect([what, names.sort()]).toEqual([what, ['journal.jsonl', 'manifest.json', 'result.json']])
}

interface Kept {
  /** The lines of the journal that are whole. */
  readonly lines: string
  /** Seeds of the samples that finished. */
  readonly finished: readonly number[]
}

/** What a kill left on the disk: all that was there before, and every sample that was said to be counted. */
async function checkKept(
  folder: string,
  before: Kept,
  said: Pick<Child, 'stderr'>,
  what: string,
): Promise<Kept> {
  const text = await readFile(join(folder, 'journal.jsonl'), 'utf8').catch(() => '')
  const lines = text.slice(0, text.lastIndexOf('\n') + 1)
  expect([what, lines.startsWith(before.lines)]).toEqual([what, true])
  const read: Sample[] = []
  if (lines !== '') for await (const sample of readSamples(folder, () => {})) read.push(sample)
  const finished = read.filter(({ end }) => end.type === 'finished')
  for (const sample of finished) expect([what, sample.thinking]).toEqual([what, thinkingOf(sample.seed)])
  const keys = finished.map(({ key }) => key)
  expect([what, keys]).toEqual([what, [...new Set(keys)]])
  const counted = [...said.stderr.matchAll(/^#(\d+) /gm)].map(([, index]) => `p1/${index}`)
  const lost = counted.filter((key) => !keys.includes(key))
  expect([what, lost], said.stderr).toEqual([what, []])
  return { lines, finished: finished.map((sample) => sample.seed) }
}

interface Runtime {
  readonly ollama: ScriptedOllama
  /** Seeds of the samples that were asked for. */
  readonly seeds: number[]
  /** Called at each request. */
  onRequest: () => void
}

async function startRuntime(random: RandomSource): Promise<Runtime> {
  const ollama = await ScriptedOllama.start()
  onTestFinished(() => ollama.close())
  const runtime: Runtime = { ollama, seeds: [], onRequest: () => {} }
  const answer: Handler = (request) => {
    runtime.onRequest()
    const { messages, options, _debug_render_only: rendered } = (request.body ?? {}) as Partial<WireBody>
    if (request.path !== '/api/chat' || messages?.length === 0 || rendered === true)
      return defaultReply(request, ollama.installed)
    const of = Number(options?.['seed'])
    runtime.seeds.push(of)
    return chatStream({
      thinking: thinkingOf(of),
      text: ['It is so. ', 'x'.repeat(random.below(20_000)), '\n\nFinal answer: 42'],
    })
  }
  for (const path of ['/api/version', '/api/tags', '/api/show', '/api/ps', '/api/chat'])
    ollama.on(path, answer)
  return runtime
}

/** Kills a process some turns of the event loop after a request of it, or where it asks for less, at its end. */
async function killedAt(runtime: Runtime, request: number, turns: number, child: Child): Promise<void> {
  let left = request
  const reached = new Promise<void>((resolve) => {
    runtime.onRequest = () => {
      left -= 1
      if (left === 0) resolve()
    }
  })
  await Promise.race([reached, child.gone])
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
  child.process.kill('SIGKILL')
  await child.gone
  runtime.onRequest = () => {}
  kills += 1
}

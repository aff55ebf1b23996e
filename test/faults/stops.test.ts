import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sample } from '../../src/sample/sample.ts'
import { defaultReply } from '../support/default-replies.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { emptyFolder } from '../support/folder.ts'
import { expectSection, markdownTable } from '../support/golden-section.ts'
import { type CliResult, runCli, startCli, type WireBody } from '../support/run-cli.ts'
import { ScriptedOllama, type ScriptedRequest } from '../support/scripted-ollama.ts'
import {
  chatStream,
  errorReply,
  hold,
  type Reply,
  type Step,
  send,
  stall,
  stream,
} from '../support/scripted-reply.ts'
import { readRun } from '../support/vote-script.ts'
import { isBuilt, startChild } from './support/child.ts'
import { CountedClock } from './support/counted-clock.ts'
import { flagsOf } from './support/faulty-run.ts'
import { type Phase, phases, trippingReply, wellReply, wholeText } from './support/phase.ts'

/** Where a run of three samples stands when it is stopped: in the second one, the first is on the disk. */
interface Moment {
  readonly name: string
  readonly phase: Phase
  /** The model loads: there is no sample yet. */
  readonly loads?: boolean
  /** A request was refused, and waits to be sent again. */
  readonly waits?: boolean
}

const [beforeHeaders] = phases as [Phase]
const moments: readonly Moment[] = [
  { name: 'while the model loads', phase: beforeHeaders, loads: true },
  ...phases
    .filter(({ name, silentMs }) => name !== 'after done' && silentMs === 0)
    .map((phase) => ({ name: phase.name, phase })),
  { name: 'waiting to send a request again', phase: beforeHeaders, waits: true },
]

const seed = 7
/** A sample that stays below every budget. */
const shortReply = chatStream({ text: wholeText })
const cells = new Map<string, string>()

/** A runtime whose first sample is well and whose second one stays where the moment says, until it is well. */
class StuckRuntime {
  readonly ollama: ScriptedOllama
  readonly home: string
  readonly stuck = hold()
  isWell = false
  readonly #moment: Moment

  static async start(moment: Moment): Promise<StuckRuntime> {
    const ollama = await ScriptedOllama.start()
    onTestFinished(() => ollama.close())
    return new StuckRuntime(ollama, emptyFolder(), moment)
  }

  private constructor(ollama: ScriptedOllama, home: string, moment: Moment) {
    this.ollama = ollama
    this.home = home
    this.#moment = moment
    const choose = (request: ScriptedRequest) => this.#reply(request)
    ollama.on('/api/chat', choose).on('/api/generate', choose)
  }

  get folder(): string {
    return join(this.home, 'run')
  }

  get env(): Record<string, string> {
    return { OLLAMA_HOST: this.ollama.host, HOME: this.home, XDG_STATE_HOME: join(this.home, 'state') }
  }

  get args(): string[] {
    const { phase } = this.#moment
    const run = ['vote', '-n', '3', '--rule', 'all', '--seed', String(seed), '--run-dir', this.folder]
    return [...run, ...flagsOf(phase), 'How many?']
  }

  #reply(request: ScriptedRequest): Reply {
    const body = request.body as Partial<WireBody>
    const isLoad = body.messages?.length === 0
    if (this.isWell || body['_debug_render_only'] === true || (isLoad && !this.#moment.loads))
      return isLoad || body['_debug_render_only'] === true
        ? defaultReply(request, this.ollama.installed)
        : shortReply
    if (!isLoad && body.options?.['seed'] === seed) return shortReply
    const { phase, waits } = this.#moment
    if (waits) return errorReply(503, 'server busy')
    if (phase.forced && request.path === '/api/chat') return trippingReply
    return stream(...(phase.before ?? []).map((line) => send(line)), this.stuck, stall)
  }
}

/** Goes on with the run when the runtime is well, and expects all three samples. */
async function resume({ ollama, folder, env }: StuckRuntime, kept: readonly Sample[]): Promise<CliResult> {
  const before = await readFile(join(folder, 'journal.jsonl'), 'utf8')
  const drawn = ollama.drawn.length
  const resumed = await runCli(['vote', '--resume', folder], { env })
  expect({ exitCode: resumed.exitCode, stdout: resumed.stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
  expect(ollama.drawn.length - drawn).toBe(3 - kept.length)
  expect((await readFile(join(folder, 'journal.jsonl'), 'utf8')).startsWith(before)).toBe(true)
  const { samples } = await readRun(folder)
  const whole = samples.filter(({ end }) => end.type === 'finished')
  expect(whole.map(({ index, text }) => [index, text])).toEqual([0, 1, 2].map((index) => [index, wholeText]))
  return resumed
}

const signals = [
  ['Ctrl-C', 'SIGINT', 130, 'interrupted'],
  ['SIGTERM', 'SIGTERM', 143, 'terminated'],
] as const

describe.each(moments)('$name', (moment) => {
  const { phase, loads, waits, name } = moment

  it.each(signals)(
    '%s keeps what came, closes the connection, and the run resumes',
    async (title, signal, exitCode, why) => {
      const runtime = await StuckRuntime.start(moment)
      const { ollama, env, folder } = runtime
      const clock = new CountedClock(new FakeClock())
      const running = await startCli(runtime.args, { env, clock })
      await (waits ? running.shows('again in') : runtime.stuck.reached)
      await settle(24)
      running.signal(signal)
      const stopped = await running.result

      expect({ exitCode: stopped.exitCode, stdout: stopped.stdout }).toEqual({ exitCode, stdout: '' })
      const saved = loads ? 'Nothing was drawn.' : `stopped: ${why}. 1 sample saved.`
      expect(stopped.stderr).toContain(`${saved} Go on with: magi vote --resume ${folder}`)
      expect(clock.pendingTimers).toBe(0)
      for (const { closed } of ollama.requests) expect(await closed).not.toBe('broken')
      if (!waits) expect(await ollama.requests.at(-1)?.closed).toBe('hung-up')

      const { samples } = await readRun(folder)
      const [first, second] = samples
      expect(samples).toHaveLength(loads ? 0 : 2)
      if (first !== undefined)
        expect(first).toMatchObject({ index: 0, text: wholeText, end: { type: 'finished' } })
      if (second !== undefined)
        expect(second).toMatchObject({ index: 1, ...phase.came, end: { type: 'cancelled', why } })
      cells.set(`${name}/${title}`, `${loads ? 'nothing drawn' : `cancelled: ${why}`} · ${stopped.exitCode}`)

      runtime.isWell = true
      await resume(
        runtime,
        samples.filter(({ end }) => end.type === 'finished'),
      )
    },
  )

  it.skipIf(!isBuilt)('kill -9 loses only what was in flight, and the run resumes', async () => {
    const runtime = await StuckRuntime.start(moment)
    const { ollama, env, folder } = runtime
    const child = startChild(runtime.args, env)
    if (!loads) await child.shows('#0 42')
    await (waits ? child.shows('again in') : runtime.stuck.reached)
    child.process.kill('SIGKILL')
    expect(await child.gone).toBe('SIGKILL')
    for (const { closed } of ollama.requests) expect(await closed).not.toBe('broken')
    if (!waits) expect(await ollama.requests.at(-1)?.closed).toBe('hung-up')

    const { samples } = await readRun(folder)
    expect(samples.map(({ index, text }) => [index, text])).toEqual(loads ? [] : [[0, wholeText]])
    runtime.isWell = true
    const { stderr } = await resume(runtime, samples)
    expect(stderr).toContain(`Took over the run from process ${child.process.pid}, which is gone.`)
    cells.set(`${name}/kill -9`, loads ? 'nothing drawn' : 'not recorded')
  })
})

/** `ask` writes its answer as it comes; a vote writes once, at its end. */
const talking = phases.filter(({ name }) =>
  ['in the thinking', 'in the answer', 'forced: in the answer'].includes(name),
)

describe.each(talking)('$name', (phase) => {
  it('closed stdout: ends at the next word of the answer, and closes the connection', async () => {
    const pause = hold()
    const rest: Step[] = phase.rest.slice(0, -1).map((line) => send(line))
    const stuck = stream(...(phase.before ?? []).map((line) => send(line)), pause, ...rest, stall)
    const ollama = await ScriptedOllama.start(...(phase.forced ? [trippingReply, stuck] : [stuck]))
    onTestFinished(() => ollama.close())
    const clock = new CountedClock(new FakeClock())
    // Where an answer may follow that is forced out, a pipe gets it in one piece.
    const onTrip = phase.forced ? [] : ['--on-trip', 'drop']
    const running = await startCli(['ask', '--hide-thinking', ...flagsOf(phase), ...onTrip, 'How many?'], {
      clock,
      env: { OLLAMA_HOST: ollama.host },
    })
    await pause.reached
    await settle(24)
    const shown = running.stdout
    running.closeStdout()
    pause.release()
    expect(await running.result).toMatchObject({ exitCode: 1, stdout: shown })
    expect(await ollama.drawn.at(-1)?.closed).toBe('hung-up')
    expect(clock.pendingTimers).toBe(0)
    cells.set(`${phase.name}/closed stdout`, 'cancelled: closed-stdout · 1')
  })
})

it('closed stdout at the end of a vote: everything is kept', async () => {
  const ollama = await ScriptedOllama.start(wellReply)
  onTestFinished(() => ollama.close())
  const folder = join(emptyFolder(), 'run')
  const env = { OLLAMA_HOST: ollama.host }
  const running = await startCli(['vote', '-n', '1', '--run-dir', folder, 'How many?'], { env })
  running.closeStdout()
  const { stdout } = await running.result
  const { samples, result } = await readRun(folder)
  expect(stdout).toBe('')
  expect(samples).toMatchObject([{ text: wholeText, end: { type: 'finished' } }])
  expect(result).toMatchObject({ vote: { type: 'won', answer: '42' } })
})

describe.skipIf(!isBuilt)('a process of its own', () => {
  it.each(signals)('takes its exit code from %s', async (_, signal, exitCode, why) => {
    const runtime = await StuckRuntime.start({ name: '', phase: phases[2] as Phase })
    const child = startChild(runtime.args, runtime.env)
    await child.shows('#0 42')
    await runtime.stuck.reached
    child.process.kill(signal)
    expect(await child.gone).toBe(exitCode)
    expect(child.stderr).toContain(`stopped: ${why}. 1 sample saved.`)
    expect(await runtime.ollama.drawn.at(-1)?.closed).toBe('hung-up')
  })

  it('ends quietly when the next program of the pipe is gone', async () => {
    const pause = hold()
    const lines = (phases[3] as Phase).before ?? []
    const rest = (phases[3] as Phase).rest
    const ollama = await ScriptedOllama.start(
      stream(...lines.map((line) => send(line)), pause, ...rest.slice(0, 1).map((line) => send(line)), stall),
    )
    onTestFinished(() => ollama.close())
    const home = emptyFolder()
    const child = startChild(['ask', '--hide-thinking', '--on-trip', 'drop', 'How many?'], {
      OLLAMA_HOST: ollama.host,
      HOME: home,
    })
    await pause.reached
    child.process.stdout?.destroy()
    pause.release()
    expect(await child.gone).toBe(1)
    expect(child.stderr).not.toMatch(/EPIPE|error/i)
    expect(await ollama.drawn.at(-1)?.closed).toBe('hung-up')
  })
})

it('is what the table in docs/faults.md says', () => {
  const titles = ['Ctrl-C', 'SIGTERM', 'closed stdout', 'kill -9']
  if (cells.size < 3 * moments.length + talking.length) return // Some were not asked for, or are not built.
  const rows = moments.map(({ name }) => [
    name,
    ...titles.map((title) => cells.get(`${name}/${title}`) ?? '–'),
  ])
  expectSection('faults.md', 'stops', markdownTable(['moment', ...titles], rows))
})

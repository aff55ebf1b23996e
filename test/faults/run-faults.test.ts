import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { defaultReply, installedModel } from '../support/default-replies.ts'
import { FakeClock, passUntil } from '../support/fake-clock.ts'
import { emptyFolder } from '../support/folder.ts'
import { expectSection, markdownTable } from '../support/golden-section.ts'
import { type CliResult, startCli, type WireBody } from '../support/run-cli.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream, errorReply, json, type Reply } from '../support/scripted-reply.ts'
import { readRun } from '../support/vote-script.ts'
import { disk } from './support/faulty-disk.ts'

vi.mock('node:fs/promises', async (original) => {
  const { overFaultyDisk } = await import('./support/faulty-disk.ts')
  return overFaultyDisk(await original<typeof import('node:fs/promises')>())
})

const seed = 7
const well = (counts = {}) => chatStream({ thinking: 'Six sevens.', text: 'Final answer: 42', counts })
const theModel = installedModel()
const another = installedModel({ digest: 'bb'.repeat(32) })
/** Ten times what handing out a loaded model takes, in nanoseconds. */
const longLoad = { load_duration: 5_000_000_000 }

interface World {
  readonly ollama: ScriptedOllama
  readonly folder: string
}

/** Trouble that a run of several samples meets, and what becomes of it. */
interface RunFault {
  readonly name: string
  readonly when: string
  /** Samples of the run. */
  readonly n: number
  /** Before the program starts. */
  readonly before?: (world: World) => void
  /** Answers the sample of this index, once the first is on the disk; absent: well. */
  readonly draw?: (index: number, world: World) => Reply | Promise<Reply>
  /** How many samples are on the disk, as finished, when it is over. */
  readonly kept: number
  readonly exitCode: number
  /** What `--resume` comes to while the trouble lasts; absent: that is not asked. */
  readonly again?: { readonly exitCode: number; readonly says: string }
  /** Takes the trouble away. */
  readonly heal?: (world: World) => void | Promise<void>
}

const wellAgain = () => {
  disk.state = 'well'
}

/** The first request after the first sample finds a runtime that is just going, and is there again a moment later. */
function restarting(): NonNullable<RunFault['draw']> {
  let isNew = false
  return async (_, { ollama }) => {
    if (!isNew) {
      isNew = true
      await ollama.close()
      await ollama.listenAgain()
    }
    return well()
  }
}

const reinstall = ({ ollama }: World) => {
  ollama.installed = [theModel]
}

const faults: readonly RunFault[] = [
  {
    ...{ name: 'disk full', when: 'before the run begins', n: 3, kept: 0, exitCode: 1, heal: wellAgain },
    before: ({ folder }) => Object.assign(disk, { state: 'full', at: folder }),
  },
  {
    ...{ name: 'disk full', when: 'at the second sample', n: 3, kept: 1, exitCode: 1, heal: wellAgain },
    draw: (_, { folder }) => {
      Object.assign(disk, { state: 'full', at: folder })
      return well()
    },
    again: { exitCode: 1, says: 'no space is left on the disk (ENOSPC)' },
  },
  {
    ...{ name: 'disk full', when: 'when the result is written', n: 3, kept: 3, exitCode: 0, heal: wellAgain },
    before: () => Object.assign(disk, { state: 'full', at: 'result.json' }),
  },
  {
    ...{
      name: 'read-only folder',
      when: 'before the run begins',
      n: 3,
      kept: 0,
      exitCode: 1,
      heal: wellAgain,
    },
    before: ({ folder }) => Object.assign(disk, { state: 'read-only', at: folder }),
  },
  {
    ...{
      name: 'read-only folder',
      when: 'from the second sample on',
      n: 3,
      kept: 1,
      exitCode: 1,
      heal: wellAgain,
    },
    draw: (_, { folder }) => {
      Object.assign(disk, { state: 'read-only', at: folder })
      return well()
    },
    again: { exitCode: 1, says: 'the disk is read-only (EROFS)' },
  },
  {
    ...{ name: 'runtime restarted', when: 'between two samples', n: 3, kept: 3, exitCode: 0 },
    draw: restarting(),
  },
  {
    ...{ name: 'runtime gone', when: 'between two samples', n: 8, kept: 1, exitCode: 5 },
    async draw(_, { ollama }) {
      await ollama.close()
      return well()
    },
    again: { exitCode: 5, says: 'No runtime answers at' },
    heal: ({ ollama }) => ollama.listenAgain(),
  },
  {
    ...{ name: 'model removed', when: 'between two samples', n: 8, kept: 1, exitCode: 1 },
    draw: (_, { ollama }) => {
      ollama.installed = []
      return errorReply(404, `model '${theModel.name}' not found`)
    },
    again: { exitCode: 6, says: 'is not installed' },
    heal: reinstall,
  },
  {
    ...{ name: 'another model under the name', when: 'between two samples', n: 8, kept: 1, exitCode: 1 },
    draw: (_, { ollama }) => {
      ollama.installed = [another]
      return well(longLoad)
    },
    again: { exitCode: 2, says: 'This is not the run that was begun' },
    heal: reinstall,
  },
  {
    ...{ name: 'window smaller than asked', when: 'from the second sample on', n: 3, kept: 3, exitCode: 0 },
    draw(_, { ollama }) {
      const [loaded = {}] = (defaultModels(ollama) as { models: object[] }).models
      ollama.on('/api/ps', json({ models: [{ ...loaded, context_length: 4_096 }] }))
      return chatStream({
        thinking: 'Six sevens.',
        text: 'Final answer: 42',
        doneReason: 'length',
        counts: { eval_count: 4_000 },
      })
    },
  },
  {
    ...{ name: 'prompt cut off', when: 'from the second sample on', n: 3, kept: 3, exitCode: 0 },
    draw: () => well({ prompt_eval_count: 11 }),
  },
  {
    ...{ name: 'model loaded anew', when: 'at the second sample', n: 3, kept: 3, exitCode: 0 },
    draw: (index) => well(index === 1 ? longLoad : {}),
  },
  {
    ...{
      name: 'the same failure again and again',
      when: 'from the second sample on',
      n: 8,
      kept: 1,
      exitCode: 1,
    },
    draw: () => errorReply(500, 'option "top_k" must be of type integer'),
  },
]

function defaultModels(ollama: ScriptedOllama): unknown {
  const [step] = defaultReply({ path: '/api/ps', body: {} }, ollama.installed).steps
  return step?.type === 'send' ? JSON.parse(step.bytes.toString()) : {}
}

/** The program has ended here, but its process has not: a lock that it could not remove would be taken for held. */
async function forgetHolder(folder: string): Promise<void> {
  const lock = join(folder, 'lock')
  const text = await readFile(lock, 'utf8').catch(() => '')
  if (text === '') return
  disk.state = 'well'
  await writeFile(lock, text.replace(`"pid":${process.pid}`, '"pid":999999999'))
}

const rows: string[][] = []

beforeEach(() => void Object.assign(disk, { state: 'well', at: '', spares: '"key":"p1/0"' }))

describe.each(faults)('$name, $when', (fault) => {
  it('keeps what is on the disk, says what happened, and the run resumes', async () => {
    const ollama = await ScriptedOllama.start()
    onTestFinished(() => ollama.close().catch(() => undefined))
    const home = emptyFolder()
    const world: World = { ollama, folder: join(home, 'run') }
    const { folder } = world
    let isWell = false
    ollama.draws(
      ...Array.from({ length: 64 }, () => ({ body }: { body: unknown }) => {
        const index = Number((body as WireBody).options['seed']) - seed
        return index === 0 || isWell || fault.draw === undefined ? well() : fault.draw(index, world)
      }),
    )
    const clock = new FakeClock()
    const env = { OLLAMA_HOST: ollama.host, HOME: home, XDG_STATE_HOME: join(home, 'state') }
    const run = async (args: readonly string[]): Promise<CliResult> => {
      const running = await startCli(args, { env, clock })
      await passUntil(clock, running.result)
      expect(clock.pendingTimers).toBe(0)
      return running.result
    }
    const args = ['vote', '-n', String(fault.n), '--rule', 'all', '--on-trip', 'drop', '--seed', String(seed)]
    const whole = [...args, '--run-dir', folder, 'How many?']

    fault.before?.(world)
    const met = await run(whole)
    expect(met.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
    expect({ exitCode: met.exitCode, stdout: met.stdout }).toEqual({
      exitCode: fault.exitCode,
      stdout: fault.exitCode === 0 ? '42\n' : '',
    })
    for (const { closed } of ollama.requests) expect(await closed).toBeTypeOf('string')
    const journal = () => readFile(join(folder, 'journal.jsonl'), 'utf8').catch(() => '')
    const before = await journal()
    const kept = before === '' ? [] : (await readRun(folder)).samples
    expect(kept.filter(({ end }) => end.type === 'finished')).toHaveLength(fault.kept)

    if (fault.again !== undefined) {
      const again = await run(['vote', '--resume', folder])
      expect({ exitCode: again.exitCode, stdout: again.stdout }).toEqual({
        exitCode: fault.again.exitCode,
        stdout: '',
      })
      expect(again.stderr).toContain(fault.again.says)
    }
    isWell = true
    await forgetHolder(folder)
    await fault.heal?.(world)
    const resumed = await run(kept.length === 0 ? whole : ['vote', '--resume', folder])
    expect({ exitCode: resumed.exitCode, stdout: resumed.stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
    expect((await journal()).startsWith(before)).toBe(true)
    const { samples } = await readRun(folder)
    const finished = samples.filter(({ end }) => end.type === 'finished').map(({ index }) => index)
    expect(finished.toSorted((a, b) => a - b)).toEqual(Array.from({ length: fault.n }, (_, index) => index))

    const { name, when, n, exitCode } = fault
    const said = met.stderr
      .split('\n')
      .filter(
        (line, at, lines) =>
          /^(warning|error): |sent again/.test(line) || lines[at - 1]?.startsWith('error: '),
      )
      .join(' ')
      .replaceAll(folder, 'RUN')
      .replaceAll(ollama.host, 'HOST')
      .replaceAll(new URL(ollama.host).host, 'HOST')
      // How many requests there is time for until the row is counted is not said.
      .replace(/\d+ requests? sent again \((.*?)\)/, (_, causes: string) => {
        return `requests sent again (${causes.replaceAll(/\d+ /g, '')})`
      })
      .replaceAll(`.${process.pid}`, '')
    expect(said).not.toBe('')
    rows.push([name, when, `${fault.kept} of ${n}`, String(exitCode), said.replaceAll('|', '\\|')])
  })
})

it('is what the table in docs/faults.md says', () => {
  if (rows.length < faults.length) return // Some were not asked for, or failed by themselves.
  expectSection(
    'faults.md',
    'runs',
    markdownTable(['what', 'when', 'samples kept', 'exit code', 'what is said'], rows),
  )
})

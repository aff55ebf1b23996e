import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDemoRuntime } from '../../src/demo/runtime.ts'
import { RunFolderError, UsageError } from '../../src/ground/errors.ts'
import { runFiles } from '../../src/journal/run-files.ts'
import { listRuns, openRun } from '../../src/run/open-run.ts'
import { openRuntime } from '../../src/run/open-runtime.ts'
import { resumeRun } from '../../src/run/resume-run.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { emptyFolder } from '../support/folder.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { send, stall, stream } from '../support/scripted-reply.ts'
import { bySeed, readRun } from '../support/vote-script.ts'
import { textLine } from '../support/wire-lines.ts'

const endless = stream(send(textLine({ thinking: 'one' })), stall)

async function opened(...draws: Parameters<typeof ScriptedOllama.start>) {
  const ollama = await ScriptedOllama.start(...draws)
  onTestFinished(() => ollama.close())
  const clock = new FakeClock()
  return { ollama, clock, runtime: await openRuntime({ host: ollama.host, clock }) }
}

async function all(samples: AsyncIterable<Sample>): Promise<Sample[]> {
  const list: Sample[] = []
  for await (const sample of samples) list.push(sample)
  return list
}

/** A vote of four in a folder, stopped after its first sample. */
async function stoppedVote(folder: string) {
  const { runtime } = await opened(...bySeed(100, ['42', endless]))
  const stop = new AbortController()
  return runtime.vote('What is 6 × 7?', {
    ...{ n: 4, seed: 100, rule: 'all', runFolder: folder, signal: stop.signal },
    onCount: () => stop.abort('enough for today'),
  })
}

describe('a vote in a folder', () => {
  it('is kept as the command line keeps it', async () => {
    const folder = join(emptyFolder(), 'run')
    const { runtime } = await opened(...bySeed(100, ['42', '41', '42']))
    const result = await runtime.vote('x', { n: 3, seed: 100, rule: 'all', runFolder: folder })
    const { manifest, samples, result: kept } = await readRun(folder)
    expect(manifest).toMatchObject({ command: 'vote', n: 3, seedBase: 100, rule: 'all', preset: 'majority' })
    expect(samples.map(({ index, seed }) => [index, seed])).toEqual([
      [0, 100],
      [1, 101],
      [2, 102],
    ])
    expect(kept).toEqual(result.report)
    expect(result).toMatchObject({ folder, runId: manifest['runId'], unsaved: [] })
    expect(result.explanation?.samples.map(({ answer }) => answer)).toEqual(['42', '41', '42'])
  })

  it('goes on where it was stopped, with what is missing and the same seeds', async () => {
    const folder = join(emptyFolder(), 'run')
    const stopped = await stoppedVote(folder)
    expect(stopped.break).toEqual({ type: 'interrupted', why: 'enough for today' })
    const { ollama, clock } = await opened(...bySeed(100, ['1', '42', '42', '7']))
    const run = await resumeRun(folder, { host: ollama.host, clock, slots: 2 })
    expect(run.manifest.slots).toBe(2)
    if (run.command !== 'vote') throw new Error('It is a vote.')
    expect(run.left.map(({ seed }) => seed)).toEqual([101, 102, 103])
    const result = await run.draw()
    await run.close()
    expect(result.vote).toMatchObject({ type: 'won', answer: '42', votes: 3, ballots: 4 })
    expect((await readRun(folder)).result).toEqual(result.report)
  })

  it('can be begun by itself, and drawn later', async () => {
    const runs = emptyFolder()
    const { ollama, runtime } = await opened(...bySeed(100, ['42']))
    const run = await runtime.beginVote('x', { n: 1, seed: 100, runsFolder: runs })
    expect(run.folder).toBe(join(runs, run.manifest.runId))
    expect(ollama.drawn).toEqual([])
    const parts: string[] = []
    const { vote } = await run.draw({ onPart: ({ type }) => void parts.push(type) })
    await run.close()
    expect(vote).toMatchObject({ type: 'won', answer: '42' })
    expect(parts).toContain('answer-delta')
  })

  it('is not begun where a run lies already', async () => {
    const folder = join(emptyFolder(), 'run')
    await stoppedVote(folder)
    await expect(stoppedVote(folder)).rejects.toThrow(UsageError)
  })

  it('of another model is not gone on with', async () => {
    const folder = join(emptyFolder(), 'run')
    await stoppedVote(folder)
    const { ollama } = await opened()
    ollama.installed = ollama.installed.map((model) => ({ ...model, digest: 'f00d' }))
    await expect(resumeRun(folder, { host: ollama.host })).rejects.toThrow(
      /model\.digest was "\w+", is "f00d"/,
    )
  })
})

describe('a run on the disk', () => {
  it('is opened with what it was begun with, its samples and its result', async () => {
    const folder = join(emptyFolder(), 'run')
    await stoppedVote(folder)
    const run = await openRun(folder)
    expect(run).toMatchObject({ folder, manifest: { command: 'vote', n: 4 }, problems: [] })
    expect(run.result).toBe(undefined)
    const ends = async () => (await all(run.samples())).map(({ key, end }) => [key, end.type])
    expect(await ends()).toContainEqual(['p1/0', 'finished'])
    expect(await ends()).toEqual(await ends())
  })

  it('that is none is said to be none', async () => {
    await expect(openRun(emptyFolder())).rejects.toThrow(RunFolderError)
  })

  it('is one of a list, which a damaged one does not hide', async () => {
    const runs = emptyFolder()
    await stoppedVote(join(runs, '20261122T101500Z-aaaa'))
    await stoppedVote(join(runs, '20261122T101501Z-bbbb'))
    await writeFile(join(runs, '20261122T101501Z-bbbb', runFiles.manifest), 'no JSON')
    const { runs: listed, damaged } = await listRuns(runs)
    expect(listed).toMatchObject([{ command: 'vote', n: 4, state: 'unfinished' }])
    expect(damaged).toMatchObject([{ folder: join(runs, '20261122T101501Z-bbbb') }])
    expect(damaged[0]?.message).toContain(runFiles.manifest)
  })
})

describe('an experiment', () => {
  it('is drawn, kept and gone on with by the library', async () => {
    const demo = await startDemoRuntime({ slots: 2 })
    onTestFinished(() => demo.close())
    const runtime = await openRuntime({ host: demo.host })
    const folder = join(emptyFolder(), 'run')
    const counted: string[] = []
    const stop = new AbortController()
    const how = { n: 2, limit: 2, seed: 7, slots: 2, maxTokens: 1_500, runFolder: folder }
    const stopped = await runtime.bench('arithmetic-easy', {
      ...{ ...how, signal: stop.signal },
      onCount(problem) {
        counted.push(problem)
        stop.abort('later')
      },
    })
    expect(stopped.break).toEqual({ type: 'interrupted', why: 'later' })
    expect(counted).not.toEqual([])
    const run = await resumeRun(folder)
    if (run.command !== 'bench') throw new Error('It is an experiment.')
    const { problems } = await run.draw()
    await run.close()
    expect([...problems].map(([id, { samples }]) => [id, samples.drawn])).toEqual([
      ['easy-01', 2],
      ['easy-02', 2],
    ])
    expect(await openRun(folder)).toMatchObject({ result: { schema: 'magi.bench/1' }, manifest: { n: 2 } })
  })

  it.each([
    [{ budget: { mean: 2 }, rule: 'certain' }, /has nothing to decide/],
    [{ limit: 0 }, /--limit 0/],
    [{ maxAttempts: 0 }, /maxAttempts is 0/],
  ])('is refused with the reason: %j', async (options, message) => {
    const { ollama, runtime } = await opened()
    await expect(runtime.bench('arithmetic-easy', options)).rejects.toThrow(message)
    expect(ollama.drawn).toEqual([])
  })
})

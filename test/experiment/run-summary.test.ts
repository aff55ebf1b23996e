import { appendFile, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { summariseRun, summariseRuns } from '../../src/experiment/run-summary.ts'
import { listRunIds } from '../../src/journal/run-folder.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { runCli } from '../support/run-cli.ts'
import { sampleOf } from '../support/sample.ts'

const kept = (folder: string) => readFile(join(folder, 'summary.json'), 'utf8')

it('what a list says of a run is kept beside it, and made again once a file of the run has changed', async () => {
  const { runs } = await stateFolder()
  const folder = await recordVote(runs, ['1', '2'])
  const first = await summariseRun(folder)
  expect(first).toMatchObject({ recorded: 2, state: 'unfinished', model: 'magistral:24b' })
  // What is kept is taken: a mark in it comes back.
  await writeFile(join(folder, 'summary.json'), (await kept(folder)).replace('magistral:24b', 'marked'))
  expect(await summariseRun(folder)).toEqual({ ...first, model: 'marked' })
  const again = sampleOf({ index: 1, key: 'p1/1', seed: 101, attempt: 2 })
  await appendFile(join(folder, 'journal.jsonl'), `${JSON.stringify(again)}\n`)
  expect(await summariseRun(folder)).toEqual({ ...first, recorded: 3 })
})

it.each(['manifest.json', 'journal.jsonl'])(
  'is not taken where %s has the size it had and another time',
  async (name) => {
    const { runs } = await stateFolder()
    const folder = await recordVote(runs, ['1', '2'])
    const first = await summariseRun(folder)
    await writeFile(join(folder, 'summary.json'), (await kept(folder)).replace('magistral:24b', 'marked'))
    const { atimeMs, mtimeMs } = await stat(join(folder, name))
    await utimes(join(folder, name), atimeMs / 1_000, mtimeMs / 1_000 + 5)
    expect(await summariseRun(folder)).toEqual(first)
  },
)

it('is not taken where a digit of the journal was changed, and the time of its change set back', async () => {
  const { runs } = await stateFolder()
  const folder = await recordVote(runs, ['1', '2'])
  await summariseRun(folder)
  const path = join(folder, 'journal.jsonl')
  const { atime, mtime } = await stat(path)
  await writeFile(path, (await readFile(path, 'utf8')).replace('"index":1', '"index":7'))
  await utimes(path, atime, mtime)
  await expect(summariseRun(folder)).rejects.toThrow('line 2')
})

it.each([
  '',
  '{',
  '{"schema":"magi.run-summary/1","stamps":"","summary":{}}',
  '{"schema":"magi.run-summary/9"}',
])('is made again where what is kept is damaged: %s', async (text) => {
  const { runs } = await stateFolder()
  const folder = await recordVote(runs, ['1', '2'])
  const first = await summariseRun(folder)
  const whole = await kept(folder)
  await writeFile(join(folder, 'summary.json'), text)
  expect(await summariseRun(folder)).toEqual(first)
  expect(await kept(folder)).toBe(whole)
})

it('many runs keep their order, and one that cannot be read is told and left out', async () => {
  const { runs } = await stateFolder()
  const ids = Array.from({ length: 40 }, (_, place) => `20261122T1015${String(place).padStart(2, '0')}Z-k3f9`)
  const folders: string[] = []
  for (const runId of ids) folders.push(await recordVote(runs, ['1'], { runId }))
  await writeFile(join(folders[7] ?? '', 'manifest.json'), '{')
  const told: string[] = []
  const summaries = await summariseRuns(folders, (folder) => told.push(folder))
  expect(summaries.map(({ runId }) => runId)).toEqual(ids.filter((_, place) => place !== 7))
  expect(told).toEqual([folders[7]])
})

it('a file among the runs is no run, and hides none', async () => {
  const { env, runs } = await stateFolder()
  await recordVote(runs, ['1'])
  await writeFile(join(runs, 'notes.txt'), 'mine')
  expect(await listRunIds(runs)).toEqual(['20261122T101500Z-k3f9'])
  expect((await runCli(['runs', 'list'], { env })).stderr).toBe('')
})

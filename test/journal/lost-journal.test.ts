import { appendFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/journal/run-folder.ts'
import { sampleSchema } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { manifestOf } from '../support/manifest.ts'
import { cliWith } from '../support/run-cli.ts'
import { sampleOf } from '../support/sample.ts'
import { hold, type Reply, stream } from '../support/scripted-reply.ts'
import { answering, bySeeds } from '../support/vote-script.ts'

/** What can be done to the journal of a run while it is drawn, and what is said of it. */
const losses: readonly (readonly [string, (folder: string) => Promise<void>, string])[] = [
  ['the folder is removed', (folder) => rm(folder, { recursive: true }), 'was removed'],
  ['the folder is moved', (folder) => rename(folder, `${folder}-moved`), 'was removed'],
  ['the journal is removed', (folder) => rm(join(folder, 'journal.jsonl')), 'was removed'],
  [
    'the journal is replaced',
    async (folder) => {
      await writeFile(join(folder, 'copy'), await readFile(join(folder, 'journal.jsonl')))
      await rename(join(folder, 'copy'), join(folder, 'journal.jsonl'))
    },
    'was replaced by another file',
  ],
  [
    'the journal is cut off',
    (folder) => truncate(join(folder, 'journal.jsonl'), 20),
    'was cut off: it has 20 bytes of',
  ],
  [
    'the journal is emptied',
    (folder) => truncate(join(folder, 'journal.jsonl'), 0),
    'was cut off: it has 0 bytes of',
  ],
  [
    'something else writes into it',
    (folder) => appendFile(join(folder, 'journal.jsonl'), 'x\n'),
    'was written by something else',
  ],
]

/** The indexes of the samples in a file. */
async function indexesIn(path: string): Promise<number[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1)
  return lines.map((line) => sampleSchema.parse(JSON.parse(line)).index)
}

/** The rescue files beside a folder. */
async function rescuedBeside(folder: string): Promise<string[]> {
  const beside = dirname(folder)
  return (await readdir(beside)).filter((name) => name.includes('rescued')).map((name) => join(beside, name))
}

describe.each(losses)('%s', (_, lose, said) => {
  it('is noticed at the next sample: every sample that can be had is beside, from then on too', async () => {
    const folder = join(emptyFolder(), 'run')
    const run = await createRun(folder, manifestOf())
    await run.append(sampleOf({ index: 0 }))
    await lose(folder)
    await expect(run.append(sampleOf({ index: 1 }))).rejects.toThrow(
      `${join(folder, 'journal.jsonl')} ${said}`,
    )
    await expect(run.append(sampleOf({ index: 2 }))).rejects.toThrow(said)
    await expect(run.requireKept()).rejects.toThrow(said)
    await expect(run.saveResult({})).rejects.toThrow(said)
    await run.close()
    const [rescued = '', ...others] = await rescuedBeside(folder)
    expect(others).toEqual([])
    const wasCut = said.startsWith('was cut off')
    expect(await indexesIn(rescued)).toEqual(wasCut ? [1, 2] : [0, 1, 2])
  })

  it('in the middle of a vote ends it with exit code 1', async () => {
    const folder = join(emptyFolder(), 'run')
    const pause = hold()
    const held: Reply = stream(
      pause,
      ...answering('42').steps.flatMap((step) => (step.type === 'send' ? [step] : [])),
    )
    const { run } = await cliWith(...bySeeds({ 100: '42', 101: held, 102: '42' }))
    const running = run(['vote', '-n', '3', '--seed', '100', '--rule', 'all', '--run-dir', folder, 'x'])
    await pause.reached
    await lose(folder)
    pause.release()
    const { exitCode, stdout, stderr } = await running
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(`error: ${join(folder, 'journal.jsonl')} ${said}`)
    expect(stderr).not.toContain('All samples are kept')
    expect(stderr).not.toContain('0 samples saved')
    const [rescued = ''] = await rescuedBeside(folder)
    expect(stderr).toContain(`are in ${rescued}: put it in the place of the journal`)
    expect(await indexesIn(rescued)).toContain(1)
  })
})

it('a folder that is gone when the last sample is counted is noticed at the end', async () => {
  const folder = join(emptyFolder(), 'run')
  const run = await createRun(folder, manifestOf())
  await run.append(sampleOf({ index: 0 }))
  await rm(folder, { recursive: true })
  await expect(run.saveResult({ schema: 'magi.vote/1' })).rejects.toThrow(
    'was removed while the run was drawn',
  )
  await run.close()
  expect(await indexesIn(`${folder}.rescued.jsonl`)).toEqual([0])
})

it('a rescue file takes no name that is taken', async () => {
  const folder = join(emptyFolder(), 'run')
  await writeFile(`${folder}.rescued.jsonl`, 'mine')
  await mkdir(`${folder}.rescued-2.jsonl`)
  const run = await createRun(folder, manifestOf())
  await run.append(sampleOf({ index: 0 }))
  await rm(folder, { recursive: true })
  await expect(run.requireKept()).rejects.toThrow('was removed')
  await run.close()
  expect(await readFile(`${folder}.rescued.jsonl`, 'utf8')).toBe('mine')
  expect(await indexesIn(`${folder}.rescued-3.jsonl`)).toEqual([0])
})

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

/**
 * Waits until the journal of a run holds a sample. The next one is asked for while the one before is on its way to the disk, and of a journal without
 * samples nothing can be lost.
 */
async function keptASample(folder: string): Promise<void> {
  const text = () => readFile(join(folder, 'journal.jsonl'), 'utf8').catch(() => '')
  while (!(await text()).endsWith('\n')) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** The rescue files beside a folder, those in folders of their own included. */
async function rescuedBeside(folder: string): Promise<string[]> {
  const beside = dirname(folder)
  const names = (await readdir(beside)).filter((name) => name.includes('rescued'))
  return names.map((name) => join(beside, name, ...(name.endsWith('.jsonl') ? [] : ['journal.jsonl'])))
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
    await keptASample(folder)
    await lose(folder)
    pause.release()
    const { exitCode, stdout, stderr } = await running
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(`error: ${join(folder, 'journal.jsonl')} ${said}`)
    expect(stderr).not.toContain('All samples are kept')
    expect(stderr).not.toContain('0 samples saved')
    const [rescued = ''] = await rescuedBeside(folder)
    expect(stderr).toContain(
      rescued.endsWith('rescued.jsonl')
        ? `are in ${rescued}: put it in the place of the journal`
        : `are in ${rescued}. Go on with them: --resume ${dirname(rescued)}.`,
    )
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
  expect(await indexesIn(join(`${folder}.rescued`, 'journal.jsonl'))).toEqual([0])
})

it('what was rescued of a folder that is gone can be resumed', async () => {
  const folder = join(emptyFolder(), 'run')
  const pause = hold()
  const held: Reply = stream(
    pause,
    ...answering('42').steps.flatMap((step) => (step.type === 'send' ? [step] : [])),
  )
  const { run } = await cliWith(...bySeeds({ 100: '42', 101: held, 102: '42' }))
  const running = run(['vote', '-n', '3', '--seed', '100', '--rule', 'all', '--run-dir', folder, 'x'])
  await pause.reached
  await keptASample(folder)
  await rm(folder, { recursive: true })
  pause.release()
  await running
  const { exitCode, stdout } = await run(['vote', '--resume', `${folder}.rescued`])
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
})

it('a manifest that is removed is noticed, and written anew', async () => {
  const folder = join(emptyFolder(), 'run')
  const pause = hold()
  const held: Reply = stream(
    pause,
    ...answering('42').steps.flatMap((step) => (step.type === 'send' ? [step] : [])),
  )
  const { run } = await cliWith(...bySeeds({ 100: '42', 101: held, 102: '42' }))
  const running = run(['vote', '-n', '3', '--seed', '100', '--rule', 'all', '--run-dir', folder, 'x'])
  await pause.reached
  await rm(join(folder, 'manifest.json'))
  pause.release()
  const { exitCode, stdout, stderr } = await running
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toContain(`error: ${join(folder, 'manifest.json')} was removed while the run was drawn.`)
  expect(stderr).toContain('3 samples saved. Go on with: magi vote --resume')
  expect((await run(['vote', '--resume', folder])).exitCode).toBe(0)
})

it('what is rescued takes no name that is taken', async () => {
  const folder = join(emptyFolder(), 'run')
  await writeFile(`${folder}.rescued`, 'mine')
  await mkdir(`${folder}.rescued-2`)
  const run = await createRun(folder, manifestOf())
  await run.append(sampleOf({ index: 0 }))
  await rm(folder, { recursive: true })
  await expect(run.requireKept()).rejects.toThrow('was removed')
  await run.close()
  expect(await readFile(`${folder}.rescued`, 'utf8')).toBe('mine')
  expect(await indexesIn(join(`${folder}.rescued-3`, 'journal.jsonl'))).toEqual([0])
})

import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith } from '../../support/run-cli.ts'
import { bySeed, onlyRun, readRun, readVote } from '../../support/vote-script.ts'

const seeded = ['--seed', '100'] as const

describe('the run folder', () => {
  it('holds manifest, journal and result, for this user alone', async () => {
    const { start } = await cliWith(...bySeed(100, ['42', '41', '42']))
    const running = await start(['vote', '-n', '3', ...seeded, '--rule', 'all', '--json', 'What is 6 × 7?'])
    const { stdout } = await running.result
    const folder = await onlyRun(running.runs)
    expect((await readdir(folder)).sort()).toEqual([
      'explain.json',
      'journal.jsonl',
      'manifest.json',
      'result.json',
    ])
    const modes = ['', 'explain.json', 'journal.jsonl', 'manifest.json', 'result.json'].map(async (name) =>
      ((await stat(join(folder, name))).mode & 0o777).toString(8),
    )
    expect(await Promise.all(modes)).toEqual(['700', '600', '600', '600', '600'])

    const { manifest, samples, result } = await readRun(folder)
    expect(result).toEqual(readVote(stdout))
    expect(samples.map(({ key, seed, end, attempt }) => ({ key, seed, end, attempt }))).toEqual(
      [0, 1, 2].map((index) => ({
        key: `p1/${index}`,
        seed: 100 + index,
        end: { type: 'finished', reason: 'stop' },
        attempt: 1,
      })),
    )
    expect(manifest).toMatchObject({
      schema: 'magi.run/1',
      command: 'vote',
      createdAt: '2026-11-22T10:15:00.000Z',
      model: { name: 'magistral:24b' },
      preset: 'majority',
      seedBase: 100,
      n: 3,
      rule: 'all',
    })
  })

  it('is where --run-dir says, and not made twice', async () => {
    const folder = join(emptyFolder(), 'a', 'run')
    const { run } = await cliWith(...bySeed(100, ['42']))
    const args = ['vote', '-n', '1', ...seeded, '--run-dir', folder, 'x']
    expect(await run(args)).toMatchObject({ exitCode: 0 })
    const before = await readRun(folder)
    const { exitCode, stdout, stderr } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(`There is a run in ${folder} already.`)
    expect(await readRun(folder)).toEqual(before)
  })

  it('never holds the credentials of a host, and nothing shows them', async () => {
    const { ollama, start } = await cliWith(...bySeed(100, ['42']))
    const host = ollama.host.replace('//', '//ana:s3cret@')
    const running = await start(['vote', '-n', '1', ...seeded, '--host', host, '--verbose', 'x'])
    const { exitCode, stdout, stderr } = await running.result
    expect(exitCode).toBe(0)
    expect(ollama.drawn[0]?.headers['authorization']).toBe(
      `Basic ${Buffer.from('ana:s3cret').toString('base64')}`,
    )
    const folder = await onlyRun(running.runs)
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    )
    const dry = await start(['vote', ...seeded, '--host', host, '--dry-run', 'x'])
    const dryRun = await dry.result
    for (const text of [stdout, stderr, ...files, dryRun.stdout, dryRun.stderr])
      expect(text).not.toMatch(/s3cret|ana:/)
  })

  it('that cannot be made is named before anything is drawn', async () => {
    const file = join(emptyFolder(), 'a-file')
    await writeFile(file, '')
    const { ollama, run } = await cliWith()
    const { exitCode, stdout, stderr } = await run(['vote', '--run-dir', join(file, 'run'), 'x'])
    expect({ exitCode, stdout, drawn: ollama.drawn }).toEqual({ exitCode: 1, stdout: '', drawn: [] })
    expect(stderr).toContain(`error: Cannot make the run folder ${join(file, 'run')}`)
    expect(stderr).toContain('Name a folder that can be made and written with --run-dir.')
  })
})

it('keeps each sample as it was: thinking, text, answer and counts', async () => {
  const { start } = await cliWith(...bySeed(100, ['42']))
  const running = await start(['vote', '-n', '1', ...seeded, 'x'])
  await running.result
  const { samples } = await readRun(await onlyRun(running.runs))
  expect(samples).toEqual([
    {
      schema: 'magi.sample/1',
      key: 'p1/0',
      problem: 'p1',
      index: 0,
      seed: 100,
      thinking: 'Let me see.',
      text: 'It is so.\n\nFinal answer: 42',
      answer: { type: 'found', value: '42', kind: 'number', by: expect.any(String) },
      end: { type: 'finished', reason: 'stop' },
      forced: false,
      tokens: {
        prompt: 21,
        output: 6,
        thinking: 3,
        counted: 'runtime',
      },
      timing: { startedAtMs: 0, firstPartMs: 0, elapsedMs: 0 },
      attempt: 1,
      slot: 0,
    },
  ])
})

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../../support/folder.ts'
import { recordBench, stateFolder } from '../../support/recorded-run.ts'
import { runCli } from '../../support/run-cli.ts'

const first = '20261122T101500Z-k3f9'
const second = '20261122T111500Z-p7ra'

/** Two experiments over different problems, and a file of disputed grades. */
async function twoRuns(disputes: readonly object[]) {
  const { env, runs } = await stateFolder()
  await recordBench(runs, [{ id: 'a', prompt: 'x', answer: '4' }], { a: ['5', '5'] }, { runId: first })
  await recordBench(runs, [{ id: 'b', prompt: 'y', answer: '6' }], { b: ['7', '6'] }, { runId: second })
  const cwd = emptyFolder()
  await writeFile(join(cwd, 'd.jsonl'), disputes.map((each) => `${JSON.stringify(each)}\n`).join(''))
  return { env, cwd }
}

interface ReportJson {
  readonly sources: readonly {
    readonly source: string
    readonly notes: readonly string[]
    readonly passAt1: { readonly mean: number }
  }[]
}

const sourcesOf = (stdout: string) => (JSON.parse(stdout) as ReportJson).sources

const question = {
  dataset: 'set',
  model: 'm',
  id: 1,
  gold: '1',
  gold_cls: 0,
  answers: ['1', '2'],
  cls: [0, 1],
  tokens: [10, 10],
}

describe('magi report', () => {
  it('takes disputes on the problems of any of the runs, and says each under its own run', async () => {
    const { env, cwd } = await twoRuns([
      { id: 'a', correct: true, reason: 'five is meant' },
      { id: 'b', answer: '7', correct: true, reason: 'seven is right too' },
    ])
    const args = ['report', first, second, '--grade-dispute', 'd.jsonl', '--json']
    const { exitCode, stdout, stderr } = await runCli(args, { env, cwd })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const shown = sourcesOf(stdout).map(({ source, notes, passAt1 }) => ({
      source,
      passAt1: passAt1.mean,
      overruled: notes.filter((note) => note.includes('overruled')),
    }))
    expect(shown).toEqual([
      { source: first, passAt1: 1, overruled: ['1 verdict overruled by a person'] },
      { source: second, passAt1: 1, overruled: ['1 verdict overruled by a person'] },
    ])
  })

  it('refuses a dispute on a problem that none of the runs has', async () => {
    const { env, cwd } = await twoRuns([{ id: 'c', correct: true, reason: 'x' }])
    const args = ['report', first, second, '--grade-dispute', 'd.jsonl']
    const { exitCode, stdout, stderr } = await runCli(args, { env, cwd })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain('d.jsonl:1: id: no problem is called "c"')
  })

  it('refuses disputes where only recorded answers are reported, which are graded already', async () => {
    const { env, cwd } = await twoRuns([{ id: '1', correct: true, reason: 'x' }])
    await writeFile(join(cwd, 'trace.jsonl'), `${JSON.stringify(question)}\n`)
    const result = await runCli(['report', 'trace.jsonl', '--grade-dispute', 'd.jsonl'], { env, cwd })
    expect(result).toMatchObject({ exitCode: 2, stdout: '' })
    expect(result.stderr).toContain(
      '--grade-dispute is for runs, and only files of recorded answers are named.',
    )
  })

  it.each([
    [['--output', 'x.html'], /^<!doctype html>/],
    [['--output', 'x.htm'], /^<!doctype html>/],
    [['--output', 'x.md'], /^# magi/],
    [['--output', 'x.csv'], /^source,model/],
    [['--output', 'x.json'], /^\{"schema":"magi.report/],
    [['--output', 'x.out'], /^m on set/],
    [['--output', 'x.html', '--format', 'html'], /^<!doctype html>/],
    [['--output', 'x.out', '--format', 'markdown'], /^# magi/],
  ])('writes the format that the file or the flag names: %j', async (flags, begin) => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'trace.jsonl'), `${JSON.stringify(question)}\n`)
    const { exitCode } = await runCli(['report', 'trace.jsonl', ...flags], { cwd })
    expect(exitCode).toBe(0)
    expect(await readFile(join(cwd, flags[1] ?? ''), 'utf8')).toMatch(begin)
  })

  it.each([
    [['--output', 'x.html', '--format', 'csv'], '--format csv asks for csv, and --output x.html for html.'],
    [['--output', 'x.md', '--json'], '--json asks for json, and --output x.md for md.'],
    [['--json', '--format', 'text'], '--json asks for json, and --format text for text.'],
    [['-k', '0'], '-k is "0".'],
    [['-n', '0'], '-n is "0".'],
  ])('refuses what contradicts itself or counts from nothing: %j', async (flags, message) => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'trace.jsonl'), `${JSON.stringify(question)}\n`)
    const { exitCode, stdout, stderr } = await runCli(['report', 'trace.jsonl', ...flags], { cwd })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('says of a vote that was a tie which answers were level, also in recorded answers', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'trace.jsonl'), `${JSON.stringify(question)}\n`)
    const { stdout } = await runCli(['report', 'trace.jsonl', '--format', 'html'], { cwd })
    expect(stdout).toContain('1 (taken of a tie with 2)')
  })

  it('calls files of the same name by their paths', async () => {
    const cwd = emptyFolder()
    for (const folder of ['one', 'two']) {
      await mkdir(join(cwd, folder))
      await writeFile(join(cwd, folder, 'trace.jsonl'), `${JSON.stringify(question)}\n`)
    }
    const paths = ['one/trace.jsonl', 'two/trace.jsonl']
    const { stdout } = await runCli(['report', ...paths, '--json'], { cwd })
    expect(sourcesOf(stdout).map(({ source }) => source)).toEqual(paths)
    const alone = await runCli(['report', 'one/trace.jsonl', '--json'], { cwd })
    expect(sourcesOf(alone.stdout).map(({ source }) => source)).toEqual(['trace'])
  })

  it('names a file that does not exist', async () => {
    const { exitCode, stderr } = await runCli(['report', 'gone.jsonl'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('gone.jsonl does not exist.')
  })
})

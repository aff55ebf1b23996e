import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  compareOutputSchema,
  extractOutputSchema,
  groupOutputSchema,
  lineErrorSchema,
} from '../../../src/answer/schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { runCli } from '../../support/run-cli.ts'

const answers = (args: readonly string[], stdin?: string) =>
  runCli(['answers', ...args], stdin === undefined ? {} : { stdin })

/** Objects as JSON Lines; a text goes in as it is. */
const lines = (...values: unknown[]) =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('')

const parsed = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

describe('magi answers extract', () => {
  it('prints the final answer of a text, and nothing else on stdout', async () => {
    expect(await answers(['extract'], 'Half of it. The answer is \\boxed{\\frac{1}{2}}.\n')).toEqual({
      exitCode: 0,
      stdout: '\\frac{1}{2}\n',
      stderr: '',
    })
  })

  it('exits with 4 and the reason where there is none', async () => {
    expect(await answers(['extract'], 'So it is \\boxed{4')).toEqual({
      exitCode: 4,
      stdout: '',
      stderr: 'no answer: truncated\n',
    })
  })

  it('knows options, kind and language', async () => {
    const text = 'Die Antwort ist (B), also 3,5 Meter.'
    expect((await answers(['extract', '--answer', 'choice', '--options', 'A,B,C'], text)).stdout).toBe('B\n')
    const german = await answers(
      ['extract', '--answer', 'number', '--language', 'de', '--json'],
      'Ergebnis: 3,5.',
    )
    expect(extractOutputSchema.parse(JSON.parse(german.stdout))).toMatchObject({
      type: 'found',
      value: '3,5',
      kind: 'number',
    })
  })

  it('tells every rule that was tried', async () => {
    const { stdout, stderr } = await answers(['extract', '--explain'], 'Well.\n#### 17')
    expect(stdout).toBe('17\n')
    expect(stderr).toMatch(/^boxed +nothing/m)
    expect(stderr).toMatch(/^hash +found “17” at character 11 /m)
  })

  it('reads a file, and refuses a terminal, a file that is not there and a kind that is none', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'said.txt'), 'Answer: 5')
    expect(await runCli(['answers', 'extract', 'said.txt'], { cwd })).toMatchObject({ stdout: '5\n' })
    expect(await answers(['extract'])).toMatchObject({ exitCode: 2, stdout: '' })
    const missing = await runCli(['answers', 'extract', 'gone.txt'], { cwd })
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' })
    expect(missing.stderr).toContain('error: gone.txt cannot be read')
    const kind = await answers(['extract', '--answer', 'nummer'], '5')
    expect(kind).toMatchObject({ exitCode: 2, stdout: '' })
    expect(kind.stderr).toContain('There is no kind of answer "nummer".')
  })

  it('never lets a text command the terminal', async () => {
    const { stdout } = await answers(
      ['extract', '--answer', 'text'],
      'Answer: \u001b]8;;http://x\u0007red\u001b[31m',
    )
    expect(stdout).toBe('red\n')
  })

  it('answers JSON Lines in order; a bad line has its error in its place and is not fatal', async () => {
    const { exitCode, stdout, stderr } = await answers(
      ['extract', '--jsonl'],
      lines(
        { text: 'The answer is 4.' },
        'nope',
        { text: '\\boxed{', kind: 'number' },
        { text: '5', knd: 'number' },
        { text: 'Answer: B', choices: ['red', 'green'] },
      ).trimEnd(),
    )
    const [first, second, third, fourth, fifth] = parsed(stdout)
    expect(exitCode).toBe(0)
    expect(extractOutputSchema.parse(first)).toMatchObject({ type: 'found', value: '4', kind: 'number' })
    expect(lineErrorSchema.parse(second).error).toMatch(/^line 2: not a JSON object/)
    expect(third).toEqual({ type: 'none', reason: 'truncated' })
    expect(lineErrorSchema.parse(fourth)).toEqual({ error: 'line 4: unknown key "knd"' })
    expect(extractOutputSchema.parse(fifth)).toMatchObject({ value: 'B', kind: 'choice' })
    expect(stderr).toBe('warning: 2 of 5 lines could not be used; each has an "error" in its place.\n')
  })

  it('takes its flags for lines that say nothing themselves', async () => {
    const { stdout, stderr } = await answers(
      ['extract', '--jsonl', '--answer', 'text', '--explain'],
      lines({ text: 'Answer: 42 apples' }, { text: 'Answer: 42 apples', kind: 'number' }),
    )
    expect(parsed(stdout)).toMatchObject([{ value: '42 apples' }, { value: '42' }])
    expect(stderr).toMatch(/^line 1: .*42 apples/m)
    expect(stderr).toMatch(/^line 2: .*“42”/m)
  })

  it('reports bytes that are not UTF-8 by their line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"text":"1"}\n'),
      Buffer.from([0xff, 10]),
      Buffer.from('{"text":"2"}'),
    ])
    const { exitCode, stdout } = await runCli(['answers', 'extract', '--jsonl'], { stdin: bytes })
    expect(exitCode).toBe(0)
    expect(parsed(stdout)).toMatchObject([
      { value: '1' },
      { error: 'line 2: not UTF-8 text' },
      { value: '2' },
    ])
  })
})

describe('magi answers compare', () => {
  it.each([
    [['1/2', '0.5'], 'same (exact)\n', 0],
    [['1011_2', '1011_3'], 'different (', 3],
    [['-1', '-\\frac{2}{2}'], 'same (exact)\n', 0],
    [['--prose', 'The answer is 5.', 'So we get \\boxed{5}.'], 'same (exact)\n', 0],
    [['--prose', '\\boxed{', '\\boxed{'], 'different (no-answer)\n', 3],
    [['--answer', 'text', 'New York', 'new  york'], 'same (text)\n', 0],
  ])('%j', async (args, said, exitCode) => {
    const result = await answers(['compare', ...args])
    expect(result).toMatchObject({ exitCode, stderr: '' })
    expect(result.stdout).toContain(said)
  })

  it('prints its verdict as JSON', async () => {
    const { stdout } = await answers(['compare', '7', '7.0', '--json'])
    expect(compareOutputSchema.parse(JSON.parse(stdout))).toEqual({ same: true, by: 'exact' })
  })

  it('wants two answers, and knows its flags', async () => {
    expect(await answers(['compare', '1'])).toMatchObject({ exitCode: 2, stdout: '' })
    const { exitCode, stderr } = await answers(['compare', '1', '--langauge', 'de'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('There is no flag --langauge.')
  })

  it('says how each side is read', async () => {
    const { stderr } = await answers(['compare', '3,5', '3.5', '--explain'])
    expect(stderr).toContain(
      '“3,5” × 1: its comma may mark decimals, thousands or a list: read otherwise (comma) with 1 unambiguous against 0',
    )
  })

  it('compares JSON Lines', async () => {
    const { exitCode, stdout } = await answers(
      ['compare', '--jsonl'],
      lines({ a: '1/2', b: '50%' }, { a: 'x' }, { a: 'It is 4.', b: '\\boxed{5}', form: 'prose' }),
    )
    const [first, second, third] = parsed(stdout)
    expect(exitCode).toBe(0)
    expect(compareOutputSchema.parse(first).same).toBe(true)
    expect(lineErrorSchema.parse(second).error).toMatch(/^line 2: b: /)
    expect(compareOutputSchema.parse(third).same).toBe(false)
  })
})

describe('magi answers group', () => {
  it('prints votes, answer and spellings of each cluster; a blank line is no answer', async () => {
    expect(await answers(['group'], '0.5\n1/2\n\n3\r\n0.5\n')).toEqual({
      exitCode: 0,
      stdout: '3  0.5   0.5 · 1/2\n1  3\n',
      stderr: 'no answer: 1 line\n',
    })
  })

  it('exits with 4 where nobody gave an answer', async () => {
    expect(await answers(['group'], '\n\n')).toMatchObject({ exitCode: 4, stdout: '' })
  })

  it('says what joined and parted them', async () => {
    const { stderr } = await answers(['group', '--explain'], '1/3\n0.333\n1/3\n0.25\n')
    expect(stderr.split('\n').slice(0, -1)).toEqual([
      '“1/3”',
      '  “1/3” × 2',
      '  “0.333” × 1: rounds “1/3”',
      '“0.25”, apart from “1/3” by exact',
      '  “0.25” × 1',
    ])
  })

  it('says which answers were over the limits, and groups these by their text', async () => {
    const deep = `${'('.repeat(70)}x${')'.repeat(70)}+1`
    const long = 'x'.repeat(5000)
    const input = `${deep}\n${deep}\n${long}\n4\n`
    const { exitCode, stdout, stderr } = await answers(['group', '--explain'], input)
    expect({ exitCode, votes: stdout.split('\n').map((line) => line.slice(0, 2)) }).toEqual({
      exitCode: 0,
      votes: ['2 ', '1 ', '1 ', ''],
    })
    expect(stderr).toContain('over the limit of nesting: compared by its text alone')
    expect(stderr).toContain('over the limit of characters: compared by its text alone')
    expect(stderr).toContain('2 answers over the limits (--explain names them): compared by text alone.')
  })

  it('groups JSON Lines, and prints the same shape for plain lines with --json', async () => {
    const { stdout } = await answers(
      ['group', '--jsonl'],
      lines({ answers: ['4', null, '4.0', '5'] }, { answers: 4 }),
    )
    const [first, second] = parsed(stdout)
    const grouped = {
      clusters: [
        { answer: '4', members: [0, 2] },
        { answer: '5', members: [3] },
      ],
      abstained: [1],
    }
    expect(groupOutputSchema.parse(first)).toEqual(grouped)
    expect(lineErrorSchema.parse(second).error).toMatch(/^line 2: answers: /)
    const plain = await answers(['group', '--json'], '4\n\n4.0\n5\n')
    expect(JSON.parse(plain.stdout)).toEqual(grouped)
  })
})

it('reads and writes in step: with nobody reading, it stops', async () => {
  const { startCli } = await import('../../support/run-cli.ts')
  const running = await startCli(['answers', 'extract', '--jsonl'], {
    stdin: lines(...Array.from({ length: 2_000 }, (_, place) => ({ text: `Answer: ${place}` }))),
  })
  running.closeStdout()
  expect(await running.result).toMatchObject({ exitCode: 1, stdout: '' })
})

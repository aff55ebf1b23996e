import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { simulationReportSchema } from '../../../src/experiment/simulation-schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { recordBench, recordVote, stateFolder } from '../../support/recorded-run.ts'
import { runCli } from '../../support/run-cli.ts'
import { sharedPath } from '../../support/shared.ts'

const id = '20261122T101500Z-k3f9'

/** One question of a trace: its classes, of which 0 is right. */
const question = (place: number, cls: readonly number[], tokens = cls.map(() => 10)) => ({
  ...{ dataset: 'set', model: 'm', id: place, gold: '1', gold_cls: cls.includes(0) ? 0 : null },
  ...{ answers: cls.map((each) => (each < 0 ? null : String(each + 1))), cls, tokens },
})

const jsonLines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

const rowsOf = (stdout: string) => simulationReportSchema.parse(JSON.parse(stdout)).rows

describe('magi runs simulate', () => {
  it('tells what a rule would have drawn, spent and answered, for each source and in all', async () => {
    const { env, runs } = await stateFolder()
    await recordBench(
      runs,
      [
        { id: 'a', prompt: 'What is 2 + 2?', answer: '4' },
        { id: 'b', prompt: 'What is 3 + 3?', answer: '6' },
      ],
      { a: ['4', '4.0', '5', '4'], b: ['7', '7', '6', null] },
    )
    const cwd = emptyFolder()
    const trace = jsonLines(question(1, [0, 0, 0, 0]), question(2, [1, 0, 0, 0], [40, 20, 20, 20]))
    await writeFile(join(cwd, 'recorded.jsonl.gz'), gzipSync(trace))
    const args = ['runs', 'simulate', id, 'recorded.jsonl.gz', '--rule', 'lead:2', '-n', '4', '--json']
    const { exitCode, stdout, stderr } = await runCli(args, { env, cwd })
    expect(exitCode).toBe(0)
    expect(stderr).toBe(`${id}: 2 questions\nrecorded: 2 questions\n`)
    const common = { rule: 'lead:2', n: 4, slots: 1, schedule: 'lookahead', agreement: 1 }
    expect(rowsOf(stdout)).toEqual([
      {
        ...{ ...common, source: id, questions: 2, samplesMean: 2 },
        ...{ accuracy: 0.5, accuracyFixed: 0.5, tokensShare: 0.5, timeShare: 0.5 },
      },
      {
        ...{ ...common, source: 'recorded', questions: 2, samplesMean: 3 },
        ...{ accuracy: 1, accuracyFixed: 1, tokensShare: 120 / 140, timeShare: 120 / 140 },
      },
      {
        ...{ ...common, allSources: true, questions: 4, samplesMean: 2.5 },
        ...{ accuracy: 0.75, accuracyFixed: 0.75 },
        ...{ tokensShare: (36 + 120) / (72 + 140), timeShare: (36 + 120) / (72 + 140) },
      },
    ])
  })

  it.each(['--rule lead:2', '--budget mean=2'])(
    'tells a file called "all" from the row of all sources: %s',
    async (flags) => {
      const cwd = emptyFolder()
      await writeFile(join(cwd, 'all.jsonl'), jsonLines(question(1, [0, 0, 0, 0])))
      await writeFile(join(cwd, 'other.jsonl'), jsonLines(question(1, [1, 1, 1, 1])))
      const simulate = async (...files: string[]) => {
        const args = ['runs', 'simulate', ...files, ...flags.split(' '), '-n', '4', '--json']
        const { exitCode, stdout } = await runCli(args, { cwd })
        expect(exitCode).toBe(0)
        const rows = rowsOf(stdout).filter(({ rule }) => !rule.startsWith('uniform'))
        return rows.map(({ source, allSources, questions }) => [source ?? allSources, questions])
      }
      expect(await simulate('all.jsonl')).toEqual([['all', 1]])
      expect(await simulate('all.jsonl', 'other.jsonl')).toEqual([
        ['all', 1],
        ['other', 1],
        [true, 2],
      ])
    },
  )

  it('simulates every rule, N, number of slots and schedule named, and prints a table', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['4', '4', '5', '4'])
    const lists = ['--rule', 'all,certain', '--rule', 'lead', '-n', '2,4', '--slots', '1,2']
    const args = ['runs', 'simulate', id, ...lists, '--schedule', 'eager,lookahead']
    const { stdout } = await runCli(args, { env })
    const rows = stdout.split('\n\n')[0]?.split('\n') ?? []
    expect(rows).toHaveLength(1 + 3 * 2 * 2 * 2)
    expect(rows[0]?.split(/ {2,}/).slice(0, 5)).toEqual(['source', 'rule', 'N', 'slots', 'schedule'])
    const { rows: parsed } = JSON.parse((await runCli([...args, '--json'], { env })).stdout)
    // A vote has no known answer.
    expect(parsed[0]).not.toHaveProperty('accuracy')
  })

  it('takes as many samples as every question has, where nobody says how many and none has 40', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['4', '4', '5', { end: { type: 'cancelled', why: 'decided' } }])
    const { stdout, stderr } = await runCli(['runs', 'simulate', id, '--json'], { env })
    expect(rowsOf(stdout)).toMatchObject([{ n: 3, rule: 'predictive', schedule: 'lookahead', slots: 1 }])
    expect(stderr).toContain('No question has 40 recorded samples: N is 3, which all have.')
  })

  it('says which questions are left out, and refuses where none is left', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 't.jsonl'), jsonLines(question(1, [0, 0, 0]), question(2, [0, 0])))
    const some = await runCli(['runs', 'simulate', 't.jsonl', '-n', '3', '--json'], { cwd })
    expect(rowsOf(some.stdout)).toMatchObject([{ questions: 1 }])
    expect(some.stderr).toContain('N = 3: 1 question left out')
    const none = await runCli(['runs', 'simulate', 't.jsonl', '-n', '9'], { cwd })
    expect(none).toMatchObject({ exitCode: 2, stdout: '' })
    expect(none.stderr).toContain('Use -n 2 or fewer.')
  })

  it('refuses what is no trace, by file, line and key', async () => {
    const cwd = emptyFolder()
    const wrong = { ...question(2, [0, 0]), cls: [0] }
    await writeFile(join(cwd, 'bad.jsonl'), jsonLines(question(1, [0, 0]), wrong))
    const bad = await runCli(['runs', 'simulate', 'bad.jsonl', '-n', '2'], { cwd })
    expect(bad).toMatchObject({ exitCode: 2, stdout: '' })
    expect(bad.stderr).toContain('bad.jsonl:2: cls: has 1 entries for 2 answers')
    const gone = await runCli(['runs', 'simulate', 'gone.jsonl'], { cwd })
    expect(gone).toMatchObject({ exitCode: 2, stdout: '' })
    expect(gone.stderr).toContain('gone.jsonl does not exist.')
  })

  it('leaves out, among several files, those that hold something else, and says so', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'good.jsonl'), jsonLines(question(1, [0, 0]), question(2, [0, 0])))
    await writeFile(join(cwd, 'other.jsonl'), jsonLines({ id: 1, problem: 'What is 2 + 2?', text: '4' }))
    const args = ['--rule', 'lead:2', '--json']
    const some = await runCli(['runs', 'simulate', 'other.jsonl', 'good.jsonl', ...args], { cwd })
    expect(some.exitCode).toBe(0)
    expect(rowsOf(some.stdout)).toMatchObject([{ source: 'good', n: 2, questions: 2 }])
    expect(some.stderr.match(/warning/g)).toHaveLength(1)
    expect(some.stderr).toContain('other.jsonl:1: dataset: missing: expected string')
    const none = await runCli(['runs', 'simulate', 'other.jsonl', 'other.jsonl', ...args], { cwd })
    expect(none).toMatchObject({ exitCode: 2, stdout: '' })
    expect(none.stderr).toMatch(/^error: .*other\.jsonl:1: dataset: missing/m)
  })

  it('spends budgets on each whole set, beside the same number for every question', async () => {
    const cwd = emptyFolder()
    const sure = Array.from({ length: 8 }, () => 0)
    const torn = [1, 0, 1, 0, 0, 0, 0, 0]
    await writeFile(join(cwd, 't.jsonl'), jsonLines(question(1, sure), question(2, torn)))
    const args = ['runs', 'simulate', 't.jsonl', '-n', '8', '--budget', 'mean=1,4', '--json']
    const { stdout } = await runCli(args, { cwd })
    const rows = rowsOf(stdout)
    expect(rows.map(({ rule, samplesMean }) => [rule, samplesMean])).toEqual([
      ['budget mean=1', 1],
      ['uniform mean=1', 1],
      ['budget mean=4', 4],
      ['uniform mean=4', 4],
    ])
    expect(rows.map(({ accuracy, accuracyFixed }) => [accuracy, accuracyFixed])).toEqual([
      [0.5, 1],
      [0.5, 1],
      [1, 1],
      [0.5, 1],
    ])
    for (const row of rows) for (const key of ['schedule', 'timeShare']) expect(row).not.toHaveProperty(key)
    const time = await runCli(['runs', 'simulate', 't.jsonl', '--budget', 'time=3h'], { cwd })
    expect(time).toMatchObject({ exitCode: 2, stdout: '' })
  })

  it('does not run two files of one name together', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 't.jsonl'), jsonLines(question(1, [0, 0])))
    await writeFile(join(cwd, 't.jsonl.gz'), gzipSync(jsonLines(question(1, [0, 0]))))
    const { stdout } = await runCli(['runs', 'simulate', 't.jsonl', 't.jsonl.gz', '-n', '2', '--json'], {
      cwd,
    })
    expect(rowsOf(stdout).map(({ source, allSources }) => source ?? allSources)).toEqual([
      't.jsonl',
      't.jsonl.gz',
      true,
    ])
  })
})

const recorded = sharedPath('traces', 'boinf-aime2024.jsonl.gz')

describe.skipIf(recorded === undefined)('on recorded runs', () => {
  it('gives the figures of the literature and of the default', async () => {
    const args = [
      'runs',
      'simulate',
      recorded ?? '',
      '--rule',
      'beta:0.95,predictive:0.01,predictive,certain',
    ]
    const { stdout } = await runCli([...args, '--json'])
    const figures = rowsOf(stdout).map((row) => [
      row.samplesMean.toFixed(2),
      (100 * row.agreement).toFixed(2),
    ])
    expect(figures).toEqual([
      ['10.85', '100.00'],
      ['10.15', '100.00'],
      ['11.28', '100.00'],
      ['24.58', '100.00'],
    ])
  })
})

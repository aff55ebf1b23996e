import { readFile, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/config/problem.ts'
import { runListSchema } from '../../../src/experiment/result-schema.ts'
import { sampleColumns, textColumns } from '../../../src/report/sample-table.ts'
import { voteReportSchema } from '../../../src/vote/schema.ts'
import { recordBench, recordVote, stateFolder } from '../../support/recorded-run.ts'
import { cliWith, runCli } from '../../support/run-cli.ts'
import { errorReply } from '../../support/scripted-reply.ts'
import { bySeed, onlyRun, readVote } from '../../support/vote-script.ts'

const problems: readonly Problem[] = [
  { id: 'a', prompt: 'What is 2 + 2?', answer: '4' },
  { id: 'b', prompt: 'What is a half?', answer: ['1/2', '0.5'] },
]
const drawn = { a: ['4', '5', '4.0', null], b: ['0.5', '0.25', '1/4', '50 %'] }
const id = '20261122T101500Z-k3f9'

describe('magi runs list', () => {
  it('is a line each, oldest first, and the default', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['42', '41', '42'])
    const report = await runCli(['runs', 'revote', id, '--json'], { env })
    await writeFile(join(folder, 'result.json'), report.stdout)
    await recordBench(runs, problems, drawn, {
      runId: '20261122T111500Z-abcd',
      createdAt: '2026-11-22T11:15:00.000Z',
    })
    const { exitCode, stdout, stderr } = await runCli(['runs'], { env })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const [, first, second, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/))
    expect(first).toEqual([id, '2026-11-22 10:15', 'vote', 'magistral:24b', '3', '42', '6 × 7?'])
    expect(second?.slice(2)).toEqual([
      'bench',
      'magistral:24b',
      '8 so far',
      'unfinished',
      'small (2 problems)',
    ])
    expect(rest).toEqual([])
  })

  it('prints one object with --json', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['42', '41'], { n: 4 })
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, host: hostname(), began: '' }))
    const { stdout } = await runCli(['runs', 'list', '--json'], { env })
    expect(runListSchema.parse(JSON.parse(stdout)).runs).toEqual([
      {
        ...{ runId: id, folder, command: 'vote', createdAt: '2026-11-22T10:15:00.000Z' },
        ...{ model: 'magistral:24b', prompt: '6 × 7?', n: 4, state: 'being-written', recorded: 2 },
      },
    ])
  })

  it('warns of a damaged run and lists the others; says where there are none', async () => {
    const { env, runs } = await stateFolder()
    expect(await runCli(['runs', 'list'], { env })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `There are no runs in ${runs}.\n`,
    })
    await recordVote(runs, ['42'])
    const broken = await recordVote(runs, ['42'], { runId: '20261122T121500Z-dmgd' })
    await writeFile(join(broken, 'manifest.json'), '{')
    const { exitCode, stdout, stderr } = await runCli(['runs', 'list'], { env })
    expect(exitCode).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(stderr).toMatch(/^warning: 20261122T121500Z-dmgd: .*manifest\.json:1:2: this is not JSON\.$/m)
  })
})

describe('the name of a run', () => {
  it('may be part of an id that no other run has', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['42'])
    await recordVote(runs, ['43'], { runId: '20261122T121500Z-zzzz' })
    const answer = async (name: string) => (await runCli(['runs', 'revote', name, '-q'], { env })).stdout
    expect(await answer('zzzz')).toBe('43\n')
    expect(await answer('20261122T1015')).toBe('42\n')
    const { exitCode, stderr } = await runCli(['runs', 'show', '2026'], { env })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('"2026" matches 2 runs.')
    expect((await runCli(['runs', 'show', 'nope'], { env })).stderr).toContain('"nope" is no run')
  })
})

describe('a run named last', () => {
  it('is the one that was begun last, also among those of one second', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['41'], { runId: '20261122T101500Z-zzzz' })
    await recordVote(runs, ['42'], { runId: '20261122T101501Z-zzzz' })
    await recordVote(runs, ['43'], { runId: '20261122T101501Z-aaaa' })
    await utimes(join(runs, '20261122T101501Z-aaaa', 'manifest.json'), 9e9, 9e9)
    expect((await runCli(['runs', 'revote', 'last', '-q'], { env })).stdout).toBe('43\n')
    const { exitCode, stderr } = await runCli(['runs', 'remove', 'last', '--yes'], { env })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('"last" is not the whole id.')
  })

  it('is refused where there is none', async () => {
    const { env } = await stateFolder()
    expect((await runCli(['runs', 'show', 'last'], { env })).stderr).toContain('"last" is no run')
  })
})

describe('magi runs show', () => {
  it('shows what a run was begun with, its samples and its vote', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['1/2', '0.5', null, { end: { type: 'cancelled', why: 'decided' } }])
    const { exitCode, stdout } = await runCli(['runs', 'show', id], { env })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('prompt 6 × 7?\n')
    expect(stdout).toContain('unfinished: magi vote --resume 20261122T101500Z-k3f9')
    expect(stdout).toMatch(/^#0 +finished +1\/2 +anchor +for 0\.5 /m)
    expect(stdout).toMatch(/^#2 +finished +abstains: not-found /m)
    expect(stdout).toMatch(/^#3 +cancelled: decided .* no ballot /m)
    // There is no result: the vote can go on.
    expect(stdout).toContain('so far 0.5 leads with 2 of 2 ballots')
  })

  it('shows one sample whole, and why it was counted so, cleaned for a terminal', async () => {
    const { env, runs } = await stateFolder()
    const said = { type: 'found', value: '0.5', kind: 'number', by: 'anchor' } as const
    const bad = 'Half.\u001b[2J\u202e'
    await recordVote(runs, ['1/2', { thinking: bad, text: 'Final answer: 0.5', answer: said }, '3'])
    const { stdout } = await runCli(['runs', 'show', id, '1'], { env })
    const [, body = ''] = stdout.split(/^thinking:$/m)
    expect(body.trimStart().split('\n').slice(0, 9)).toEqual([
      'Half.',
      '',
      'answer text:',
      'Final answer: 0.5',
      '',
      'ended: finished',
      'answer: 0.5 (number, by anchor)',
      'ballot: counts for “0.5”',
      '',
    ])
    expect(body).toContain('  “1/2” × 1: joined by exact')
    expect(body).toContain('“3”, apart from “0.5” by exact')
    expect(await runCli(['runs', 'show', id, 'p1/1'], { env })).toMatchObject({ stdout })
    const json = JSON.parse((await runCli(['runs', 'show', id, '1', '--json'], { env })).stdout)
    expect(json.sample.thinking).toBe(bad)
    expect(json.explanation.ballot).toEqual({ type: 'counted', cluster: 0 })
    const none = await runCli(['runs', 'show', id, '7'], { env })
    expect(none).toMatchObject({ exitCode: 2, stdout: '' })
    expect(none.stderr).toContain('It has the samples p1/0 to p1/2.')
  })

  it('shows the votes of an experiment, one problem of it, and one sample with its verdict', async () => {
    const { env, runs } = await stateFolder()
    await recordBench(runs, problems, drawn)
    const whole = await runCli(['runs', 'show', id], { env })
    expect(whole.stdout).toMatch(/^a +4 wins with 2 of 3 ballots .* right$/m)
    expect(whole.stdout).toMatch(
      /^b +a tie, broken by launch order: 0\.5 wins with 2 of 4 ballots .* right$/m,
    )
    expect(whole.stdout).toContain('2 of 2 votes right')
    const one = await runCli(['runs', 'show', id, 'b'], { env })
    expect(one.stdout).toContain('problem b: What is a half?\nknown answer 1/2 or 0.5\n')
    const sample = await runCli(['runs', 'show', id, 'b/1'], { env })
    expect(sample.stdout).toContain('wrong: 1/2 is known to be the answer (exact)')
  })
})

describe('magi runs revote', () => {
  it('gives the vote that was held, but for the time', async () => {
    const script = bySeed(100, ['42', '41', errorReply(500, 'boom'), '42', '42', '42', '42', '42'])
    const { start } = await cliWith(...script)
    const args = ['vote', '-n', '8', '--seed', '100', '--slots', '3', '--max-attempts', '1', '--json', 'x']
    const running = await start(args)
    const held = readVote((await running.result).stdout)
    const folder = await onlyRun(running.runs)
    const { exitCode, stdout } = await runCli(['runs', 'revote', folder, '--json'])
    expect(exitCode).toBe(0)
    expect({ ...readVote(stdout), elapsedMs: 0 }).toEqual({ ...held, elapsedMs: 0 })
  })

  it('stops where another rule would have, and says what that saves', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['42', '42', '41', '42', '42', '42'])
    const { stdout } = await runCli(['runs', 'revote', id, '--rule', 'lead:2', '--json'], { env })
    expect(readVote(stdout)).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 2 },
      samples: { asked: 6, drawn: 2 },
      stop: { rule: 'lead:2', saved: 4 },
      tokens: { output: 18 },
      elapsedMs: 200,
    })
  })

  it.each([
    [['-n', '2'], '', 3],
    [['-n', '2', '--tie', 'first'], '1\n', 0],
    [['-n', '3', '--quorum', '0.9'], '', 3],
    [['--answer', 'text'], 'x\n', 0],
    [['--answer', 'choice', '--options', 'x,y'], 'x\n', 0],
    [['--answer', 'json'], '', 4],
  ])('%j', async (args, stdout, exitCode) => {
    const { env, runs } = await stateFolder()
    const hidden = { text: 'Final answer: x', answer: { type: 'none', reason: 'not-found' } } as const
    await recordVote(runs, ['1', '2', '2', hidden, hidden, hidden])
    expect(await runCli(['runs', 'revote', id, ...args], { env })).toMatchObject({ exitCode, stdout })
  })

  it('lets forced answers vote where it is told to', async () => {
    const { env, runs } = await stateFolder()
    const answer = { type: 'found', value: '7', kind: 'number', by: 'boxed' } as const
    const end = { type: 'tripped', guard: 'thinking-budget', detail: 'too long' } as const
    const forced = { answer, end, forced: true }
    await recordVote(runs, ['8', forced, forced])
    expect((await runCli(['runs', 'revote', id], { env })).stdout).toBe('8\n')
    expect((await runCli(['runs', 'revote', id, '--count-forced'], { env })).stdout).toBe('7\n')
  })

  it('is one line a problem for an experiment, under RUN/PROBLEM', async () => {
    const { env, runs } = await stateFolder()
    await recordBench(runs, problems, drawn)
    const { exitCode, stdout } = await runCli(['runs', 'revote', id, '--json'], { env })
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => voteReportSchema.parse(JSON.parse(line)))
    expect(exitCode).toBe(0)
    expect(reports.map(({ runId, vote, samples }) => [runId, vote.type, samples.drawn])).toEqual([
      [`${id}/a`, 'won', 4],
      [`${id}/b`, 'won', 4],
    ])
    const tied = await runCli(['runs', 'revote', id, '--tie', 'declare'], { env })
    expect(tied.exitCode).toBe(0)
    expect(tied.stdout).toMatch(/^b +a tie: 0\.5 and 1\/4 have 2 of 4 ballots .* wrong$/m)
    expect(tied.stderr).toContain('rule all: 4.00 samples a problem; 1 of 2 votes right')
    expect(tied.stderr).not.toContain('forecast')
    const early = await runCli(['runs', 'revote', id, '--rule', 'lead:1'], { env })
    expect(early.stderr).toMatch(
      /^expected agreement with all 4 samples: at least \d\d\.\d % \(a forecast, 1 - mean risk\)$/m,
    )
  })

  it.each([
    [['-n', '9'], '-n is 9, and the run asked for 2 samples.'],
    [['--rule', 'lucky'], 'There is no stop rule "lucky".'],
    [['--quorum', '2'], '--quorum is "2".'],
    [['--tie', 'coin'], 'There is no tie policy "coin".'],
  ])('refuses %j', async (args, said) => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['1', '2'])
    const { exitCode, stdout, stderr } = await runCli(['runs', 'revote', id, ...args], { env })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(said)
  })
})

describe('magi runs compare', () => {
  it('compares two runs on the problems both have', async () => {
    const { env, runs } = await stateFolder()
    await recordBench(runs, problems, drawn)
    const better = { a: ['4', '4', '4', '4'], b: ['1/2', '0.5', '1', '0.5'] }
    await recordBench(runs, problems, better, { runId: '20261122T111500Z-bett' })
    const { exitCode, stdout } = await runCli(['runs', 'compare', 'k3f9', 'bett', '-k', '1,4', '--json'], {
      env,
    })
    expect(exitCode).toBe(0)
    const comparison = JSON.parse(stdout)
    expect(comparison).toMatchObject({ schema: 'magi.comparison/1', first: id, problems: 2, leftOut: 0 })
    expect(comparison.passAt1).toMatchObject({ first: 0.5, second: 0.875, wins: 2, losses: 0 })
    expect(comparison.majAtK.map(({ k }: { k: number }) => k)).toEqual([1, 4])
    const text = await runCli(['runs', 'compare', 'k3f9', 'bett'], { env })
    expect(text.stdout).toMatch(/^pass@1 +50\.0 % +87\.5 % +\+37\.5 /m)
  })

  it('refuses runs that share nothing', async () => {
    const { env, runs } = await stateFolder()
    await recordBench(runs, problems, drawn)
    await recordVote(runs, ['4'], { runId: '20261122T111500Z-othr' })
    const { exitCode, stderr } = await runCli(['runs', 'compare', 'k3f9', 'othr'], { env })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('share no problem with a known answer')
  })
})

describe('magi runs export', () => {
  it('writes a row for every attempt, every column in each', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordBench(runs, problems, drawn)
    const journal = join(folder, 'journal.jsonl')
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n')
    const failed = { ...JSON.parse(lines[1] ?? ''), answer: { type: 'none', reason: 'failed' } }
    const again = { ...JSON.parse(lines[1] ?? ''), attempt: 2 }
    lines[1] = JSON.stringify({ ...failed, end: { type: 'failed', code: 'reset', message: 'reset: gone' } })
    await writeFile(journal, `${[...lines, JSON.stringify(again)].join('\n')}\n`)
    const { exitCode, stdout } = await runCli(['runs', 'export', id], { env })
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(exitCode).toBe(0)
    expect(rows.map((row) => Object.keys(row))).toEqual(rows.map(() => [...sampleColumns]))
    expect(rows[0]).toMatchObject({
      ...{ run: id, problem: 'a', index: 0, attempt: 1, last_attempt: true, ending: 'finished' },
      ...{ answer: '4', votes: true, cluster: 0, cluster_answer: '4', with_winner: true },
      ...{ gold: '4', correct: true, tokens_output: 9, elapsed_ms: 100, slot: null },
    })
    expect(rows[1]).toMatchObject({
      ...{ attempt: 1, last_attempt: false, ending_reason: 'reset', ending_detail: 'reset: gone' },
      ...{ answer: null, no_answer: 'failed', votes: false, cluster: null, correct: null },
    })
    expect(rows[3]).toMatchObject({ votes: false, abstains: 'not-found', no_answer: 'not-found' })
    expect(rows[8]).toMatchObject({ index: 1, attempt: 2, votes: true, with_winner: false, correct: false })
  })

  it('writes CSV by RFC 4180, with the texts where they are wanted', async () => {
    const { env, runs } = await stateFolder()
    const answer = { type: 'found', value: '1,5', kind: 'number', by: 'anchor' } as const
    await recordVote(runs, [{ thinking: 'He said "yes",\nthen no.', answer }])
    const { stdout } = await runCli(['runs', 'export', id, '--format', 'csv', '--texts'], { env })
    const [header, ...rest] = stdout.split('\r\n')
    expect(header).toBe([...sampleColumns, ...textColumns].join(','))
    expect(rest.join('\n')).toContain(',"1,5",number,anchor,,true,,0,"1,5",true,,,20,9,4,runtime,')
    expect(rest.join('\n')).toContain(',6 × 7?,"He said ""yes"",\nthen no.",Final answer: 42\n')
    expect(await runCli(['runs', 'export', id, '--format', 'xml'], { env })).toMatchObject({ exitCode: 2 })
  })

  it('has every column described', async () => {
    const text = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'runs.md'), 'utf8')
    const table = text.slice(text.indexOf('### The columns'))
    const described = [...table.matchAll(/^\| `([a-z_]+)`((?:, `[a-z_]+`)*) \|/gm)].flatMap(([line]) =>
      [...(line ?? '').matchAll(/`([a-z_]+)`/g)].map(([, name]) => name),
    )
    expect(described).toEqual([...sampleColumns, ...textColumns])
  })
})

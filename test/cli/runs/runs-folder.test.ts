import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { verificationSchema } from '../../../src/experiment/result-schema.ts'
import { recordBench, recordVote, runIds, stateFolder } from '../../support/recorded-run.ts'
import { cliWith, runCli } from '../../support/run-cli.ts'
import { bySeed, onlyRun } from '../../support/vote-script.ts'

const id = '20261122T101500Z-k3f9'
const problems = [{ id: 'a', prompt: 'What is 2 + 2?', answer: '4' }]

/** Changes the lines of a file. */
async function edit(path: string, change: (lines: string[]) => string[]): Promise<void> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  await writeFile(path, `${change(lines).join('\n')}\n`)
}

/** A line of JSON with other values. */
const changed = (line: string | undefined, values: object) =>
  JSON.stringify({ ...JSON.parse(line ?? ''), ...values })

describe('magi runs verify', () => {
  it('finds nothing in a run that was drawn to its end', async () => {
    const { start } = await cliWith(...bySeed(100, ['42', '41', '42']))
    const running = await start(['vote', '-n', '3', '--seed', '100', '--rule', 'all', 'x'])
    await running.result
    const folder = await onlyRun(running.runs)
    const { exitCode, stdout } = await runCli(['runs', 'verify', folder])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `ok: 3 samples checked in ${folder}\n` })
  })

  it('names every damage with its line and key, and exits with 1', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['1', '2', '3', '4', '5', '6', '7'])
    await edit(join(folder, 'journal.jsonl'), (lines) => [
      changed(lines[0], { seed: 7 }),
      changed(lines[1], { key: 'p1/9' }),
      '{"schema":"magi.sam',
      changed(lines[3], { forced: 'no' }),
      changed(lines[4], { end: { type: 'failed', code: 'reset', message: 'reset: gone' } }),
      lines[5] ?? '',
      lines[5] ?? '',
      changed(lines[6], { attempt: 3 }),
      changed(lines[6], { problem: 'p2', key: 'p2/6' }),
      changed(lines[6], { index: 40, key: 'p1/40', seed: 140 }),
    ])
    await appendFile(join(folder, 'journal.jsonl'), '{"torn":')
    const { exitCode, stdout } = await runCli(['runs', 'verify', id, '--json'], { env })
    const { ok, samples, findings } = verificationSchema.parse(JSON.parse(stdout))
    expect({ exitCode, ok, samples }).toEqual({ exitCode: 1, ok: false, samples: 8 })
    expect(findings.map(({ file, line, key, text }) => [`${file}:${line ?? ''}`, key, text])).toEqual([
      ['journal.jsonl:1', 'p1/0', 'its seed is 7, by the manifest 100'],
      ['journal.jsonl:2', 'p1/9', 'its key is not "p1/1"'],
      ['journal.jsonl:3', undefined, expect.stringMatching(/^not JSON: /)],
      ['journal.jsonl:4', 'p1/3', expect.stringMatching(/^forced: /)],
      ['journal.jsonl:5', 'p1/4', 'it has an answer though it ended as failed'],
      ['journal.jsonl:7', 'p1/5', 'attempt 1 is there already, on line 6 or before it'],
      ['journal.jsonl:8', 'p1/6', 'attempt 3 follows none'],
      ['journal.jsonl:9', 'p2/6', 'there is no problem "p2" in the run'],
      ['journal.jsonl:10', 'p1/40', 'index 40 is beyond the 11 samples of the run'],
      ['journal.jsonl:11', undefined, expect.stringMatching(/^torn by a stop \(8 bytes/)],
      ['result.json:', undefined, 'not there: the run was stopped before its end'],
    ])
  })

  it('checks the result against the journal', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['42', '41', '42'])
    const { stdout } = await runCli(['runs', 'revote', id, '--json'], { env })
    const result = JSON.parse(stdout)
    const verify = async (value: unknown) => {
      await writeFile(join(folder, 'result.json'), JSON.stringify(value))
      return runCli(['runs', 'verify', id], { env })
    }
    expect(await verify(result)).toMatchObject({ exitCode: 0 })
    const lied = await verify({ ...result, vote: { ...result.vote, answer: '41' } })
    expect(lied.exitCode).toBe(1)
    expect(lied.stdout).toContain(
      'result.json: p1: says won by "41" with 2 of 3, the journal gives won by "42" with 2 of 3',
    )
    const lost = await verify({ ...result, samples: { ...result.samples, drawn: 5 } })
    expect(lost.stdout).toContain('result.json: p1: counts 5 samples, the journal holds 3')
    const older = await verify({ ...result, samples: { ...result.samples, drawn: 2 } })
    expect(older.exitCode).toBe(0)
    expect(older.stdout).toMatch(/^note +result\.json: p1: counts 2 of the 3 samples/m)
    const damaged = await verify({ schema: 'magi.vote/1' })
    expect(damaged.exitCode).toBe(1)
  })

  it('checks that the problems are those of the run', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordBench(runs, problems, { a: ['4', '5'] })
    expect(await runCli(['runs', 'verify', id], { env })).toMatchObject({ exitCode: 0 })
    await writeFile(join(folder, 'problems.json'), JSON.stringify([{ ...problems[0], answer: '5' }]))
    const { exitCode, stdout } = await runCli(['runs', 'verify', id], { env })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('problems.json: the problems are not those that the run was begun with')
  })

  it('only notes a last line that was torn when the run was stopped, and calls it damage in a run that ended', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['1', '1', '2'])
    await appendFile(join(folder, 'journal.jsonl'), '{"schema":"magi.sam')
    const verify = async () => {
      const { exitCode, stdout } = await runCli(['runs', 'verify', id], { env })
      return { exitCode, torn: stdout.split('\n').find((line) => line.includes('torn')) }
    }
    const said = expect.stringMatching(/^note +journal\.jsonl:4: torn by a stop \(19 bytes/)
    expect(await verify()).toEqual({ exitCode: 0, torn: said })
    await runCli(['runs', 'revote', id, '--json'], { env }).then(({ stdout }) =>
      writeFile(join(folder, 'result.json'), stdout),
    )
    expect(await verify()).toMatchObject({ exitCode: 1, torn: expect.stringMatching(/^broken /) })
  })

  it('only notes the last line of a run that is being written', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4', '5'])
    await appendFile(join(folder, 'journal.jsonl'), '{"schema":"mag')
    const holder = { pid: process.pid, host: hostname(), began: '' }
    await writeFile(join(folder, 'lock'), JSON.stringify(holder))
    const { exitCode, stdout } = await runCli(['runs', 'verify', id], { env })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^note +journal\.jsonl:3: is being written$/m)
  })
})

describe('magi runs remove', () => {
  it('removes a run, by its whole id, where it is told not to ask', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['4'])
    expect(await runCli(['runs', 'remove', 'k3f9', '--yes'], { env })).toMatchObject({ exitCode: 2 })
    expect(await runIds(runs)).toEqual([id])
    const { exitCode, stdout, stderr } = await runCli(['runs', 'remove', id, '--yes'], { env })
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toBe(`removed ${join(runs, id)}\n`)
    expect(await runIds(runs)).toEqual([])
  })

  it('removes nothing where nobody can be asked, or one of them is being written', async () => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['4'])
    const asked = await runCli(['runs', 'remove', id], { env, stdin: 'yes\n' })
    expect(asked).toMatchObject({ exitCode: 2 })
    const other = '20261122T111500Z-othr'
    const held = await recordVote(runs, ['4'], { runId: other })
    const holder = { pid: process.pid, host: hostname(), began: '' }
    await writeFile(join(held, 'lock'), JSON.stringify(holder))
    const { exitCode, stderr } = await runCli(['runs', 'remove', id, other, '--yes'], { env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`${other} is being written by process ${process.pid}. Nothing was removed.`)
    expect(await runIds(runs)).toEqual([id, other])
  })

  it('keeps files that are not Magi’s', async () => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4'])
    await writeFile(join(folder, 'notes.txt'), 'mine')
    const { stderr } = await runCli(['runs', 'remove', id, '--yes'], { env })
    expect(stderr).toContain('other files in it are kept')
    expect(await runIds(folder)).toEqual(['notes.txt'])
  })

  it.each([
    ['y\n', 0, false],
    ['no\n', 1, true],
    ['\n', 1, true],
  ])('asks at a terminal: %j', async (typed, exitCode, kept) => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['4'])
    const terminal = Object.assign(new PassThrough(), { isTTY: true })
    const result = runCli(['runs', 'remove', id], { env, terminal })
    terminal.write(typed)
    const { stderr, exitCode: code } = await result
    expect(code).toBe(exitCode)
    expect(stderr).toContain(`  ${folder}\nRemove this run for good? [y/N] `)
    expect(existsSync(folder)).toBe(kept)
  })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/ground/clock.ts'
import { emptyFolder } from '../../support/folder.ts'
import { runCli, startCli } from '../../support/run-cli.ts'
import { onlyRun, readRun, readVote } from '../../support/vote-script.ts'

const clock = systemClock

describe('magi demo', () => {
  it('votes on written samples, says that there is no model, and names the winner', async () => {
    const running = await startCli(['demo', '--json'], { clock })
    const { exitCode, stdout, stderr } = await running.result
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/^demo, no model: written samples from an embedded runtime on this machine\n/)
    const report = readVote(stdout)
    expect(report).toMatchObject({
      model: { name: 'magistral:demo' },
      vote: { type: 'won', answer: '1/2' },
      clusters: [{ spellings: ['1/2', '0.5'] }, { answer: '3/8', votes: 1, samples: [4] }],
      samples: { asked: 8, tripped: 1, failed: 1, withoutAnswer: 2 },
      stop: { rule: 'certain' },
    })
    const { samples, result } = await readRun(await onlyRun(running.runs))
    expect(result).toEqual(report)
    const ends = Object.fromEntries(samples.map(({ index, end }) => [index, end.type]))
    expect(ends).toMatchObject({ 0: 'finished', 1: 'tripped', 2: 'failed', 4: 'finished' })
  })

  it('is what it is, whatever the user has set', async () => {
    const config = emptyFolder()
    await mkdir(join(config, 'magi'))
    const how = { min: 8, schedule: 'lookahead', extend: 1, countForced: true }
    const set = {
      n: 2,
      quorum: 1,
      rule: 'all',
      tie: 'extend',
      ...how,
      idleTimeout: '1ms',
      options: { num_ctx: 64 },
    }
    await writeFile(join(config, 'magi', 'config.json'), JSON.stringify(set))
    const env = {
      XDG_CONFIG_HOME: config,
      MAGI_TIMEOUT: '1ms',
      MAGI_PRESET: 'greedy',
      OLLAMA_HOST: '127.0.0.1:9',
    }
    const { exitCode, stdout } = await runCli(['demo'], { clock, env })
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1/2\n' })
  })

  it('keeps the embedded runtime for other commands until it is stopped, its address alone on stdout', async () => {
    const serving = await startCli(['demo', '--serve'], { clock })
    await serving.shows('http://127.0.0.1:')
    await serving.shows('use it: ')
    const host = serving.stdout.trim()
    expect(host).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const bench = ['bench', 'arithmetic-easy', '--limit', '2', '-n', '2', '--host', host]
    const { exitCode, stdout } = await runCli(bench, { clock })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('SIMULATED')
    const port = host.split(':').at(-1) ?? ''
    const second = await runCli(['demo', '--serve', port], { clock })
    expect(second.exitCode).toBe(2)
    expect(second.stderr).toMatch(/Cannot listen at port \d+: .*EADDRINUSE/)
    serving.signal('SIGINT')
    expect((await serving.result).exitCode).toBe(130)
  })

  it.each([
    [['demo', '--serve', 'x'], '--serve is "x".'],
    [['demo', '--serve', '70000'], '--serve is 70000.'],
    [['demo', '--serve', '--run-dir', 'here'], '--serve holds no vote'],
  ])('refuses %j', async (args, said) => {
    const { exitCode, stderr } = await runCli(args, { clock })
    expect(exitCode).toBe(2)
    expect(stderr).toContain(said)
  })
})

import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { FakeClock, passUntil, settle } from '../../support/fake-clock.ts'
import { cliWith } from '../../support/run-cli.ts'
import { errorReply, hold, send, stall, stream } from '../../support/scripted-reply.ts'
import { answering, bySeed, bySeeds, onlyRun, readRun, readVote } from '../../support/vote-script.ts'
import { textLine, words } from '../../support/wire-lines.ts'

const seeded = ['--seed', '100'] as const
const endless = stream(
  ...words('one two three four five').map((word) => send(textLine({ thinking: word }))),
  stall,
)

describe('a vote that is decided', () => {
  it('stops: what is in flight is cancelled down to the socket, and recorded with what it cost', async () => {
    const pause = hold()
    const { steps, ...head } = answering('42')
    const { ollama, start } = await cliWith(
      ...bySeed(100, ['42', '42', { ...head, steps: [pause, ...steps] }, endless]),
    )
    const running = await start([
      'vote',
      '-n',
      '4',
      ...seeded,
      '--rule',
      'certain',
      '--slots',
      '2',
      '--json',
      'x',
    ])
    // The third answer decides; by then the fourth sample has begun.
    await ollama.arrived(8)
    pause.release()
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    const { samples, stop, vote } = readVote(stdout)
    expect({ samples, stop, votes: vote.type === 'won' && vote.votes }).toEqual({
      samples: {
        asked: 4,
        drawn: 3,
        finished: 3,
        tripped: 0,
        failed: 0,
        cancelled: 1,
        forced: 0,
        withoutAnswer: 0,
      },
      stop: { rule: 'certain', risk: 0, saved: 0 },
      votes: 3,
    })
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual([
      'finished',
      'finished',
      'finished',
      'hung-up',
    ])
    await settle()
    expect(ollama.openSockets).toBe(0)
    const run = await readRun(await onlyRun(running.runs))
    expect(run.samples.at(-1)).toMatchObject({ index: 3, end: { type: 'cancelled', why: 'decided' } })
  })

  it('saves what it does not draw', async () => {
    const { ollama, run } = await cliWith(...bySeed(100, ['42', '42', '42', endless, '42']))
    const { stdout, stderr } = await run(['vote', '-n', '5', ...seeded, '--rule', 'certain', '--json', 'x'])
    const { samples, stop } = readVote(stdout)
    expect({ drawn: samples.drawn, cancelled: samples.cancelled, saved: stop.saved }).toEqual({
      drawn: 3,
      cancelled: 1,
      saved: 1,
    })
    expect(stderr).toContain('rule certain: 3 of 5 samples drawn, 1 cancelled, 1 saved')
    // The fourth is launched while the third is put on the disk, and may be cancelled before its request arrives.
    expect(ollama.drawn.length).toBeLessThanOrEqual(4)
  })

  it('goes on to the end with --rule all', async () => {
    const { ollama, run } = await cliWith(...bySeed(100, ['42', '42', '42', '42', '42']))
    const { stdout } = await run(['vote', '-n', '5', ...seeded, '--rule', 'all', '--json', 'x'])
    expect(readVote(stdout).samples.drawn).toBe(5)
    expect(ollama.drawn).toHaveLength(5)
  })

  it('draws at least --min', async () => {
    const { run } = await cliWith(...bySeed(100, ['42', '42', '42', '42', endless, endless]))
    const { stdout } = await run([
      'vote',
      '-n',
      '6',
      ...seeded,
      '--rule',
      'lead:2',
      '--min',
      '4',
      '--json',
      'x',
    ])
    expect(readVote(stdout).samples.drawn).toBe(4)
  })
})

describe('a runtime that is busy', () => {
  it('is asked again, ever later, and the requests sent again are counted', async () => {
    const clock = new FakeClock()
    const busy = errorReply(503, 'server busy, please try again.  maximum pending requests exceeded')
    const { ollama, start } = await cliWith(busy, busy, ...bySeed(100, ['42']))
    const running = await start(['vote', '-n', '1', ...seeded, '--json', 'x'], { clock })
    await ollama.arrived(5)
    await running.shows('again in')
    expect(ollama.drawn).toHaveLength(1)
    await passUntil(clock, running.result)
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, drawn: ollama.drawn.length }).toEqual({ exitCode: 0, drawn: 3 })
    expect(readVote(stdout).samples).toMatchObject({ drawn: 1, finished: 1, failed: 0 })
    const waits = [...stderr.matchAll(/busy: server busy, .* again in (\d\.\d) s/g)].map(([, wait]) =>
      Number(wait),
    )
    expect(waits).toHaveLength(2)
    expect(waits[0]).toBeGreaterThanOrEqual(0.2)
    expect(waits[0]).toBeLessThanOrEqual(0.5)
    expect(waits[1]).toBeGreaterThanOrEqual(0.5)
    expect(waits[1]).toBeLessThanOrEqual(1)
    expect(stderr).toContain('2 requests sent again')
  })

  it('turns a sample away, which is drawn again behind the others', async () => {
    const clock = new FakeClock()
    const busy = errorReply(503, 'server busy')
    const { ollama, start } = await cliWith(busy, busy, ...bySeed(100, ['42', '42']))
    const args = ['vote', '-n', '2', ...seeded, '--rule', 'all', '--max-attempts', '2', '--json', 'x']
    const running = await start(args, { clock })
    await passUntil(clock, running.result)
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, drawn: ollama.drawn.length }).toEqual({ exitCode: 0, drawn: 4 })
    expect(readVote(stdout).samples).toMatchObject({ drawn: 2, finished: 2, failed: 0, withoutAnswer: 0 })
    expect(stderr).toContain('#0 failed: busy; drawn again behind the others')
    const { samples } = await readRun(await onlyRun(running.runs))
    expect(samples.map(({ index, seed, attempt, end }) => [index, seed, attempt, end.type])).toEqual([
      [0, 100, 1, 'failed'],
      [1, 101, 1, 'finished'],
      [0, 100, 2, 'finished'],
    ])
  })

  it('ends the vote where it turns every sample away', async () => {
    const clock = new FakeClock()
    const busy = errorReply(503, 'server busy')
    const { start } = await cliWith(...Array.from({ length: 40 }, () => busy))
    const running = await start(['vote', '-n', '3', ...seeded, '--max-attempts', '1', 'x'], { clock })
    await passUntil(clock, running.result)
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('stopped after 5 samples in a row failed the same way: busy')
    expect(stderr).toContain('Go on with: magi vote --resume')
  })
})

describe('samples that fail the same way five times in a row', () => {
  const broken = errorReply(500, 'option "temperature" must be of type float32')

  it('stop the vote, with the cause and the way to go on', async () => {
    const { ollama, start } = await cliWith(
      ...bySeed(100, ['42', broken, broken, broken, broken, broken, endless, endless]),
    )
    const running = await start(['vote', '-n', '8', ...seeded, '--rule', 'all', 'x'])
    const { exitCode, stdout, stderr } = await running.result
    const [runId = ''] = await readdir(running.runs)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('no answer: 5 failed')
    expect(stderr).toContain(
      'warning: stopped after 5 samples in a row failed the same way: runtime-error: option "temperature" must be of type float32. ' +
        `1 sample saved. Go on with: magi vote --resume ${runId}\n`,
    )
    expect(ollama.drawn).toHaveLength(6)
  })

  it('do not stop it when another ending lies between', async () => {
    const { run } = await cliWith(
      ...bySeed(100, [broken, broken, broken, broken, '42', broken, broken, broken, broken, '42']),
    )
    const { exitCode, stdout } = await run(['vote', '-n', '10', ...seeded, '--rule', 'all', '--json', 'x'])
    expect(exitCode).toBe(0)
    expect(readVote(stdout).samples).toMatchObject({ drawn: 10, finished: 2, failed: 8 })
  })

  it('take exit 5 when the runtime is gone', async () => {
    const clock = new FakeClock()
    const pause = hold()
    const { steps, ...head } = answering('42')
    const { ollama, start } = await cliWith({ ...head, steps: [pause, ...steps] })
    const running = await start(['vote', '-n', '8', ...seeded, '--rule', 'all', 'x'], { clock })
    await pause.reached
    await ollama.close()
    await passUntil(clock, running.result)
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' })
    expect(stderr).toContain('samples in a row failed the same way: refused: no connection')
  })
})

describe('a stop from outside', () => {
  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('%s cancels, saves, shows the tally and the way to go on', async (signal, exitCode, why) => {
    const { ollama, start } = await cliWith(...bySeed(100, ['42', endless, endless]))
    const running = await start(['vote', '-n', '8', ...seeded, '--rule', 'all', '--slots', '2', 'x'])
    await running.shows('1 of 8 drawn')
    await ollama.arrived(7)
    running.signal(signal)
    const result = await running.result
    const folder = await onlyRun(running.runs)
    const runId = folder.slice(running.runs.length + 1)
    expect({ exitCode: result.exitCode, stdout: result.stdout }).toEqual({ exitCode, stdout: '' })
    expect(result.stderr).toContain(
      `${why}: stopping. ${signal === 'SIGINT' ? 'Ctrl-C' : signal} again leaves at once.\n`,
    )
    expect(result.stderr).toContain('42  ▇ 1\nso far 42 leads with 1 of 1 ballot ')
    expect(result.stderr).toContain(
      'rule all: 1 of 8 samples drawn, 2 cancelled, 5 not begun; risk that all 8 ',
    )
    expect(result.stderr).toContain(
      `warning: stopped: ${why}. 1 sample saved. Go on with: magi vote --resume ${runId}\n`,
    )
    const closed = await Promise.all(ollama.drawn.map((request) => request.closed))
    expect(closed).toEqual(['finished', 'hung-up', 'hung-up'])
    const { samples, result: kept } = await readRun(folder)
    expect(kept).toBe(undefined)
    expect(samples.map(({ index, end }) => [index, end.type])).toEqual([
      [0, 'finished'],
      [1, 'cancelled'],
      [2, 'cancelled'],
    ])
  })

  it('prints no half vote as JSON', async () => {
    const { start } = await cliWith(...bySeed(100, ['42', endless]))
    const running = await start(['vote', '-n', '8', ...seeded, '--rule', 'all', '--json', 'x'])
    await running.shows('1 of 8 drawn')
    running.signal('SIGINT')
    expect(await running.result).toMatchObject({ exitCode: 130, stdout: '' })
  })

  it('because standard output cannot be written says so, and keeps the vote', async () => {
    const pause = hold()
    const { steps, ...head } = answering('42')
    const { start } = await cliWith({ ...head, steps: [pause, ...steps] })
    const running = await start(['vote', '-n', '1', ...seeded, 'x'])
    await pause.reached
    running.closeStdout('ENOSPC')
    pause.release()
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('error: Standard output cannot be written: write ENOSPC.')
    const { result } = await readRun(await onlyRun(running.runs))
    expect(result).toMatchObject({ vote: { type: 'won', answer: '42' } })
  })

  it('while the model loads says how to go on', async () => {
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['vote', ...seeded, 'x'])
    const load = await ollama.arrived(4)
    running.signal('SIGINT')
    const { exitCode, stderr } = await running.result
    expect(exitCode).toBe(130)
    expect(stderr).toContain('Nothing was drawn. Go on with: magi vote --resume 2026')
    expect(await load.closed).toBe('hung-up')
  })

  it('while a request waits to be sent again ends the wait', async () => {
    const { start } = await cliWith(errorReply(503, 'server busy'))
    const running = await start(['vote', ...seeded, 'x'])
    await running.shows('again in')
    running.signal('SIGINT')
    expect(await running.result).toMatchObject({ exitCode: 130, stdout: '' })
  })
})

describe('a vote at temperature 0', () => {
  it('is refused, with the reason', async () => {
    const { ollama, start } = await cliWith()
    const running = await start(['vote', '--preset', 'greedy', 'x'])
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout, drawn: ollama.drawn }).toEqual({ exitCode: 2, stdout: '', drawn: [] })
    expect(stderr).toContain('error: At temperature 0 all samples are the same, so a vote says nothing.')
    expect(stderr).toContain('--allow-identical')
    await expect(readdir(running.runs)).rejects.toThrow('ENOENT')
  })

  it('is drawn with --allow-identical', async () => {
    const { run } = await cliWith(...bySeed(100, ['42', '42']))
    const args = ['vote', '-n', '2', ...seeded, '-o', 'temperature=0', '--allow-identical', 'x']
    expect(await run(args)).toMatchObject({ exitCode: 0, stdout: '42\n' })
  })
})

it('draws a sample that tripped again with --on-trip retry, under a seed of no other sample', async () => {
  const { run } = await cliWith(...bySeeds({ 100: endless, [100 + 2 ** 20]: '42', 101: '42' }))
  const { exitCode, stdout, stderr } = await run([
    ...['vote', '-n', '2', ...seeded, '--rule', 'all', '--json'],
    ...['--max-thinking-tokens', '4', '--on-trip', 'retry', 'x'],
  ])
  expect(exitCode).toBe(0)
  expect(readVote(stdout)).toMatchObject({
    vote: { votes: 2 },
    samples: { drawn: 2, finished: 2, tripped: 0 },
  })
  expect(stderr).toContain('#0 tripped: thinking-budget; drawn again under another seed')
})

import { describe, expect, it } from 'vitest'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { cliWith } from '../../support/run-cli.ts'
import { chatStream, errorReply, hold, stall, stream } from '../../support/scripted-reply.ts'
import { bySeed } from '../../support/vote-script.ts'

const musing = chatStream({ thinking: 'hm', text: 'The sky is dark since light takes its time.' })
const args = ['vote', '-n', '4', '--seed', '100', 'Why is the sky dark at night?']
const says = 'warning: The first 2 samples ended without an answer that can be counted.'

describe('an open question', () => {
  it('is said to be one after the first two samples, and drawn on where nobody can decide', async () => {
    const { ollama, run } = await cliWith(...bySeed(100, [musing, musing, musing, musing]))
    const { exitCode, stderr } = await run(args)
    expect({ exitCode, draws: ollama.drawn.length }).toEqual({ exitCode: 4, draws: 4 })
    expect(stderr.split(says)).toHaveLength(2)
  })

  it('stops there on a terminal, and says how to go on', async () => {
    const held = hold()
    const { start } = await cliWith(
      ...bySeed(100, [musing, musing, stream(held, stall), stream(held, stall)]),
    )
    const running = await start(args, { errIsTerminal: true, env: { NO_COLOR: '1' } })
    const { exitCode, stderr } = await running.result
    expect(exitCode).toBe(1)
    expect(stderr).toContain(says)
    expect(stderr).toContain(
      'stopped: the first samples have no answer to count. 2 samples saved. Go on with: magi vote --resume',
    )
  })

  it('is none where the first samples answer', async () => {
    const { run } = await cliWith(...bySeed(100, ['42', musing, musing, musing]))
    expect((await run(args)).stderr).not.toContain('that can be counted')
  })
})

describe('nothing that comes', () => {
  it.each([['ask'], ['vote']])('is said every ten seconds by %s, off a terminal too', async (command) => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith(stream(stall))
    const running = await start([command, 'x'], { clock })
    await running.shows('is loaded')
    while (ollama.drawn.length === 0) await settle(1)
    await clock.advance(9_999)
    expect(running.stderr).not.toContain('waiting for')
    await clock.advance(10_001)
    const waits = running.stderr.match(
      /waiting for magistral:24b to begin \(a queue, a load or a long prompt\) for .*/g,
    )
    expect(waits?.map((line) => line.replace(/^.* for /, ''))).toEqual(['10 s', '20 s'])
    running.signal('SIGINT')
    await running.result
    expect(clock.pendingTimers).toBe(0)
  })

  it('is said of a load', async () => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['vote', 'x'], { clock })
    while (!ollama.requests.some(({ path }) => path === '/api/chat')) await settle(1)
    await settle(8)
    await clock.advance(10_000)
    expect(running.stderr).toContain('waiting for magistral:24b to be loaded for 10 s')
    running.signal('SIGINT')
    await running.result
    expect(clock.pendingTimers).toBe(0)
  })

  it('is not said once a sample writes, nor under --quiet', async () => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith(stream(stall))
    const running = await start(['vote', '--quiet', 'x'], { clock })
    while (ollama.drawn.length === 0) await settle(1)
    await settle(8)
    await clock.advance(30_000)
    expect(running.stderr).toBe('')
    running.signal('SIGINT')
    await running.result
  })
})

it('the end says how to fill up with what failed', async () => {
  const broken = errorReply(500, 'option "temperature" must be of type float32')
  const { run } = await cliWith(...bySeed(100, ['42', broken, '42', '42']))
  const { exitCode, stderr } = await run([...args, '--rule', 'all'])
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/1 sample failed and can be drawn again: magi vote --resume \S+\n/)
})

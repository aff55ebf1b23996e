import { readdir } from 'node:fs/promises'
import { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openaiWire } from '../../src/serve/openai-wire.ts'
import { Reply } from '../../src/serve/reply.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { end, errorReply, hold, type Reply as Script, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { seed, serving } from './serving.ts'

const asks = (name: string, more: object = {}) => ({
  model: name,
  messages: [{ role: 'user', content: 'What is 6 × 7?' }],
  ...more,
})

describe('a runtime that fails', () => {
  it('is told to the client as an error, in a stream behind what came before', async () => {
    const failing = Array.from({ length: 8 }, () => errorReply(400, 'no such option'))
    const { post } = await serving(bySeed(seed, failing), { flags: { rule: 'all' } })
    const whole = await post('/v1/chat/completions', asks('magistral:24b-vote8'))
    expect([whole.status, whole.headers.get('x-should-retry')]).toEqual([400, 'false'])
    const streamed = await post('/v1/chat/completions', asks('magistral:24b-vote8', { stream: true }))
    const last = (await streamed.text()).trim().split('\n\n').at(-1) ?? ''
    expect(JSON.parse(last.replace('data: ', ''))).toMatchObject({
      error: { message: expect.stringContaining('no such option'), type: 'invalid_request_error' },
    })
  })
})

describe('a client that comes back', () => {
  it('goes on with its vote where it is kept for it', async () => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['Final answer: 42'] })
    const reply: Script = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    const { address, post, ollama } = await serving(bySeed(seed, [reply, reply]), { lingerMs: 60_000 })
    const leave = new AbortController()
    const body = JSON.stringify(asks('magistral:24b-vote2', { stream: true }))
    const begun = await fetch(`${address}/v1/chat/completions`, {
      method: 'POST',
      body,
      signal: leave.signal,
    })
    while (ollama.drawn.length < 2) await ollama.arrived(ollama.requests.length + 1)
    leave.abort()
    let again = await post('/v1/chat/completions', body, { 'x-stainless-retry-count': '1' })
    // The server may see the second request before it sees that the first is gone.
    if (again.headers.get('x-magi-run') !== begun.headers.get('x-magi-run')) {
      await again.body?.cancel()
      again = await post('/v1/chat/completions', body, { 'x-stainless-retry-count': '1' })
    }
    expect(again.headers.get('x-magi-run')).toBe(begun.headers.get('x-magi-run'))
    gate.release()
    expect(await again.text()).toContain('Final answer: 42')
  })
})

describe('runs of the endpoint', () => {
  it('are kept as many as are wanted, the last ones', async () => {
    const { post, runs, served } = await serving(bySeed(seed, ['42']), { keepRuns: 2 })
    const ids: string[] = []
    for (let vote = 0; vote < 3; vote++) {
      const reply = await post('/v1/chat/completions', asks('magistral:24b-vote1'))
      ids.push(reply.headers.get('x-magi-run') ?? '')
      await reply.text()
      await served.votes.over()
    }
    expect((await readdir(runs)).sort()).toEqual(ids.slice(1).sort())
  })

  it('never cost a run that another command began, though it was gone on with here', async () => {
    const other = await serving(bySeed(seed, ['42']), { commandLine: 'magi vote x' })
    const before = await other.post('/v1/chat/completions', asks('magistral:24b-vote1'))
    await before.text()
    await other.served.votes.over()
    const { post, served } = await serving(bySeed(seed, ['42']), {
      keepRuns: 1,
      runsFolder: other.runs,
    })
    const runId = before.headers.get('x-magi-run') ?? ''
    await served.votes.resume(runId)
    await served.votes.over()
    const reply = await post('/v1/chat/completions', asks('magistral:24b-vote1'))
    await reply.text()
    await served.votes.over()
    expect(new Set(await readdir(other.runs))).toEqual(new Set([runId, reply.headers.get('x-magi-run')]))
  })
})

describe('silence', () => {
  /** What a reply has written, and the clock that it goes by. */
  function replying(isStream: boolean) {
    const clock = new FakeClock()
    const response = new ServerResponse({ method: 'POST', httpVersionMajor: 1, httpVersionMinor: 1 } as never)
    const written: string[] = []
    response.write = (piece: unknown) => written.push(String(piece)) > 0
    const wire = openaiWire({ model: 'm', includeUsage: false, choices: 1 }, clock)
    const reply = new Reply({ response, wire, stream: isStream, clock })
    reply.open()
    return { clock, written, response }
  }

  it('is broken in a stream before ten seconds have passed, by chunks that every client reads', async () => {
    const { clock, written } = replying(true)
    for (let second = 0; second < 30; second++) await clock.advance(1_000)
    expect(written.length).toBeGreaterThanOrEqual(4)
    for (const chunk of written.slice(1)) {
      expect(JSON.parse(chunk.replace('data: ', ''))).toMatchObject({
        choices: [{ index: 0, delta: {}, finish_reason: null }],
      })
    }
  })

  it('is broken by white space after fifteen seconds, and every ten from then on, where nothing is streamed', async () => {
    const { clock, written, response } = replying(false)
    for (let second = 0; second < 14; second++) await clock.advance(1_000)
    expect([written, response.headersSent]).toEqual([[], false])
    for (let second = 14; second < 36; second++) await clock.advance(1_000)
    expect(written).toEqual([' ', ' ', ' '])
  })
})

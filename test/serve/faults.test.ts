import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { end, type Reply, reset, send, stall, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { lines, seed, serving } from './serving.ts'

const [first = '', second = ''] = sampleLines({
  thinking: 'Let me think about it.',
  text: ['Final answer: 42'],
})

/** What goes wrong in the midst of a sample, and what its client is told of it. */
const faults: readonly { name: string; reply: Reply; says: RegExp }[] = [
  { name: 'reset', reply: stream(send(first), reset), says: /connection/i },
  {
    name: 'cut inside a line',
    reply: stream(send(first), send(second.slice(0, 9)), end),
    says: /ended|broke|cut/i,
  },
  {
    name: 'error line',
    reply: stream(send(first), send('{"error":"CUDA out of memory"}\n'), end),
    says: /CUDA out of memory/,
  },
  {
    name: 'no JSON',
    reply: stream(send(first), send('slot 3 | processing task\n'), end),
    says: /JSON|protocol|line/i,
  },
  { name: 'stall', reply: stream(send(first), stall), says: /silent|nothing|stall|idle/i },
]

const asks = (name: string, more: object = {}) => ({
  model: name,
  messages: [{ role: 'user', content: 'What is 6 × 7?' }],
  ...more,
})

/** What a client sees: its status, the error it is told, or that its connection broke. */
async function seen(reply: Response): Promise<{ status: number; error: string }> {
  const text = await reply.text().catch(() => undefined)
  if (text === undefined) return { status: reply.status, error: 'broken off' }
  const { error } = JSON.parse(text) as { error?: string | { message: string } }
  return { status: reply.status, error: typeof error === 'object' ? error.message : (error ?? '') }
}

describe.each(faults)('a runtime with the fault: $name', ({ reply, says }) => {
  const draws = bySeed(seed, [reply, reply])
  // One attempt and a short silence: the endings, and not how long they take, are looked at.
  const flags = { rule: 'all', idleTimeout: '1s', firstPartTimeout: '1s', onTrip: 'drop' }

  it.each([
    ['/api/chat', true],
    ['/api/chat', false],
    ['/v1/chat/completions', true],
    ['/v1/chat/completions', false],
  ] as const)('is told to who asks a vote at %s, streamed %s', async (path, isStreamed) => {
    const { post, served } = await serving(draws, { flags })
    const answer = await post(path, asks('magistral:24b-vote2', { stream: isStreamed }))
    const text = await answer.text()
    expect([
      answer.status,
      /None of 2 samples gave an answer to count \(2 (?:failed|tripped); the last one: (.*?)\)\./.exec(
        text,
      )?.[1],
    ]).toEqual([200, expect.stringMatching(says)])
    expect(text).toContain('"type":"no-answers"')
    expect(served.votes.count).toBe(0)
  })

  it('is told to who asks for one guarded sample', async () => {
    const { post } = await serving(draws, { flags })
    const answer = await seen(await post('/api/chat', asks('magistral:24b-ask', { stream: false })))
    expect([answer.status >= 400, answer.error]).toEqual([true, expect.stringMatching(says)])
  })
})

describe('a plain model whose runtime breaks off', () => {
  it('breaks the connection of its client off too: a part is never taken for the whole', async () => {
    const { post } = await serving([stream(send(first), reset)])
    expect(await seen(await post('/api/chat', asks('magistral:24b')))).toEqual({
      status: 200,
      error: 'broken off',
    })
  })

  it('gives its error line as it is', async () => {
    const { post } = await serving([stream(send(first), send('{"error":"no more"}\n'), end)])
    const answer = await post('/api/chat', asks('magistral:24b'))
    expect(lines(await answer.text()).at(-1)).toEqual({ error: 'no more' })
  })
})

describe('a runtime that is gone', () => {
  it.each(['magistral:24b', 'magistral:24b-ask', 'magistral:24b-vote2'])(
    'is said to who asks %s',
    async (name) => {
      const { post, ollama, address } = await serving()
      await ollama.close()
      const answer = await seen(await post('/v1/chat/completions', asks(name)))
      expect(answer.error).toContain(ollama.host)
      expect(answer.status).toBeGreaterThanOrEqual(500)
      expect((await fetch(`${address}/healthz`)).status).toBe(503)
    },
  )
})

/** Sends bytes over a bare socket, and reads what comes back until the endpoint closes. */
async function bare(address: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

describe('a client that is none', () => {
  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', '400'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    [
      'a length that is none',
      'POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n',
      '400',
    ],
    [
      'two lengths',
      'POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400',
    ],
  ])('is turned away: %s', async (_, bytes, status) => {
    const { address } = await serving()
    expect((await bare(address, bytes)).slice(0, 12)).toBe(`HTTP/1.1 ${status}`)
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
  })

  it('stops its vote down to the runtime where it leaves in the midst of an answer that is not streamed', async () => {
    const { address, ollama, served } = await serving(
      bySeed(seed, [stream(send(first), stall), stream(send(first), stall)]),
    )
    const body = JSON.stringify(asks('magistral:24b-vote2', { stream: false }))
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    while (ollama.drawn.length < 2) await ollama.arrived(ollama.requests.length + 1)
    socket.destroy()
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['hung-up', 'hung-up'])
    await served.votes.over()
    expect(served.votes.count).toBe(0)
  })
})

describe('/metrics', () => {
  it('counts votes, samples and tokens, and says what is now', async () => {
    const { post, address } = await serving(bySeed(seed, ['42', '42']), { flags: { rule: 'all' } })
    await (await post('/api/chat', asks('magistral:24b-vote2', { stream: false }))).text()
    const reply = await fetch(`${address}/metrics`)
    expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const page = await reply.text()
    const value = (name: string) =>
      Number(
        page
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      )
    expect({
      won: value('magi_votes_total{outcome="won"}'),
      finished: value('magi_samples_total{ending="finished"}'),
      votes: value('magi_vote_seconds_count'),
      all: value('magi_vote_seconds_bucket{le="+Inf"}'),
      running: value('magi_votes_running'),
      free: value('magi_slots{state="free"}'),
    }).toEqual({ won: 1, finished: 2, votes: 1, all: 1, running: 0, free: 2 })
    expect(value('magi_tokens_total{kind="output"}')).toBeGreaterThan(0)
    // Every line is a comment or a sample of the text format.
    const line = /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"\\\n]*"\})? [\d.e+-]+)$/
    expect(
      page
        .trimEnd()
        .split('\n')
        .filter((each) => !line.test(each)),
    ).toEqual([])
  })

  it('needs the token where there is one', async () => {
    const { address } = await serving([], { token: 'open-sesame' })
    expect((await fetch(`${address}/metrics`)).status).toBe(401)
    const headers = { authorization: 'Bearer open-sesame' }
    expect((await fetch(`${address}/metrics`, { headers })).status).toBe(200)
  })
})

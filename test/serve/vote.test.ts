import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { voteReportSchema } from '../../src/vote/schema.ts'
import type { ScriptedRequest } from '../support/scripted-ollama.ts'
import { chatStream, end, hold, type Reply, send, stream } from '../support/scripted-reply.ts'
import { answering, bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { eventData, lines, seed, serving } from './serving.ts'

const model = 'magistral:24b'
interface Chunk {
  readonly id: string
  readonly magi?: unknown
  readonly choices: readonly {
    readonly delta: Readonly<Record<string, string>>
    readonly finish_reason: string | null
  }[]
}

const asks = (name: string, more: object = {}) => ({
  model: name,
  messages: [{ role: 'user', content: 'What is 6 × 7?' }],
  ...more,
})

describe('a vote in the shape of Ollama', () => {
  it('streams a line a ballot as thinking, the whole answer of the winner, and the vote in the last line', async () => {
    const { post, runs } = await serving(bySeed(seed, ['42', '41', '42', '42']), { flags: { rule: 'all' } })
    const reply = await post('/api/chat', asks(`${model}-vote4`))
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
    const runId = reply.headers.get('x-magi-run') ?? ''
    const chunks = lines(await reply.text())
    const messages = chunks.map((chunk) => chunk['message'] as Record<string, string>)
    expect(messages.map(({ content }) => content).join('')).toBe('It is so.\n\nFinal answer: 42')
    expect(messages.every((message) => message['thinking'] !== '')).toBe(true)
    const thinking = messages.map((message) => message['thinking'] ?? '').join('')
    expect(thinking.trim().split('\n').length).toBe(4)
    expect(thinking).toMatch(/^sample \d: 4[12] \(\d+ tokens\) · 42 leads with 3 of 4$/m)
    const { magi, ...last } = chunks.at(-1) ?? {}
    expect(voteReportSchema.parse(magi)).toMatchObject({
      runId,
      vote: { type: 'won', answer: '42', votes: 3, ballots: 4 },
    })
    expect(last).toMatchObject({ model: `${model}-vote4`, done: true, done_reason: 'stop' })
    expect(chunks.slice(0, -1).every((chunk) => !('eval_count' in chunk) && chunk['done'] === false)).toBe(
      true,
    )
    expect(await readdir(join(runs, runId))).toContain('result.json')
  })

  it('gives one object where it is not streamed, without thinking where none is wanted', async () => {
    const { post } = await serving(bySeed(seed, ['42', '42']), { flags: { rule: 'all' } })
    const reply = await post('/api/chat', asks(`${model}-vote2`, { stream: false, think: false }))
    expect(reply.headers.get('x-magi-vote')).toBe('won; votes=2; ballots=2; drawn=2')
    expect(await reply.json()).toMatchObject({
      message: { role: 'assistant', content: 'It is so.\n\nFinal answer: 42' },
      done: true,
      magi: { vote: { type: 'won' } },
    })
  })
})

describe('a vote in the shape of OpenAI', () => {
  it('streams role, reasoning, answer, one finish reason with the vote, usage and the end', async () => {
    const { post } = await serving(bySeed(seed, ['42', '42']), { flags: { rule: 'all' } })
    const reply = await post(
      '/v1/chat/completions',
      asks(`${model}-vote2`, { stream: true, stream_options: { include_usage: true } }),
    )
    const data = eventData(await reply.text())
    expect(data.at(-1)).toBe('[DONE]')
    const chunks = data.slice(0, -1).map((text) => JSON.parse(text) as Chunk)
    const choices = chunks.flatMap(({ choices }) => choices)
    expect(chunks.every(({ choices }) => Array.isArray(choices))).toBe(true)
    expect(choices[0]?.['delta']).toEqual({ role: 'assistant', content: '' })
    expect(choices.map(({ finish_reason: reason }) => reason).filter((reason) => reason !== null)).toEqual([
      'stop',
    ])
    expect(choices.map(({ delta }) => delta['content'] ?? '').join('')).toBe('It is so.\n\nFinal answer: 42')
    expect(choices.map(({ delta }) => delta['reasoning_content'] ?? '').join('')).toMatch(/^sample \d: 42/)
    expect(chunks.at(-2)?.['magi']).toMatchObject({ vote: { type: 'won', votes: 2 } })
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('takes the whole conversation as the prompt, without old thinking, and the instruction at its end', async () => {
    const { post, ollama } = await serving(bySeed(seed, ['42']))
    await post('/v1/chat/completions', {
      model: `${model}-vote1`,
      temperature: 0,
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: 'What is 6 × 6?' },
        { role: 'assistant', content: '36', reasoning_content: 'old thinking' },
        { role: 'user', content: [{ type: 'text', text: 'And 6 × 7?' }] },
      ],
    })
    const { messages, options } = (ollama.drawn[0] as ScriptedRequest).body as {
      messages: Record<string, string>[]
      options: Record<string, number>
    }
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(messages[0]?.['content']).toMatch(/^Be brief\./)
    expect(messages[2]).toEqual({ role: 'assistant', content: '36' })
    expect(messages[3]?.['content']).toMatch(/^And 6 × 7\?\n\n\S/)
    expect(options['temperature']).toBeGreaterThan(0)
  })

  it('refuses an unknown key of the magi object, and a value that cannot be', async () => {
    const { post, ollama } = await serving()
    for (const magi of [{ samples: 3 }, { rule: 'nonsense' }, { n: 0 }, { preset: '../../etc/passwd' }]) {
      const reply = await post('/v1/chat/completions', asks(`${model}-vote4`, { magi }))
      expect([reply.status, reply.headers.get('x-should-retry')]).toEqual([400, 'false'])
      expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
    }
    expect(ollama.drawn).toEqual([])
  })

  it('takes what the request asks over the name and the flags', async () => {
    const { post, runs } = await serving(bySeed(7, ['42', '42', '42']), { flags: { rule: 'certain' } })
    const reply = await post(
      '/v1/chat/completions',
      asks(`${model}-vote16`, { seed: 3, magi: { n: 3, answer: 'number', rule: 'all', seed: 7 } }),
    )
    const runId = reply.headers.get('x-magi-run') ?? ''
    const manifest = JSON.parse(await readFile(join(runs, runId, 'manifest.json'), 'utf8')) as object
    expect(manifest).toMatchObject({ n: 3, rule: 'all', seedBase: 7, answer: { kind: 'number' } })
  })
})

describe('the end of a vote', () => {
  it('says a tie in a sentence, or refuses without being asked again', async () => {
    const draws = bySeed(seed, ['1', '2'])
    const flags = { rule: 'all' }
    const kind = await serving(draws, { flags })
    const said = await kind.post('/v1/chat/completions', asks(`${model}-vote2`))
    expect(said.headers.get('x-magi-vote')).toBe('tied; votes=1; ballots=2; drawn=2')
    expect(await said.json()).toMatchObject({
      choices: [{ message: { content: 'The vote is tied: 1 and 2 have 1 ballot each of 2.' } }],
      magi: { vote: { type: 'tied' } },
    })
    const strict = await serving(draws, { flags, noConsensus: 'error' })
    const refused = await strict.post('/v1/chat/completions', asks(`${model}-vote2`))
    expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([400, 'false'])
  })

  it('returns one sample of prose, and says that no vote was held', async () => {
    const prose: Reply = chatStream({
      thinking: 'Hm.',
      text: ['Roses grow where the sun shines, and so on.'],
    })
    const { post, ollama } = await serving(
      bySeed(
        seed,
        Array.from({ length: 16 }, () => prose),
      ),
    )
    const reply = await post('/v1/chat/completions', asks(`${model}-vote16`))
    expect(reply.headers.get('x-magi-vote')).toBe('none; reason=no-extractable-answer')
    expect(await reply.json()).toMatchObject({
      choices: [{ message: { content: 'Roses grow where the sun shines, and so on.' } }],
      magi: { reason: 'no-extractable-answer' },
    })
    expect(ollama.drawn.length).toBeLessThan(16)
  })
})

describe('a client that leaves', () => {
  it.each([true, false])('aborts every sample down to the runtime; streamed: %s', async (isStream) => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['42'] })
    const reply: Reply = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    const { address, ollama, served } = await serving(bySeed(seed, [reply, reply, reply, reply]))
    const leave = new AbortController()
    const body = JSON.stringify(asks(`${model}-vote4`, { stream: isStream }))
    const answer = fetch(`${address}/v1/chat/completions`, { method: 'POST', body, signal: leave.signal })
    answer.catch(() => {})
    while (ollama.drawn.length < 2) await ollama.arrived(ollama.requests.length + 1)
    if (isStream) await answer
    leave.abort()
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['hung-up', 'hung-up'])
    await served.votes.over()
    expect([served.votes.count, ollama.drawn.length]).toEqual([0, 2])
  })
})

describe('what gets no vote', () => {
  it('passes on a plain model byte for byte', async () => {
    const { post, ollama } = await serving([answering('42')])
    const body =
      '{ "model": "magistral:24b", "messages": [{"role":"user","content":"Hi"}], "options": {"temperature": 0} }'
    const reply = await post('/api/chat', body)
    expect(await reply.text()).toContain('Final answer: 42')
    expect(ollama.drawn.map(({ rawBody }) => rawBody)).toEqual([body])
  })

  it.each([
    ['tools', { tools: [{ type: 'function' }] }],
    ['few-tokens', { max_tokens: 16 }],
    ['task', { messages: [{ role: 'user', content: '### Task:\nGive a title.' }] }],
  ])('asks the model itself where a vote makes no sense: %s', async (reason, more) => {
    const { post, ollama } = await serving()
    ollama.on('/v1/chat/completions', answering('42'))
    const reply = await post('/v1/chat/completions', asks(`${model}-vote4`, more))
    await reply.text()
    expect(reply.headers.get('x-magi-vote')).toBe(`none; reason=${reason}`)
    expect(ollama.requests.at(-1)?.body).toMatchObject({ model })
  })

  it('draws one guarded sample for NAME-ask, and several for n on a plain model', async () => {
    const { post } = await serving(bySeed(seed, ['42', '43', '44']))
    const one = await post('/v1/chat/completions', asks(`${model}-ask`))
    expect(await one.json()).toMatchObject({
      choices: [{ message: { content: 'It is so.\n\nFinal answer: 42' } }],
    })
    const three = await post('/v1/chat/completions', asks(model, { n: 3, seed }))
    const { choices } = (await three.json()) as { choices: { message: { content: string } }[] }
    expect(choices.map(({ message }) => message.content.slice(-2))).toEqual(['42', '43', '44'])
  })
})

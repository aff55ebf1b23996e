import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { chatStream, end, hold, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { seed, serving } from './serving.ts'

const model = 'magistral:24b-vote4'
const messages = [{ role: 'user' as const, content: 'What is 6 × 7?' }]
const all = { flags: { rule: 'all' } }

function clientOf(address: string): OpenAI {
  return new OpenAI({ baseURL: `${address}/v1`, apiKey: 'none', maxRetries: 0 })
}

/** What the endpoint adds to what the client knows. */
type WithVote = { readonly magi?: { readonly vote: unknown } }

describe('the openai client of npm', () => {
  it('lists, and chats, streamed and not, with the thinking apart and the vote beside it', async () => {
    const { address } = await serving(bySeed(seed, ['42', '42', '41', '42']), { ...all, listed: ['vote4'] })
    const client = clientOf(address)
    const listed = await client.models.list()
    expect(listed.data.map(({ id }) => id)).toEqual(['magistral:24b', model])
    let [thinking, content] = ['', '']
    let vote: unknown
    const chunks = await client.chat.completions.create({
      ...{ model, messages, stream: true },
      stream_options: { include_usage: true },
    })
    for await (const chunk of chunks) {
      const delta = chunk.choices[0]?.delta as { content?: string; reasoning_content?: string } | undefined
      thinking += delta?.reasoning_content ?? ''
      content += delta?.content ?? ''
      vote = (chunk as WithVote).magi?.vote ?? vote
    }
    expect(content).toBe('It is so.\n\nFinal answer: 42')
    expect(thinking).toMatch(/42 leads with 3 of 4\n$/)
    expect(vote).toMatchObject({ type: 'won', answer: '42', votes: 3, ballots: 4 })
    const whole = await client.chat.completions.create({ model, messages })
    expect(whole.choices[0]).toMatchObject({
      message: { role: 'assistant', content: 'It is so.\n\nFinal answer: 42' },
      finish_reason: 'stop',
    })
    expect((whole as WithVote).magi?.vote).toEqual(vote)
    expect(whole.usage?.total_tokens).toBe(
      (whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0),
    )
  })

  it('cancels half-way, down to the runtime', async () => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['42'] })
    const reply = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    const { address, ollama, served } = await serving(bySeed(seed, [reply, reply, reply, reply]))
    const chunks = await clientOf(address).chat.completions.create({ model, messages, stream: true })
    while (ollama.drawn.length < 2) await ollama.arrived(ollama.requests.length + 1)
    chunks.controller.abort()
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['hung-up', 'hung-up'])
    await served.votes.over()
  })

  it('is told of a tie in a sentence, or by an error where that is asked for', async () => {
    const { address } = await serving(bySeed(seed, ['42', '41', '41', '42']), all)
    const tied = await clientOf(address).chat.completions.create({ model, messages })
    expect(tied.choices[0]?.message.content).toBe('The vote is tied: 42 and 41 have 2 ballots each of 4.')
    const strict = await serving(bySeed(seed, ['42', '41', '41', '42']), {
      ...all,
      noConsensus: 'error',
    })
    const refused = clientOf(strict.address).chat.completions.create({ model, messages })
    await expect(refused).rejects.toMatchObject({ status: 400 })
    await expect(
      clientOf(address).chat.completions.create({ model: 'nobody', messages }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('gets what was elected field by field where it asks for JSON of a schema', async () => {
    const clauses = [
      '{"a":1,"b":2,"c":9}',
      '{"a":1,"b":8,"c":3}',
      '{"a":7,"b":2,"c":3}',
      '{"a":1,"b":2,"c":3.5}',
    ]
    const { address } = await serving(
      bySeed(
        seed,
        clauses.map((text) => chatStream({ text })),
      ),
      all,
    )
    const field = { type: 'number' }
    const whole = await clientOf(address).chat.completions.create({
      ...{ model, messages },
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'clause',
          schema: { type: 'object', properties: { a: field, b: field, c: field }, required: ['a', 'b', 'c'] },
        },
      },
    })
    expect(whole.choices[0]?.message.content).toBe('{"a":1,"b":2,"c":3}')
    expect((whole as WithVote).magi?.vote).toMatchObject({
      type: 'won',
      fields: [
        { path: 'a', value: 1, votes: 3, ballots: 4 },
        { path: 'b', value: 2, votes: 3, ballots: 4 },
        { path: 'c', value: 3, votes: 2, ballots: 4 },
      ],
    })
  })

  it('gets a response too, streamed and not, with the thinking as its summary', async () => {
    const { address } = await serving(bySeed(seed, ['42', '42', '41', '42']), all)
    const client = clientOf(address)
    let [thinking, content] = ['', '']
    let last: unknown
    for await (const event of await client.responses.create({
      model,
      input: 'What is 6 × 7?',
      stream: true,
    })) {
      if (event.type === 'response.reasoning_summary_text.delta') thinking += event.delta
      if (event.type === 'response.output_text.delta') content += event.delta
      if (event.type === 'response.completed') last = event.response
    }
    expect(content).toBe('It is so.\n\nFinal answer: 42')
    expect(thinking).toMatch(/42 leads with 3 of 4\n$/)
    const whole = await client.responses.create({ model, instructions: 'Be brief.', input: messages })
    expect([whole.output_text, whole.status, whole.output.map(({ type }) => type)]).toEqual([
      'It is so.\n\nFinal answer: 42',
      'completed',
      ['reasoning', 'message'],
    ])
    const { vote } = (whole as unknown as Required<WithVote>).magi
    expect(vote).toMatchObject({ type: 'won', answer: '42', votes: 3, ballots: 4 })
    expect((last as Required<WithVote>).magi.vote).toEqual(vote)
    await expect(
      client.responses.create({ model, input: 'And now?', previous_response_id: 'resp_1' }),
    ).rejects.toMatchObject({ status: 400 })
  })
})

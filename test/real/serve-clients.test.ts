import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { ChatOllama } from '@langchain/ollama'
import { ChatOpenAI } from '@langchain/openai'
import { generateText, streamText } from 'ai'
import { describe, expect, it } from 'vitest'
import { seed, serving } from '../serve/serving.ts'
import { end, hold, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'

const question = 'What is 6 × 7?'
const model = 'magistral:24b-vote4'
const won = ['42', '42', '41', '42']
const tied = ['42', '41', '41', '42']
const winner = 'It is so.\n\nFinal answer: 42'

/** What a client was given: the thinking where it shows it, and the answer. */
interface Given {
  readonly thinking: string
  readonly content: string
}

/** One client, as its own documentation says to use it. */
interface Client {
  whole(address: string, model: string): Promise<Given>
  stream(address: string, model: string, signal?: AbortSignal): AsyncIterable<Partial<Given>>
}

const aiSdk: Client = {
  async whole(address, name) {
    const { text, reasoningText = '' } = await generateText({
      model: aiModel(address, name),
      prompt: question,
      maxRetries: 0,
    })
    return { thinking: reasoningText, content: text }
  },
  async *stream(address, name, abortSignal) {
    const { fullStream } = streamText({
      model: aiModel(address, name),
      prompt: question,
      maxRetries: 0,
      onError: () => {},
      ...(abortSignal === undefined ? {} : { abortSignal }),
    })
    for await (const part of fullStream) {
      if (part.type === 'reasoning-delta') yield { thinking: part.text }
      if (part.type === 'text-delta') yield { content: part.text }
      if (part.type === 'error') throw part.error
    }
  },
}

function aiModel(address: string, name: string) {
  return createOpenAICompatible({ name: 'magi', baseURL: `${address}/v1`, includeUsage: true })(name)
}

/** LangChain sends a request again six times unless told otherwise. */
const langchainOllama = langchain(
  (address, name) => new ChatOllama({ baseUrl: address, model: name, think: true, maxRetries: 0 }),
)
const langchainOpenai = langchain(
  (address, name) =>
    new ChatOpenAI({
      ...{ model: name, apiKey: 'none', maxRetries: 0 },
      configuration: { baseURL: `${address}/v1` },
    }),
)

type Asked = (address: string, name: string) => ChatOllama | ChatOpenAI

function langchain(open: Asked): Client {
  const given = (message: { text: string; additional_kwargs: Record<string, unknown> }): Given => ({
    thinking: String(message.additional_kwargs['reasoning_content'] ?? ''),
    content: message.text,
  })
  return {
    whole: async (address, name) => given(await open(address, name).invoke(question)),
    async *stream(address, name, signal) {
      const chunks = await open(address, name).stream(question, signal === undefined ? {} : { signal })
      for await (const chunk of chunks) yield given(chunk)
    },
  }
}

async function all(parts: AsyncIterable<Partial<Given>>): Promise<Given> {
  let [thinking, content] = ['', '']
  for await (const part of parts) {
    thinking += part.thinking ?? ''
    content += part.content ?? ''
  }
  return { thinking, content }
}

const served = { flags: { rule: 'all' } }

describe.each([
  ['the AI SDK, by its provider for OpenAI’s shape', aiSdk],
  ['LangChain’s ChatOllama', langchainOllama],
  ['LangChain’s ChatOpenAI', langchainOpenai],
])('%s', (_name, client) => {
  it('chats, streamed and not, with the thinking apart', async () => {
    const { address } = await serving(bySeed(seed, won), served)
    const streamed = await all(client.stream(address, model))
    expect(streamed.content).toBe(winner)
    expect(streamed.thinking).toMatch(/42 leads with 3 of 4\n$/)
    const whole = await client.whole(address, model)
    expect(whole.content).toBe(winner)
    expect(whole.thinking).toMatch(/42 leads with 3 of 4\n?$/)
  })

  it('cancels half-way, down to the runtime', async () => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['42'] })
    const held = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    // One sample is whole, so that there is something to read while the others are held.
    const {
      address,
      ollama,
      served: endpoint,
    } = await serving(bySeed(seed, ['42', held, held, held]), {
      ...served,
      show: 'progress',
    })
    const leave = new AbortController()
    const reading = (async () => {
      for await (const part of client.stream(address, model, leave.signal)) {
        if ((part.thinking ?? '') === '') continue
        while (ollama.drawn.length < 3) await ollama.arrived(ollama.requests.length + 1)
        leave.abort()
      }
    })()
    await reading.catch(() => {})
    const endings = await Promise.all(ollama.drawn.map(({ closed }) => closed))
    expect(endings).toEqual(['finished', 'hung-up', 'hung-up'])
    await endpoint.votes.over()
    expect(endpoint.votes.count).toBe(0)
  })

  it('is told of a tie in a sentence, or by an error where that is asked for, streamed or not', async () => {
    const kind = await serving(bySeed(seed, tied), served)
    const said = 'The vote is tied: 42 and 41 have 2 ballots each of 4.'
    expect((await all(client.stream(kind.address, model))).content).toBe(said)
    expect((await client.whole(kind.address, model)).content).toBe(said)
    const strict = await serving(bySeed(seed, tied), { ...served, noConsensus: 'error' })
    await expect(client.whole(strict.address, model)).rejects.toThrow(said)
    await expect(all(client.stream(strict.address, model))).rejects.toThrow(/tied/)
  })

  it('is told of a model that is not there', async () => {
    const { address } = await serving()
    await expect(client.whole(address, 'nobody:1b-vote4')).rejects.toThrow(/nobody:1b-vote4/)
  })
})

describe('LangChain’s ChatOpenAI on responses', () => {
  it('chats, streamed and not', async () => {
    const { address } = await serving(bySeed(seed, won), served)
    const chat = new ChatOpenAI({
      ...{ model, apiKey: 'none', maxRetries: 0, useResponsesApi: true },
      configuration: { baseURL: `${address}/v1` },
    })
    expect((await chat.invoke(question)).text).toBe(winner)
    let content = ''
    for await (const chunk of await chat.stream(question)) content += chunk.text
    expect(content).toBe(winner)
  })
})

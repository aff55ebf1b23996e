import { Ollama } from 'ollama'
import { describe, expect, it } from 'vitest'
import { end, errorReply, hold, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { seed, serving } from './serving.ts'

const model = 'magistral:24b-vote4'
const messages = [{ role: 'user', content: 'What is 6 × 7?' }]

describe('the ollama client of npm', () => {
  it('lists, shows, and chats, streamed and not, with the thinking apart', async () => {
    const { address } = await serving(bySeed(seed, ['42', '42', '41', '42']), {
      flags: { rule: 'all' },
      listed: ['vote4'],
    })
    const client = new Ollama({ host: address })
    expect((await client.list()).models.map(({ name }) => name)).toEqual(['magistral:24b', model])
    expect((await client.show({ model })).capabilities).toContain('completion')
    let [thinking, content] = ['', '']
    for await (const { message } of await client.chat({ model, messages, stream: true })) {
      thinking += message.thinking ?? ''
      content += message.content
    }
    expect(content).toBe('It is so.\n\nFinal answer: 42')
    expect(thinking).toMatch(/42 leads with 3 of 4\n$/)
    const whole = await client.chat({ model, messages })
    expect([whole.message.content, whole.done_reason]).toEqual(['It is so.\n\nFinal answer: 42', 'stop'])
  })

  it('cancels half-way, down to the runtime', async () => {
    const gate = hold()
    const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['42'] })
    const reply = stream(send(first), gate, ...rest.map((line) => send(line)), end)
    const { address, ollama, served } = await serving(bySeed(seed, [reply, reply, reply, reply]))
    const client = new Ollama({ host: address })
    const chat = await client.chat({ model, messages, stream: true })
    while (ollama.drawn.length < 2) await ollama.arrived(ollama.requests.length + 1)
    chat.abort()
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['hung-up', 'hung-up'])
    await served.votes.over()
  })

  it('raises what went wrong in the words of the endpoint', async () => {
    const failing = errorReply(400, 'no such option')
    const { address } = await serving(bySeed(seed, [failing, failing, failing, failing]), {
      flags: { rule: 'all' },
    })
    const client = new Ollama({ host: address })
    await expect(client.chat({ model: 'nobody:1b-vote4', messages })).rejects.toThrow(
      "model 'nobody:1b-vote4' not found",
    )
    await expect(client.pull({ model })).rejects.toThrow('magi serve does not change models.')
    const { message } = await client.chat({ model, messages })
    expect(message.content).toBe(
      'None of 4 samples gave an answer to count (4 failed; the last one: rejected: no such option).',
    )
  })
})

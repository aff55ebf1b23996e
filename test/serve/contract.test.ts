import { describe, expect, it } from 'vitest'
import { chatStream, errorReply } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { seed, serving } from './serving.ts'
import {
  chatWhole,
  completion,
  generateWhole,
  models,
  ollamaError,
  ollamaLines,
  openaiChunks,
  openaiError,
  response,
  responseEvents,
  shown,
  tags,
  version,
} from './wire-contracts.ts'

const model = 'magistral:24b-vote4'
const question = 'What is 6 × 7?'
const messages = [{ role: 'user', content: question }]
const rule = { flags: { rule: 'all' } }
const prose = chatStream({ thinking: 'Hm.', text: ['Roses grow where the sun shines.'] })
const failing = errorReply(400, 'no such option')

/** Ways that a vote of four samples can end, and what each sample replies. */
const ends = {
  won: ['42', '42', '41', '42'],
  tied: ['42', '41', '41', '42'],
  prose: [prose, prose, prose, prose],
  short: ['42', '41', '42', '41'],
  'cut short': ['42', '42', '42', '42'],
  'no answers': [failing, failing, failing, failing],
} as const

const shapes = {
  '/api/chat': {
    body: { model, messages },
    lines: (text: string) => ollamaLines(text, 'chat'),
    whole: chatWhole,
    error: ollamaError,
  },
  '/api/generate': {
    body: { model, prompt: question },
    lines: (text: string) => ollamaLines(text, 'generate'),
    whole: generateWhole,
    error: ollamaError,
  },
  '/v1/chat/completions': {
    body: { model, messages, stream_options: { include_usage: true } },
    lines: openaiChunks,
    whole: completion,
    error: openaiError,
  },
  '/v1/responses': {
    body: { model, input: question },
    lines: responseEvents,
    whole: response,
    error: openaiError,
  },
} as const

describe.each(Object.entries(shapes))('every part of %s is as its clients read it', (path, shape) => {
  it.each(Object.entries(ends))('for a vote that is %s', async (name, replies) => {
    const flags = name === 'short' ? { rule: 'all', quorum: 0.9 } : rule.flags
    const { post } = await serving([...bySeed(seed, replies)], { flags })
    const streamed = await post(path, { ...shape.body, stream: true })
    expect(streamed.status).toBe(200)
    shape.lines(await streamed.text())
    const whole = await post(path, { ...shape.body, stream: false })
    const body: unknown = await whole.json()
    if (whole.status === 200) shape.whole.parse(body)
    else shape.error.parse(body)
    expect([whole.status, whole.headers.get('x-should-retry')]).toEqual(
      name === 'no answers' && whole.status !== 200 ? [400, 'false'] : [200, null],
    )
  })

  it('for a tie that is to be an error, and for one guarded sample', async () => {
    const { post } = await serving([...bySeed(seed, ends.tied)], { ...rule, noConsensus: 'error' })
    shape.lines(await (await post(path, { ...shape.body, stream: true })).text())
    shape.error.parse(await (await post(path, { ...shape.body, stream: false })).json())
    const one = { ...shape.body, model: 'magistral:24b-ask' }
    shape.lines(await (await post(path, { ...one, stream: true })).text())
    shape.whole.parse(await (await post(path, { ...one, stream: false })).json())
  })

  it('for requests that cannot be', async () => {
    const { post } = await serving()
    const wrong: readonly [body: unknown, status: number][] = [
      ['{', 400],
      [{}, 400],
      [{ ...shape.body, model: 'nobody:1b-vote4' }, 404],
      [{ ...shape.body, magi: { samples: 3 } }, 400],
      [{ ...shape.body, stream: 'yes' }, 400],
    ]
    for (const [body, status] of wrong) {
      const reply = await post(path, body)
      expect({ body, status: reply.status }).toEqual({ body, status })
      shape.error.parse(await reply.json())
    }
  })
})

describe('lists', () => {
  it('have what the strictest clients need, for models and for those that vote', async () => {
    const { address, post } = await serving([], { listed: ['ask', 'vote16', 'steady-vote8'] })
    const get = async (path: string): Promise<unknown> => (await fetch(`${address}${path}`)).json()
    const names = tags.parse(await get('/api/tags')).models.map(({ name }) => name)
    expect(models.parse(await get('/v1/models')).data.map(({ id }) => id)).toEqual(names)
    version.parse(await get('/api/version'))
    for (const name of names) {
      shown.parse(await (await post('/api/show', { model: name })).json())
      models.shape.data.element.parse(await get(`/v1/models/${encodeURIComponent(name)}`))
    }
  })
})

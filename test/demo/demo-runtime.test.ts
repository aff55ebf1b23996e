import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardFor, listModelCards } from '../../src/config/model-card.ts'
import { coinSamples, demoRun } from '../../src/demo/coin-samples.ts'
import { type DemoRuntime, startDemoRuntime } from '../../src/demo/runtime.ts'

interface WireLine {
  message?: { role: string; content: string; thinking?: string }
  response?: string
  thinking?: string
  done?: boolean
  done_reason?: string
  eval_count?: number
  prompt_eval_count?: number
  error?: string
}

let runtime: DemoRuntime
beforeAll(async () => {
  runtime = await startDemoRuntime({ slots: 2 })
})
afterAll(() => runtime.close())

const model = 'magistral:demo'
const options = { num_ctx: 40_960, num_predict: 5_000, temperature: 0.8 }

function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(runtime.host + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  })
}

function ask(seed: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    model,
    messages: [{ role: 'user', content: `${demoRun.prompt}\n\nEnd with a line "Final answer:".` }],
    options: { ...options, seed },
    ...more,
  }
}

async function linesOf(response: Response): Promise<WireLine[]> {
  const text = await response.text()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as WireLine)
}

async function sampleOf(body: unknown, path = '/api/chat') {
  const lines = await linesOf(await post(path, body))
  const last = lines.at(-1)
  return {
    thinking: lines.map((line) => line.message?.thinking ?? line.thinking ?? '').join(''),
    text: lines.map((line) => line.message?.content ?? line.response ?? '').join(''),
    done: last?.done,
    reason: last?.done_reason,
    outputTokens: last?.eval_count ?? 0,
    promptTokens: last?.prompt_eval_count ?? 0,
    lines: lines.length,
  }
}

describe('what it says of itself', () => {
  it('is a demo by version, tag and family', async () => {
    expect(await (await fetch(`${runtime.host}/api/version`)).json()).toEqual({ version: '0.32.15-demo' })
    const { models } = (await (await fetch(`${runtime.host}/api/tags`)).json()) as { models: unknown[] }
    expect(models).toEqual([
      expect.objectContaining({
        name: model,
        size: 0,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        details: expect.objectContaining({ family: 'demo' }),
        capabilities: ['completion', 'thinking'],
      }),
    ])
    expect(runtime.host).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('shows a template by which it is taken for Magistral Small 2506', async () => {
    const shown = (await (await post('/api/show', { model })).json()) as {
      template: string
      system: string
      capabilities: string[]
    }
    const cards = (await listModelCards()).map(({ value }) => value)
    expect(cardFor(model, cards, shown).name).toBe('magistral-small-2506')
  })

  it('lists the model as loaded once it was asked to load, and no more once it was asked to unload', async () => {
    const own = await startDemoRuntime()
    const loaded = async () => (await (await fetch(`${own.host}/api/ps`)).json()) as { models: unknown[] }
    const chat = (body: unknown) =>
      fetch(`${own.host}/api/chat`, { method: 'POST', body: JSON.stringify(body) }).then((each) =>
        each.json(),
      )
    expect(await loaded()).toEqual({ models: [] })
    const load = { model, messages: [], options: { num_ctx: 8192 } }
    expect(await chat(load)).toMatchObject({
      message: { role: 'assistant', content: '' },
      done_reason: 'load',
    })
    expect(await loaded()).toMatchObject({ models: [{ name: model, context_length: 8192 }] })
    expect(await chat({ ...load, keep_alive: 0 })).toMatchObject({ done: true, done_reason: 'unload' })
    expect(await loaded()).toEqual({ models: [] })
    await own.close()
  })
})

describe('the samples of the demo', () => {
  it('are played by seed, thinking and answer apart, as they were written', async () => {
    for (const [seed, written] of coinSamples.entries()) {
      if (written.circles !== undefined || written.cutAfter !== undefined) continue
      const sample = await sampleOf(ask(seed))
      expect(sample).toMatchObject({
        thinking: written.thinking,
        text: written.answer,
        done: true,
        reason: 'stop',
      })
      expect(sample.outputTokens).toBeLessThan(demoRun.maxTokens)
    }
  })

  it('are the same for the same seed, and go round with the seed', async () => {
    const [first, again, later] = await Promise.all([3, 3, 11].map((seed) => sampleOf(ask(seed))))
    expect(again).toEqual(first)
    expect(later).toEqual(first)
    expect((await sampleOf(ask(4))).text).not.toBe(first?.text)
  })

  it('hold a correct majority, two spellings of it, a wrong one, one past its budget and one that is cut', () => {
    const usable = coinSamples.filter(
      (sample) => sample.circles === undefined && sample.cutAfter === undefined,
    )
    expect(coinSamples).toHaveLength(demoRun.n)
    expect(usable.map((sample) => /^Final answer: (.*)$/m.exec(sample.answer)?.[1])).toEqual([
      '1/2',
      '0.5',
      '3/8',
      '1/2',
      '1/2',
      '1/2',
    ])
    expect(coinSamples.filter((sample) => sample.circles !== undefined)).toHaveLength(1)
    expect(coinSamples.filter((sample) => sample.cutAfter !== undefined)).toHaveLength(1)
  })

  it('stop at num_predict, counting thinking, tags and answer', async () => {
    const { num_predict } = { num_predict: demoRun.maxTokens }
    const sample = await sampleOf(ask(1, { options: { ...options, num_predict, seed: 1 } }))
    expect(sample).toMatchObject({ text: '', done: true, reason: 'length', outputTokens: num_predict })
    // The opening tag is counted and not shown; the last line is the one that says done.
    expect(sample.lines).toBe(num_predict)
  })

  it('stop where the window is full', async () => {
    const small = { ...options, num_ctx: 200, seed: 1 }
    const sample = await sampleOf(ask(1, { options: small, shift: false }))
    expect(sample.reason).toBe('length')
    expect(sample.promptTokens + sample.outputTokens).toBe(200)
  })

  it('break the connection in the middle of the cut one, after what was played', async () => {
    const response = await post('/api/chat', ask(2))
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const read = async () => {
      for (;;) {
        const piece = await reader?.read()
        if (piece === undefined || piece.done) return 'ended'
        text += piece.value
      }
    }
    await expect(read()).rejects.toThrow()
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(47)
    expect(lines.every((line) => (JSON.parse(line) as WireLine).done === false)).toBe(true)
  })
})

describe('the wire', () => {
  it('sends a line a token, escaped, with the content type of the runtime', async () => {
    const response = await post('/api/chat', ask(0, { think: false }))
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const text = await response.text()
    expect(text).not.toContain('<')
    expect(text).toContain('\\u003cthink\\u003e')
    expect(text.split('\n')[1]).toMatch(
      /^\{"model":"magistral:demo","created_at":"[^"]+","message":\{"role":"assistant","content":"[^"]+"\},"done":false\}$/,
    )
  })

  it('leaves the tags in the content where thinking is not to be split', async () => {
    const sample = await sampleOf(ask(0, { think: false }))
    expect(sample.thinking).toBe('')
    expect(sample.text).toBe(`<think>\n${coinSamples[0]?.thinking}\n</think>\n\n${coinSamples[0]?.answer}`)
  })

  it('answers in one object where no stream is wanted', async () => {
    const response = await post('/api/chat', ask(0, { stream: false }))
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toMatchObject({
      message: { role: 'assistant', content: coinSamples[0]?.answer, thinking: coinSamples[0]?.thinking },
      done: true,
      done_reason: 'stop',
    })
  })

  it('renders the prompt without playing', async () => {
    const rendered = await post('/api/chat', ask(0, { _debug_render_only: true }))
    const { _debug_info } = (await rendered.json()) as { _debug_info: { rendered_template: string } }
    expect(_debug_info.rendered_template).toMatch(
      /^\[SYSTEM_PROMPT\].*\[\/SYSTEM_PROMPT\]\[INST\]A fair coin.*\[\/INST\]$/s,
    )
  })

  it('goes on from an answer that was opened for it', async () => {
    const opened = (content: string) => [
      { role: 'user', content: demoRun.prompt },
      { role: 'assistant', thinking: 'Four of eight.', content },
    ]
    expect(await sampleOf(ask(1, { messages: opened('Final answer: ') }))).toMatchObject({
      thinking: '',
      text: '1/2',
      reason: 'stop',
    })
    expect((await sampleOf(ask(4, { messages: opened('\\boxed{') }))).text).toBe('3/8}.')
    const raw = { model, raw: true, think: false, options: { ...options, seed: 3 } }
    const prompt = `[INST]${demoRun.prompt}[/INST]<think>\nHm.\n</think>\n\nFinal answer: `
    expect((await sampleOf({ ...raw, prompt }, '/api/generate')).text).toBe('0.5')
  })

  it('frees the slot of a client that hangs up, while it plays and while it waits', async () => {
    const own = await startDemoRuntime({ slots: 1, tokenDelayMs: 3_600_000 })
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
    expect(await firstBytes(own.host, first.signal)).toContain('"content":"1"')
    const waiting = firstBytes(own.host, second.signal).catch(() => 'gave up')
    const next = firstBytes(own.host, third.signal)
    second.abort()
    expect(await waiting).toBe('gave up')
    first.abort()
    expect(await next).toContain('"content":"1"')
    third.abort()
    await own.close()
  })

  /** The first piece of a sample whose first shown token comes at once: a prompt that was opened needs no tag before it. */
  async function firstBytes(host: string, signal: AbortSignal): Promise<string> {
    const messages = [
      { role: 'user', content: demoRun.prompt },
      { role: 'assistant', content: 'Final answer: ' },
    ]
    const body = JSON.stringify(ask(0, { messages }))
    const response = await fetch(`${host}/api/chat`, { method: 'POST', body, signal })
    const piece = await response.body?.getReader().read()
    return new TextDecoder().decode(piece?.value)
  }
})

describe('what it refuses, as the runtime does', () => {
  it.each([
    ['/api/chat', '', 400, 'missing request body'],
    ['/api/chat', '{"model":', 400, 'unexpected EOF'],
    ['/api/chat', { messages: [] }, 400, 'model is required'],
    ['/api/chat', { model: 'magistral', messages: [] }, 404, "model 'magistral' not found"],
    ['/api/show', { model: 'nope' }, 404, "model 'nope' not found"],
    [
      '/api/chat',
      { model, messages: 'Hi' },
      400,
      'json: cannot unmarshal value into Go struct field ChatRequest.messages',
    ],
    [
      '/api/chat',
      { model, messages: [], think: 'hard' },
      400,
      'invalid think value: "hard" (must be "high", "medium", "low", "max", true, or false)',
    ],
    [
      '/api/chat',
      { model, messages: [], options: { temperature: 'x' } },
      500,
      'option "temperature" must be of type float32',
    ],
    [
      '/api/chat',
      { model, messages: [], options: { top_k: '5' } },
      500,
      'option "top_k" must be of type integer',
    ],
  ])('%s %j', async (path, body, status, error) => {
    const response = await post(path, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
  })

  it('a prompt that is longer than the window, with the numbers', async () => {
    const response = await post(
      '/api/chat',
      ask(0, { options: { ...options, num_ctx: 40, seed: 0 }, truncate: false }),
    )
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: string }
    expect(JSON.parse(error)).toMatchObject({
      error: { type: 'exceed_context_size_error', n_ctx: 40, n_prompt_tokens: expect.any(Number) },
    })
  })

  it('paths and methods that it does not know', async () => {
    const unknown = await fetch(`${runtime.host}/api/nope`)
    expect([unknown.status, await unknown.text()]).toEqual([404, '404 page not found'])
    const wrong = await fetch(`${runtime.host}/api/chat`)
    expect([wrong.status, await wrong.text()]).toEqual([405, '405 method not allowed'])
  })

  it('to answer what it does not know', async () => {
    const sample = await sampleOf(ask(0, { messages: [{ role: 'user', content: 'Why is the sky blue?' }] }))
    expect(sample.text).toMatch(/^This is the demo runtime: .* has no model/)
  })
})

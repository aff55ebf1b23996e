import { afterEach, describe, expect, it, vi } from 'vitest'
import { ModelNotFoundError, RuntimeError, UnreachableError } from '../../src/ground/errors.ts'
import type { DrawRequest } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import type { Part } from '../../src/stream/part.ts'
import { installedModel } from '../support/default-replies.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { gather, partsOf } from '../support/gather.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import {
  chatStream,
  end,
  errorReply,
  hold,
  json,
  type Reply,
  send,
  stall,
  stream,
} from '../support/scripted-reply.ts'
import { sampleLines, textLine } from '../support/wire-lines.ts'

const request: DrawRequest = {
  model: 'magistral:24b',
  messages: [{ role: 'user', content: 'What is 6 x 7?' }],
  options: { num_ctx: 40_960, num_predict: 16_384, temperature: 0.7, seed: 7 },
  think: true,
  keepAlive: '30m',
}

let ollama: ScriptedOllama

afterEach(async () => {
  vi.restoreAllMocks()
  await ollama.close()
})

async function start(...replies: Reply[]): Promise<ReturnType<typeof createOllamaDriver>> {
  ollama = await ScriptedOllama.start(...replies)
  return createOllamaDriver(ollama.host)
}

const never = new AbortController().signal

describe('a draw', () => {
  it('gives each of several readers at once a part of its own, in the order they asked, and ends them all', async () => {
    const gate = hold()
    const driver = await start(
      stream(gate, send(textLine({ text: '4' }) + sampleLines({ text: ['2'] }).join('')), end),
    )
    const parts = driver.draw(request, never)[Symbol.asyncIterator]()
    const reading = Array.from({ length: 6 }, () => parts.next())
    gate.release()
    const read = await Promise.all(reading)
    expect(read.map(({ done, value }) => (done === true ? 'over' : (value as Part).type))).toEqual([
      ...['answer-delta', 'answer-delta', 'end', 'over', 'over', 'over'],
    ])
    expect(read.slice(0, 2).map(({ value }) => (value as { text?: string }).text)).toEqual(['4', '2'])
  })

  it('ends every reader that waits when it is cancelled', async () => {
    const driver = await start(stream(stall))
    const stopping = new AbortController()
    const parts = driver.draw(request, stopping.signal)[Symbol.asyncIterator]()
    const reading = [parts.next(), parts.next()]
    stopping.abort()
    expect(await Promise.all(reading)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ])
  })

  it('says what was asked, and never lets the runtime drop a part of the prompt', async () => {
    const driver = await start(chatStream({ thinking: 'six times seven', text: '42' }))
    const sample = gather(await partsOf(driver.draw(request, never)))
    expect(sample).toEqual({
      thinking: 'six times seven',
      text: '42',
      tokens: { thinking: 3, answer: 1 },
      end: { type: 'finished', reason: 'stop' },
      usage: { promptTokens: 21, outputTokens: 5, loadMs: 2, promptMs: 30, outputMs: 1_100, totalMs: 1_200 },
    })
    expect(ollama.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: 'POST',
        path: '/api/chat',
        body: {
          model: 'magistral:24b',
          messages: request.messages,
          options: request.options,
          think: true,
          keep_alive: '30m',
          shift: false,
          truncate: false,
          stream: true,
        },
      },
    ])
  })

  it('does not say what was not asked', async () => {
    const driver = await start(chatStream({ text: '42' }))
    await partsOf(driver.draw({ model: 'm', messages: [], options: {} }, never))
    expect(Object.keys(ollama.requests[0]?.body as object).sort()).toEqual([
      'messages',
      'model',
      'options',
      'shift',
      'stream',
      'truncate',
    ])
  })

  it('is sent when the first part is asked for, and not before', async () => {
    const driver = await start(chatStream({ text: '42' }))
    const parts = driver.draw(request, never)
    await driver.version()
    expect(ollama.drawn).toHaveLength(0)
    await partsOf(parts)
    expect(ollama.drawn).toHaveLength(1)
  })

  it('gives each message as it comes', async () => {
    const pause = hold()
    const driver = await start(
      stream(send(textLine({ text: '4' })), pause, send(sampleLines({ text: ['2'] }).join('')), end),
    )
    const parts = driver.draw(request, never)[Symbol.asyncIterator]()
    expect(await parts.next()).toEqual({ done: false, value: { type: 'answer-delta', text: '4', tokens: 1 } })
    pause.release()
    expect(await parts.next()).toEqual({ done: false, value: { type: 'answer-delta', text: '2', tokens: 1 } })
    expect(await parts.next()).toMatchObject({ value: { type: 'end' } })
    expect(await parts.next()).toEqual({ done: true, value: undefined })
  })

  it('waits for headers that are slow to come', async () => {
    const pause = hold()
    const driver = await start({
      ...chatStream({ text: '42' }),
      steps: [pause, ...chatStream({ text: '42' }).steps],
    })
    const parts = partsOf(driver.draw(request, never))
    await pause.reached
    pause.release()
    expect(gather(await parts)).toMatchObject({ text: '42', end: { type: 'finished', reason: 'stop' } })
  })

  it('uses a connection of its own each time, and leaves none behind', async () => {
    const driver = await start(chatStream({ text: '42' }), chatStream({ text: '42' }))
    for (const _ of [1, 2]) await partsOf(driver.draw(request, never))
    await Promise.all(ollama.requests.map(({ closed }) => closed))
    expect(ollama.requests.map(({ headers }) => headers['connection'])).toEqual(['close', 'close'])
  })

  it('reads no further than its reader follows', async () => {
    const line = textLine({ text: 'x'.repeat(1_000) })
    // 40 MB, more than the sockets of both sides hold.
    const many = Array.from({ length: 40 }, () => send(line.repeat(1_000)))
    const pause = hold()
    const driver = await start(stream(...many, pause, stall))
    const parts = driver.draw(request, never)[Symbol.asyncIterator]()
    await parts.next()
    let isWritten = false
    void pause.reached.then(() => {
      isWritten = true
    })
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(isWritten).toBe(false)
    for (let part = 1; part < 40_000; part++) await parts.next()
    await pause.reached
    await parts.return?.()
  })

  it('prints nothing, whatever comes', async () => {
    const printed = ['log', 'warn', 'error', 'info', 'debug'] as const
    const spies = printed.map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
    const driver = await start(stream(send('%%%\n'), end), { status: 403, steps: [end] })
    for (const _ of [1, 2]) await partsOf(driver.draw(request, never))
    ollama.on('/api/version', { status: 403, steps: [end] }).on('/api/tags', { steps: [send('%%%'), end] })
    await expect(driver.version()).rejects.toBeInstanceOf(RuntimeError)
    await expect(driver.models()).rejects.toBeInstanceOf(UnreachableError)
    expect(spies.map((spy) => spy.mock.calls)).toEqual([[], [], [], [], []])
  })
})

describe('leaving a draw closes the connection, so that the runtime stops', () => {
  it('by an abort before the headers', async () => {
    const driver = await start({ steps: [stall] })
    const controller = new AbortController()
    const parts = partsOf(driver.draw(request, controller.signal))
    const sent = await ollama.arrived(1)
    controller.abort()
    expect(await parts).toEqual([])
    expect(await sent.closed).toBe('hung-up')
  })

  it('by an abort in the middle', async () => {
    const driver = await start(stream(send(textLine({ thinking: 'so' })), stall))
    const controller = new AbortController()
    const parts = []
    for await (const part of driver.draw(request, controller.signal)) {
      parts.push(part)
      controller.abort()
    }
    expect(parts).toEqual([{ type: 'thinking-delta', text: 'so', tokens: 1 }])
    expect(await ollama.requests[0]?.closed).toBe('hung-up')
  })

  it('by an abort while an error is read', async () => {
    const driver = await start({ status: 500, steps: [send('{"err'), stall] })
    const controller = new AbortController()
    const parts = partsOf(driver.draw(request, controller.signal))
    const sent = await ollama.arrived(1)
    setImmediate(() => controller.abort())
    expect(await parts).toEqual([])
    expect(await sent.closed).toBe('hung-up')
  })

  it('by leaving the loop', async () => {
    const driver = await start(stream(send(textLine({ text: '4' }).repeat(5)), stall))
    for await (const part of driver.draw(request, never)) {
      expect(part).toEqual({ type: 'answer-delta', text: '4', tokens: 1 })
      break
    }
    expect(await ollama.requests[0]?.closed).toBe('hung-up')
  })

  it('by an error of the reader', async () => {
    const driver = await start(stream(send(textLine({ text: '4' })), stall))
    const reading = async () => {
      for await (const _ of driver.draw(request, never)) throw new Error('full disk')
    }
    await expect(reading()).rejects.toThrow('full disk')
    expect(await ollama.requests[0]?.closed).toBe('hung-up')
  })

  it('and nothing is sent where the signal was aborted before', async () => {
    const driver = await start()
    expect(await partsOf(driver.draw(request, AbortSignal.abort()))).toEqual([])
    expect(ollama.requests).toEqual([])
  })

  it('and takes its listener off the signal', async () => {
    const driver = await start(...Array.from({ length: 20 }, () => chatStream({ text: '42' })))
    const controller = new AbortController()
    const add = vi.spyOn(controller.signal, 'addEventListener')
    const remove = vi.spyOn(controller.signal, 'removeEventListener')
    for (let index = 0; index < 20; index++) await partsOf(driver.draw(request, controller.signal))
    expect(add.mock.calls.length).toBe(20)
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
      add.mock.calls.map(([, listener]) => listener),
    )
  })
})

describe('what the runtime tells of itself', () => {
  it('version, models and what is loaded', async () => {
    const driver = await start()
    const cloud = installedModel({
      name: 'gpt-oss:120b-cloud',
      digest: 'c1',
      remoteHost: 'https://ollama.com:443',
    })
    ollama.installed = [installedModel(), cloud]
    expect(await driver.version()).toBe('0.32.15')
    expect(await driver.models()).toEqual([
      {
        name: 'magistral:24b',
        digest: installedModel().digest,
        sizeBytes: 14_333_922_048,
        capabilities: ['completion', 'tools', 'thinking'],
      },
      {
        name: 'gpt-oss:120b-cloud',
        digest: 'c1',
        sizeBytes: 14_333_922_048,
        capabilities: ['completion', 'tools', 'thinking'],
        remoteHost: 'https://ollama.com:443',
      },
    ])
    expect(await driver.loaded()).toEqual([
      {
        name: 'magistral:24b',
        digest: installedModel().digest,
        sizeBytes: 21_044_808_448,
        gpuBytes: 21_044_808_448,
        context: 40_960,
      },
    ])
  })

  it('details of a model: 160 KiB of cache a token for the shape of Magistral Small', async () => {
    const driver = await start()
    ollama.installed = [
      installedModel({
        parameters: 'stop    "[INST]"\nstop    "a\\nb"\ntemperature    0.7\n\nnum_ctx 40960',
      }),
    ]
    const { template, system } = installedModel()
    expect(await driver.details('magistral:24b')).toEqual({
      capabilities: ['completion', 'tools', 'thinking'],
      template,
      system,
      parameters: { stop: '[INST]\na\nb', temperature: '0.7', num_ctx: '40960' },
      trainedContext: 40_960,
      cacheBytesPerToken: 160 * 1024,
      parameterSize: '23.6B',
      quantization: 'Q4_K_M',
    })
  })

  it('the renderer and the parser that are built into it, which stand in the text of the model file alone', async () => {
    const driver = await start()
    const shown = (modelfile: string) => ollama.on('/api/show', json({ modelfile }))
    shown('FROM /m\nTEMPLATE {{ .Prompt }}\nRENDERER ministral\nPARSER ministral\nPARAMETER temperature 1\n')
    expect(await driver.details('m')).toMatchObject({ renderer: 'ministral', parser: 'ministral' })
    shown('FROM /m\nTEMPLATE """{{ .Prompt }}\nPARSER none\n"""\nSYSTEM PARSER none\n')
    expect(Object.keys(await driver.details('m'))).not.toContain('parser')
  })

  it.each([
    ['gpt-oss:120b-cloud', true],
    ['Glm-4.6:CLOUD', true],
    ['magistral:24b', false],
    ['my/cloud:latest', false],
    ['cloud', false],
    ['host:5000/me/x-cloud', false],
  ])('of %s, by its name alone, that it is elsewhere: %s', async (name, isElsewhere) => {
    const driver = await start()
    ollama.on('/api/tags', json({ models: [{ name, digest: 'd' }] }))
    expect(await driver.models()).toEqual([
      { name, digest: 'd', ...(isElsewhere ? { remoteHost: 'https://ollama.com:443' } : {}) },
    ])
  })

  it('a shape without lengths of heads is estimated from the width', async () => {
    const driver = await start()
    const {
      'llama.attention.key_length': _,
      'llama.attention.value_length': __,
      ...info
    } = installedModel().modelInfo
    ollama.installed = [installedModel({ modelInfo: info })]
    expect((await driver.details('magistral:24b')).cacheBytesPerToken).toBe(40 * 8 * 2 * 160 * 2)
    ollama.installed = [installedModel({ modelInfo: { ...info, 'llama.attention.head_count_kv': [] } })]
    expect((await driver.details('magistral:24b')).cacheBytesPerToken).toBeUndefined()
  })

  it('as little as there is', async () => {
    const driver = await start()
    ollama.on('/api/show', json({})).on('/api/tags', json({ models: [{}, null, 5, { name: 'm', size: -1 }] }))
    ollama.on('/api/ps', json({ models: null }))
    expect(await driver.details('m')).toEqual({ capabilities: [], template: '', system: '', parameters: {} })
    expect(await driver.models()).toEqual([{ name: 'm', digest: '' }])
    expect(await driver.loaded()).toEqual([])
  })

  it('a model that is not there', async () => {
    const driver = await start()
    for (const call of [driver.details('nope'), driver.load({ ...request, model: 'nope' })]) {
      await expect(call).rejects.toThrow(ModelNotFoundError)
      await expect(call).rejects.toMatchObject({
        message: `Model "nope" is not installed at ${ollama.host}.`,
      })
    }
  })
})

describe('a load', () => {
  it('has the load-time options of the draws, and no messages', async () => {
    const driver = await start()
    const { messages: _, ...settings } = request
    await driver.load(settings)
    expect(ollama.requests[0]?.body).toEqual({
      model: 'magistral:24b',
      messages: [],
      options: request.options,
      think: true,
      keep_alive: '30m',
      shift: false,
      truncate: false,
      stream: false,
    })
  })

  it('that fails says why, and what may help', async () => {
    const driver = await start()
    const text = 'model requires more system memory (18.2 GiB) than is available (12.1 GiB)'
    ollama.on('/api/chat', errorReply(500, text))
    await expect(driver.load(request)).rejects.toMatchObject({
      name: 'RuntimeError',
      message: `The runtime at ${ollama.host} refuses (HTTP 500): ${text}`,
      fix: 'Ask for a smaller window (-o num_ctx=…), fewer slots, or take a smaller model.',
    })
  })

  it('that fails under status 200, as before 0.12.6', async () => {
    const driver = await start()
    ollama.on('/api/chat', json({ error: 'error loading model' }))
    await expect(driver.load(request)).rejects.toThrow('error loading model')
  })

  it('takes as long as it takes, until it is aborted', async () => {
    const clock = new FakeClock()
    ollama = await ScriptedOllama.start()
    ollama.on('/api/chat', { steps: [stall] })
    const controller = new AbortController()
    const loading = createOllamaDriver(ollama.host, { clock }).load(request, controller.signal)
    const sent = await ollama.arrived(1)
    await clock.advance(86_400_000)
    controller.abort(new Error('enough'))
    await expect(loading).rejects.toThrow('enough')
    expect(await sent.closed).toBe('hung-up')
  })
})

describe('a rendered prompt', () => {
  it('is asked for without generating', async () => {
    const driver = await start()
    expect(await driver.renderPrompt(request)).toBe('[INST]What is 6 x 7?[/INST]')
    expect(ollama.requests[0]?.body).toMatchObject({
      _debug_render_only: true,
      options: { ...request.options, num_predict: 1 },
      shift: false,
      stream: false,
    })
  })

  it('is unknown where the runtime generates instead', async () => {
    const driver = await start()
    ollama.on('/api/chat', json({ message: { content: '4' }, done: true, done_reason: 'length' }))
    expect(await driver.renderPrompt(request)).toBeUndefined()
  })

  it('takes no image for the path of a file', async () => {
    const driver = await start()
    const image = Buffer.from('PNG').toString('base64')
    await driver.renderPrompt({
      ...request,
      messages: [{ role: 'user', content: 'What is this?', images: [image] }],
    })
    expect(ollama.requests[0]?.body).toMatchObject({ messages: [{ images: [image] }] })
  })
})

describe('a call that cannot be answered', () => {
  it('for nobody listens', async () => {
    const driver = await start()
    await ollama.close()
    await expect(driver.version()).rejects.toMatchObject({
      name: 'UnreachableError',
      message: `No runtime answers at ${driver.host}: connect ECONNREFUSED ${driver.host.slice('http://'.length)}.`,
      fix: 'Start it (ollama serve), or name its address by --host or OLLAMA_HOST.',
    })
  })

  it('for the runtime is silent', async () => {
    const clock = new FakeClock()
    ollama = await ScriptedOllama.start()
    ollama.on('/api/tags', { steps: [stall] })
    const call = createOllamaDriver(ollama.host, { clock, limitMs: 5_000 }).models()
    const settled = expect(call).rejects.toMatchObject({
      name: 'UnreachableError',
      message: `The runtime at ${ollama.host} did not answer within 5000 ms.`,
    })
    const sent = await ollama.arrived(1)
    await clock.advance(5_000)
    await settled
    expect(await sent.closed).toBe('hung-up')
    expect(clock.pendingTimers).toBe(0)
  })

  it('for another program answers', async () => {
    const driver = await start()
    const answers: [Reply, string][] = [
      [{ headers: { 'content-type': 'text/html' }, steps: [send('<html>'), end] }, 'not JSON: "<html>"'],
      [
        { status: 404, headers: { 'content-type': 'text/plain' }, steps: [send('no'), end] },
        'HTTP 404, text/plain, "no"',
      ],
      [
        { status: 302, headers: { location: '/login' }, steps: [end] },
        'HTTP 302, a redirect to "/login", is not followed',
      ],
      [json({ version: 5 }), 'its version is not text'],
    ]
    for (const [reply, text] of answers) {
      ollama.on('/api/version', reply)
      await expect(driver.version()).rejects.toMatchObject({
        name: 'UnreachableError',
        message: `${driver.host} answers, but is not an Ollama server: ${text}.`,
      })
    }
  })

  it('for a gateway has no runtime behind it', async () => {
    const driver = await start()
    ollama.on('/api/version', {
      status: 502,
      headers: { 'content-type': 'text/html' },
      steps: [send('<h1>Bad Gateway</h1>'), end],
    })
    await expect(driver.version()).rejects.toMatchObject({
      name: 'UnreachableError',
      message: `The gateway at ${driver.host} has no runtime behind it (HTTP 502): text/html, "<h1>Bad Gateway</h1>".`,
    })
  })

  it('for the runtime does not take the name it is reached under', async () => {
    const driver = await start()
    ollama.on('/api/version', { status: 403, steps: [end] })
    await expect(driver.version()).rejects.toMatchObject({
      name: 'RuntimeError',
      message: `The runtime at ${driver.host} refuses (HTTP 403): without a text; the runtime does not take requests under this host name (see OLLAMA_HOST and OLLAMA_ORIGINS of its server)`,
    })
  })

  it('for the caller gave up, by the reason given', async () => {
    const driver = await start()
    await expect(driver.version(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(ollama.requests).toEqual([])
  })
})

describe('credentials of the address', () => {
  it('go with every request and show nowhere', async () => {
    ollama = await ScriptedOllama.start(errorReply(400, 'no'))
    const driver = createOllamaDriver(ollama.host.replace('http://', 'http://mia:secret@'))
    expect(driver.host).toBe(ollama.host)
    await driver.version()
    const parts = await partsOf(driver.draw(request, never))
    expect(ollama.requests.map(({ headers }) => headers['authorization'])).toEqual(
      Array(2).fill(`Basic ${Buffer.from('mia:secret').toString('base64')}`),
    )
    await ollama.close()
    const error = await driver
      .version()
      .catch((thrown: UnreachableError) => `${thrown.message} ${thrown.fix}`)
    expect(JSON.stringify([parts, error])).not.toContain('secret')
  })
})

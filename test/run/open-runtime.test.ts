import { getEventListeners } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ModelNotFoundError, UnreachableError, UsageError } from '../../src/ground/errors.ts'
import { openRuntime } from '../../src/run/open-runtime.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { bodiesOf } from '../support/run-cli.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream, send, stall, stream } from '../support/scripted-reply.ts'
import { answering, bySeed } from '../support/vote-script.ts'
import { textLine, words } from '../support/wire-lines.ts'

async function opened(...draws: Parameters<typeof ScriptedOllama.start>) {
  const ollama = await ScriptedOllama.start(...draws)
  onTestFinished(() => ollama.close())
  return { ollama, runtime: await openRuntime({ host: ollama.host, clock: new FakeClock() }) }
}

const endless = stream(
  ...words('one two three four').map((text) => send(textLine({ thinking: text }))),
  stall,
)

describe('a runtime that is opened', () => {
  it('has found the model, and what is known of it', async () => {
    const { ollama, runtime } = await opened()
    expect({ host: runtime.host, name: runtime.model.name, card: runtime.model.card.name }).toEqual({
      host: ollama.host,
      name: 'magistral:24b',
      card: 'magistral-small-2506',
    })
    expect(ollama.requests.map(({ path }) => path)).toEqual(['/api/version', '/api/tags', '/api/show'])
  })

  it('throws where there is no runtime, or no such model', async () => {
    const { ollama } = await opened()
    await expect(openRuntime({ host: ollama.host, model: 'qwq' })).rejects.toThrow(ModelNotFoundError)
    await ollama.close()
    await expect(openRuntime({ host: ollama.host })).rejects.toThrow(UnreachableError)
  })

  it('says what it would send, and sends nothing', async () => {
    const { ollama, runtime } = await opened()
    const { request, limits } = await runtime.plan('What is 6 × 7?', {
      preset: 'steady',
      options: { top_p: 0.5 },
      limits: { idleMs: 1_000 },
      maxThinkingTokens: 99,
    })
    expect(request.options).toMatchObject({ temperature: 0.6, top_p: 0.5, num_ctx: 40_960 })
    expect(limits).toMatchObject({ idleMs: 1_000, thinkingTokens: 99 })
    expect(ollama.drawn).toEqual([])
  })

  it('says of a vote what the vote then sends', async () => {
    const { ollama, runtime } = await opened(...bySeed(100, ['42', '42']))
    const options = { n: 2, seed: 100, rule: 'all' }
    const { request, seeds } = await runtime.plan('What is 6 × 7?', { for: 'vote', ...options })
    expect(seeds).toEqual([100, 101])
    expect(ollama.drawn).toEqual([])
    await runtime.vote('What is 6 × 7?', options)
    const [first] = bodiesOf(ollama)
    expect(first?.messages).toEqual(request.messages)
    expect(first?.options).toEqual({ ...request.options, seed: 100 })
  })

  it('counts among the seeds those that a tie may ask for', async () => {
    const { runtime } = await opened()
    const plan = await runtime.plan('x', { for: 'vote', n: 2, seed: 1, tie: 'extend', extendBy: 2 })
    expect(plan.seeds).toEqual([1, 2, 3, 4])
  })
})

describe('one sample', () => {
  it('is drawn, guarded, and given whole', async () => {
    const { ollama, runtime } = await opened(chatStream({ thinking: 'Hm.', text: 'Final answer: 42' }))
    const parts: string[] = []
    const sample = await runtime.ask('What is 6 × 7?', {
      seed: 7,
      answer: { kind: 'number' },
      onPart: (part) => void parts.push(part.type),
    })
    expect(sample).toMatchObject({
      seed: 7,
      thinking: 'Hm.',
      text: 'Final answer: 42',
      answer: { type: 'found', value: '42', kind: 'number' },
      end: { type: 'finished', reason: 'stop' },
    })
    expect(parts).toContain('thinking-delta')
    expect(bodiesOf(ollama)[0]).toMatchObject({
      messages: [{ role: 'user', content: 'What is 6 × 7?' }],
      options: { seed: 7, temperature: 0.7 },
    })
  })

  it('that goes past a limit has that for its ending', async () => {
    const { ollama, runtime } = await opened(endless)
    const sample = await runtime.ask('x', { maxThinkingTokens: 2, onTrip: 'drop' })
    expect(sample).toMatchObject({
      end: { type: 'tripped', guard: 'thinking-budget' },
      answer: { type: 'none' },
    })
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })

  it('gives what onPart throws to its caller, and leaves the runtime', async () => {
    const { ollama, runtime } = await opened(endless)
    const fault = new TypeError('a bug of the caller')
    const asking = runtime.ask('x', {
      onPart: () => {
        throw fault
      },
    })
    await expect(asking).rejects.toBe(fault)
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })

  it('is drawn beside many others on one signal, which is left as it was', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error) => void warnings.push(warning)
    process.on('warning', warn)
    onTestFinished(() => void process.off('warning', warn))
    const asks = 24
    const replies = Array.from({ length: asks }, () => chatStream({ text: '42' }))
    const { runtime } = await opened(...replies)
    const { signal } = new AbortController()
    const samples = await Promise.all(Array.from({ length: asks }, () => runtime.ask('x', { signal })))
    expect(samples.map(({ text }) => text)).toEqual(Array.from({ length: asks }, () => '42'))
    expect({ warnings, listeners: getEventListeners(signal, 'abort') }).toEqual({
      warnings: [],
      listeners: [],
    })
  })
})

describe('a vote', () => {
  it('is held to its end', async () => {
    const { ollama, runtime } = await opened(...bySeed(100, ['1/2', '0.5', '2/3', '1/2']))
    const recorded: Sample[] = []
    const counted: number[] = []
    const outcome = await runtime.vote('x', {
      ...{ n: 4, seed: 100, rule: 'all' },
      onCount({ tally }, sample) {
        recorded.push(sample)
        counted.push(tally.drawn)
      },
    })
    expect(outcome).toMatchObject({
      vote: { type: 'won', answer: '1/2', votes: 3, ballots: 4 },
      samples: { asked: 4, drawn: 4 },
      risk: 0,
    })
    expect(outcome.break).toBe(undefined)
    expect(recorded.map(({ index, seed }) => [index, seed])).toEqual([
      [0, 100],
      [1, 101],
      [2, 102],
      [3, 103],
    ])
    expect(counted).toEqual([1, 2, 3, 4])
    expect(bodiesOf(ollama)[0]?.messages[0]?.content).toContain('Final answer:')
  })

  it('stops early by its rule', async () => {
    const { runtime } = await opened(...bySeed(100, ['42', '42']))
    const how = { n: 8, seed: 100, rule: 'lead:2', slots: 1, schedule: 'lookahead' } as const
    const first = await runtime.vote('x', how)
    expect(first.samples).toMatchObject({ drawn: 2, cancelled: 0 })
  })

  it('ends with what there is when its signal aborts, down to the socket', async () => {
    const { ollama, runtime } = await opened(...bySeed(100, ['42', endless]))
    const stop = new AbortController()
    const outcome = await runtime.vote('x', {
      ...{ n: 4, seed: 100, rule: 'all', signal: stop.signal },
      onCount: () => stop.abort('enough of it'),
    })
    expect(outcome).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 1 },
      break: { type: 'interrupted', why: 'enough of it' },
    })
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).not.toContain('broken')
  })

  it('that is given up before its first sample throws the reason', async () => {
    const { ollama, runtime } = await opened()
    const signal = AbortSignal.abort('not today')
    await expect(runtime.vote('x', { signal })).rejects.toBe('not today')
    await expect(runtime.ask('x', { signal })).rejects.toBe('not today')
    await expect(openRuntime({ host: ollama.host, signal })).rejects.toBe('not today')
    expect(ollama.drawn).toEqual([])
  })

  it('asks for no kind of answer where texts are compared', async () => {
    const { ollama, runtime } = await opened(answering('Yes.'), answering('Yes.'))
    await runtime.vote('x', { n: 2, rule: 'all', answer: { kind: 'text' } })
    expect(bodiesOf(ollama)[0]?.messages[0]?.content).toBe('x')
  })

  it.each([
    [{ n: 0 }, 'n is 0.'],
    [{ slots: 1.5 }, 'slots is 1.5.'],
    [{ slots: 0 }, 'slots is 0.'],
    [{ quorum: 2 }, 'quorum is 2.'],
    [{ seed: -5 }, 'seed is -5.'],
    [{ seed: 1.5 }, 'seed is 1.5.'],
    [{ extendBy: -3 }, 'extendBy is -3.'],
    [{ min: -1 }, 'min is -1.'],
    [{ maxAttempts: 0 }, 'maxAttempts is 0.'],
    [{ limits: { idleMs: 0 } }, 'limits.idleMs is 0.'],
    [{ maxTokens: 0 }, 'maxTokens is 0.'],
    [{ rule: 'magic' }, 'There is no stop rule "magic".'],
    [{ preset: 'greedy' }, 'At temperature 0 all samples are the same'],
    [{ profile: 'laptop' }, 'Unknown profile "laptop".'],
  ])('is refused with the reason: %j', async (how, message) => {
    const { ollama, runtime } = await opened()
    const refused = runtime.vote('x', how)
    await expect(refused).rejects.toThrow(UsageError)
    await expect(refused).rejects.toThrow(new RegExp(`^${message.replaceAll('.', '\\.')}`))
    expect(ollama.drawn).toEqual([])
  })
})

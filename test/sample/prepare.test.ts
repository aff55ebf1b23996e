import { describe, expect, it } from 'vitest'
import { listModelCards } from '../../src/config/model-card.ts'
import { BusyError, RuntimeError } from '../../src/ground/errors.ts'
import type { DrawRequest, Driver, ModelDetails } from '../../src/runtime/driver.ts'
import { loadModel, prepareModel } from '../../src/sample/prepare.ts'
import { FakeClock } from '../support/fake-clock.ts'

const cards = (await listModelCards()).map(({ value }) => value)
const details: ModelDetails = { capabilities: ['thinking'], template: '', system: '', parameters: {} }

const runtime = (changes: Partial<Driver> = {}): Driver => ({
  host: 'http://127.0.0.1:11434',
  version: async () => '0.32.15',
  models: async () => [
    { name: 'llama3.2:3b', digest: 'aa' },
    { name: 'Magistral:24b', digest: 'bb' },
    { name: 'far:cloud', digest: 'cc', remoteHost: 'https://ollama.com' },
  ],
  details: async () => details,
  loaded: async () => [],
  load: async () => {},
  renderPrompt: async () => undefined,
  draw: () => {
    throw new Error('not drawn here')
  },
  ...changes,
})

describe('the model of a run', () => {
  it('is found by the name it is asked for under, and known by its card', async () => {
    const { card, ...model } = await prepareModel(runtime(), { asked: 'magistral-small', cards })
    expect({ ...model, card: card.name }).toEqual({
      name: 'Magistral:24b',
      digest: 'bb',
      card: 'magistral-small-2506',
      details,
      runtimeVersion: '0.32.15',
    })
  })

  it('is the first Magistral where nobody asks', async () => {
    expect((await prepareModel(runtime(), { cards })).name).toBe('Magistral:24b')
  })

  it('is of the card that the details of the runtime show, where its name does not tell', async () => {
    const shown = { ...details, template: '[SYSTEM_PROMPT][/SYSTEM_PROMPT][THINK]' }
    const { card } = await prepareModel(runtime({ details: async () => shown }), { cards })
    expect(card.name).toBe('magistral-small-2507')
  })

  it('is not one that is missing, nor one elsewhere unless that is allowed', async () => {
    await expect(prepareModel(runtime(), { asked: 'qwq', cards })).rejects.toMatchObject({
      code: 'model-not-found',
    })
    await expect(prepareModel(runtime(), { asked: 'far:cloud', cards })).rejects.toMatchObject({
      code: 'usage',
    })
    const allowed = await prepareModel(runtime(), { asked: 'far:cloud', cards, allowRemote: true })
    expect(allowed.name).toBe('far:cloud')
  })

  it('is not one elsewhere where only its details tell', async () => {
    const far = runtime({ details: async () => ({ ...details, remoteHost: 'https://ollama.com:443' }) })
    await expect(prepareModel(far, { cards })).rejects.toMatchObject({
      code: 'usage',
      message:
        'Model "Magistral:24b" is not on this machine: the runtime sends its requests to https://ollama.com:443.',
    })
    expect((await prepareModel(far, { cards, allowRemote: true })).name).toBe('Magistral:24b')
  })
})

describe('loading', () => {
  const random = () => 1
  const request: DrawRequest = { model: 'm', messages: [], options: { num_ctx: 4_096 } }

  /** A runtime that loads until it is left, and tells why it was. */
  function loading() {
    const left: string[] = []
    const load: Driver['load'] = (_request, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          left.push(String(signal.reason))
          reject(signal.reason)
        })
      })
    return { driver: runtime({ load }), left }
  }

  it('sends the options of the run, and leaves no timer behind', async () => {
    const clock = new FakeClock()
    const sent: unknown[] = []
    const driver = runtime({ load: async (asked) => void sent.push(asked) })
    await loadModel(driver, request, { limitMs: 1_000, clock, random })
    expect({ sent, timers: clock.pendingTimers }).toEqual({ sent: [request], timers: 0 })
  })

  it('ends at its own limit', async () => {
    const clock = new FakeClock()
    const { driver, left } = loading()
    const loaded = loadModel(driver, request, { limitMs: 90_000, clock, random })
    const outcome = expect(loaded).rejects.toMatchObject({
      code: 'runtime-error',
      message: 'm was not loaded within 90 s.',
    })
    await clock.advance(89_999)
    expect(left).toEqual([])
    await clock.advance(1)
    await outcome
    expect(left).toEqual(['limit'])
  })

  it('ends when it is told to, with the reason', async () => {
    const clock = new FakeClock()
    const { driver, left } = loading()
    const stop = new AbortController()
    const loaded = loadModel(driver, request, { limitMs: 90_000, clock, random, signal: stop.signal })
    stop.abort('interrupted')
    await expect(loaded).rejects.toBe('interrupted')
    expect({ left, timers: clock.pendingTimers }).toEqual({ left: ['interrupted'], timers: 0 })
  })

  it('waits while the queue of the runtime is full, and says so', async () => {
    const clock = new FakeClock()
    const full = new BusyError('the queue is full', { fix: 'later' })
    let times = 0
    const driver = runtime({
      load: () => {
        times += 1
        return times < 3 ? Promise.reject(full) : Promise.resolve()
      },
    })
    const waits: number[] = []
    const onBusy = (_: BusyError, waitMs: number) => void waits.push(waitMs)
    const loaded = loadModel(driver, request, { limitMs: 90_000, clock, random, onBusy })
    await clock.advance(1_500)
    await loaded
    expect({ times, waits, timers: clock.pendingTimers }).toEqual({
      times: 3,
      waits: [500, 1_000],
      timers: 0,
    })
  })

  it('gives up at its own limit where the queue stays full, with what the runtime said', async () => {
    const clock = new FakeClock()
    const full = new BusyError('the queue is full', { fix: 'later' })
    const driver = runtime({ load: () => Promise.reject(full) })
    const outcome = expect(loadModel(driver, request, { limitMs: 90_000, clock, random })).rejects.toBe(full)
    await clock.advance(90_000)
    await outcome
    expect(clock.pendingTimers).toBe(0)
  })

  it('waits no longer when it is told to end', async () => {
    const clock = new FakeClock()
    const stop = new AbortController()
    const full = new BusyError('the queue is full', { fix: 'later' })
    const driver = runtime({ load: () => Promise.reject(full) })
    const outcome = expect(
      loadModel(driver, request, { limitMs: 90_000, clock, random, signal: stop.signal }),
    ).rejects.toBe('interrupted')
    await clock.advance(100)
    stop.abort('interrupted')
    await outcome
    expect(clock.pendingTimers).toBe(0)
  })

  it('says at once that the queue is full where nothing is to be sent again', async () => {
    const full = new BusyError('the queue is full', { fix: 'later' })
    const driver = runtime({ load: () => Promise.reject(full) })
    await expect(loadModel(driver, request, { limitMs: 9, clock: new FakeClock() })).rejects.toBe(full)
  })

  it('passes on what the runtime says', async () => {
    const failure = new RuntimeError('out of memory', { fix: 'less' })
    const driver = runtime({ load: () => Promise.reject(failure) })
    await expect(loadModel(driver, request, { limitMs: 1, clock: new FakeClock(), random })).rejects.toBe(
      failure,
    )
  })
})

describe('where no Magistral is installed', () => {
  const installed = (...thinking: string[]) => ({
    models: async () => [
      { name: 'llama3.2:3b', digest: 'aa', capabilities: ['completion'] },
      ...thinking.map((name) => ({ name, digest: 'dd', capabilities: ['completion', 'thinking'] })),
    ],
  })

  it('the only model that thinks is used, and that is said', async () => {
    const model = await prepareModel(runtime(installed('qwen3:8b')), { cards })
    expect({ name: model.name, notice: model.notice }).toEqual({
      name: 'qwen3:8b',
      notice:
        'No Magistral is installed: qwen3:8b is used, the only installed model that thinks (--model names one).',
    })
  })

  it('it is found on older versions too, whose list tells no capabilities', async () => {
    const older = runtime({
      models: async () => [
        { name: 'llama3.2:3b', digest: 'aa' },
        { name: 'qwen3:8b', digest: 'dd' },
      ],
      details: async (name) => ({ ...details, capabilities: name === 'qwen3:8b' ? ['thinking'] : [] }),
    })
    expect((await prepareModel(older, { cards })).name).toBe('qwen3:8b')
  })

  it.each([
    [
      'several think',
      ['qwen3:8b', 'qwq:32b'],
      undefined,
      'http://127.0.0.1:11434',
      '-m qwen3:8b or -m qwq:32b',
    ],
    ['another one was asked for', ['qwen3:8b'], 'magistral-small', 'http://127.0.0.1:11434', '-m qwen3:8b'],
    ['the runtime is not this machine', ['qwen3:8b'], undefined, 'http://gpu-box:11434', '-m qwen3:8b'],
  ])('what would do is named where %s', async (_, thinking, asked, host, says) => {
    const driver = { ...runtime(installed(...thinking)), host }
    await expect(
      prepareModel(driver, { cards, ...(asked === undefined ? {} : { asked }) }),
    ).rejects.toMatchObject({
      code: 'model-not-found',
      fix: expect.stringContaining(`To use what is there: ${says}.`),
    })
  })
})

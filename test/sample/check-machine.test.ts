import { expect, it } from 'vitest'
import { listModelCards } from '../../src/config/model-card.ts'
import type { DrawRequest, Driver } from '../../src/runtime/driver.ts'
import { checkMachine } from '../../src/sample/check-machine.ts'
import type { Check } from '../../src/sample/check-model.ts'
import type { Part } from '../../src/stream/part.ts'
import { FakeClock, passUntil } from '../support/fake-clock.ts'
import { answer, scriptedParts, stop } from '../support/scripted-parts.ts'

type Script = readonly { readonly atMs: number; readonly part: Part }[]

/** A runtime whose draws play scripts, one after another. */
function driverOf(
  clock: FakeClock,
  scripts: readonly Script[],
  { version = '0.32.15', ...sizes }: { gpuBytes?: number; version?: string } = {},
): Driver {
  const left = [...scripts]
  return {
    host: 'http://127.0.0.1:11434',
    version: async () => version,
    models: async () => [{ name: 'magistral:24b', digest: '39c75d9a7c0b5e2f' }],
    details: async () => ({ capabilities: ['thinking'], template: '', system: '', parameters: {} }),
    loaded: async () => [{ name: 'magistral:24b', digest: 'x', sizeBytes: 2 ** 34, ...sizes }],
    load: async () => {},
    renderPrompt: async () => undefined,
    draw: (_request, signal) => scriptedParts(clock, left.shift() ?? []).open(signal),
  }
}

async function checks(
  scripts: readonly Script[],
  slots: number,
  sizes?: { gpuBytes?: number; version?: string },
) {
  const clock = new FakeClock()
  const found: Check[] = []
  const request: DrawRequest = { model: 'magistral:24b', messages: [], options: { num_ctx: 4_096 } }
  const look = async () => {
    const findings = checkMachine(driverOf(clock, scripts, sizes), {
      cards: (await listModelCards()).map(({ value }) => value),
      allowRemote: false,
      slots,
      loadMs: 1_000,
      request: () => ({ request, warnings: [] }),
      windowAsked: 4_096,
      clock,
      signal: new AbortController().signal,
    })
    for await (const check of findings) found.push(check)
  }
  const over = look()
  await passUntil(clock, over)
  await over
  return (name: string) => found.find((check) => check.name === name)
}

const from = (startMs: number): Script => [
  { atMs: startMs, part: answer('1') },
  { atMs: startMs + 100, part: answer('2') },
  { atMs: startMs + 200, part: answer('3') },
  { atMs: startMs + 250, part: stop },
]
const failing: Script = [
  {
    atMs: 10,
    part: { type: 'end', end: { type: 'failed', code: 'busy', message: 'busy: full' }, usage: {} },
  },
]

it('sees two samples that ran side by side', async () => {
  const find = await checks([from(500), from(500), from(600)], 2)
  expect(find('request')).toEqual({
    name: 'request',
    status: 'ok',
    text: 'first token after 0.50 s, 10 tokens/s',
  })
  expect(find('slots')).toEqual({
    name: 'slots',
    status: 'ok',
    text: '2 asked; two samples ran side by side',
  })
})

it('sees two samples that ran one after the other', async () => {
  const find = await checks([from(500), from(500), from(750)], 4)
  expect(find('slots')).toEqual({
    name: 'slots',
    status: 'warn',
    text: '4 asked, but two samples ran one after the other',
    fix: 'Start the runtime with OLLAMA_NUM_PARALLEL=4, or use --slots 1.',
  })
})

it('does not guess from samples that were over at once', async () => {
  const short: Script = [
    { atMs: 5, part: answer('Yes') },
    { atMs: 6, part: stop },
  ]
  const late: Script = [
    { atMs: 7, part: answer('Yes') },
    { atMs: 8, part: stop },
  ]
  expect((await checks([from(500), short, late], 2))('slots')).toEqual({
    name: 'slots',
    status: 'warn',
    text: '2 asked; whether two samples run side by side cannot be told, since one ended after 1 token',
    fix: 'See that the runtime was started with OLLAMA_NUM_PARALLEL=2.',
  })
})

it.each([
  ['0.12.5', 'warn'],
  ['0.9.6', 'warn'],
  ['0.12.6', 'ok'],
  ['0.13.0', 'ok'],
  ['0.32.15', 'ok'],
  ['1.0.0', 'ok'],
  ['0.0.0', 'ok'],
  ['0.12.6-rc1', 'ok'],
  ['built here', 'ok'],
])('warns of a version that cuts in silence: %s is %s', async (version, status) => {
  expect((await checks([from(0)], 1, { version }))('host')).toMatchObject({ status })
})

it('does not take a sample that failed for one that ran', async () => {
  const find = await checks([from(500), from(500), failing], 2)
  expect(find('slots')).toMatchObject({
    status: 'warn',
    text: 'of two samples at once one came to nothing: busy: full',
  })
})

it('gives up on a request that never ends', async () => {
  const find = await checks([[]], 1)
  expect(find('request')).toMatchObject({ status: 'fail', text: 'no end within 120 s', exitCode: 1 })
})

it('does not guess what the runtime does not tell of memory', async () => {
  expect((await checks([from(0)], 1))('memory')).toEqual({
    name: 'memory',
    status: 'ok',
    text: '16.0 GiB loaded; the runtime does not tell how much of it is on a GPU',
  })
  expect((await checks([from(0)], 1, { gpuBytes: 0 }))('memory')).toMatchObject({
    status: 'warn',
    text: '16.0 GiB loaded, 0 % of it on the GPU: the CPU does all of it',
  })
})

import { expect, it } from 'vitest'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { retryAfterMs } from '../../src/runtime/retry-after.ts'
import { partsOf } from '../support/gather.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { end, send } from '../support/scripted-reply.ts'

it('reads seconds, and a date by the date of the response', () => {
  const date = 'Tue, 01 Dec 2026 10:00:00 GMT'
  const read = (asked: string, at?: string) =>
    retryAfterMs({ 'retry-after': asked, ...(at === undefined ? {} : { date: at }) })
  expect([read('7'), read('Tue, 01 Dec 2026 10:00:30 GMT', date)]).toEqual([7_000, 30_000])
  expect([read('Tue, 01 Dec 2026 09:00:00 GMT', date), read('soon', date), read('7.5')]).toEqual([
    0,
    undefined,
    undefined,
  ])
  expect([read('Tue, 01 Dec 2026 10:00:30 GMT'), retryAfterMs({})]).toEqual([undefined, undefined])
})

it.each([429, 503, 524])('a draw refused by %i may be sent again, no sooner than it says', async (status) => {
  const ollama = await ScriptedOllama.start({
    status,
    headers: { 'content-type': 'text/html', 'retry-after': '7' },
    steps: [send('<h1>Later</h1>'), end],
  })
  const request = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }], options: {} }
  const parts = await partsOf(createOllamaDriver(ollama.host).draw(request, new AbortController().signal))
  await ollama.close()
  expect(parts).toEqual([
    {
      type: 'end',
      end: { type: 'failed', code: status === 524 ? 'runtime-error' : 'busy', message: expect.any(String) },
      usage: {},
      retryable: true,
      retryAfterMs: 7_000,
    },
  ])
})

import { afterEach, expect, it } from 'vitest'
import { FakeClock } from './fake-clock.ts'
import { ScriptedOllama } from './scripted-ollama.ts'
import { after, chatStream, cut, end, hold, reset, send, stall, stream } from './scripted-reply.ts'

let ollama: ScriptedOllama

afterEach(() => ollama.close())

function ask(signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify({
    model: 'magistral:24b',
    messages: [{ role: 'user', content: 'What is 6 x 7?' }],
  })
  return fetch(`${ollama.host}/api/chat`, { method: 'POST', body, ...(signal ? { signal } : {}) })
}

it('plays a sample as the runtime writes it, and keeps the request', async () => {
  ollama = await ScriptedOllama.start(cut(chatStream({ thinking: ['a <', 'b'], text: '42' }), 7))
  const lines = (await (await ask()).text()).trim().split('\n')
  expect(lines[0]).toContain('"thinking":"a \\u003c"')
  expect(lines.map((line) => JSON.parse(line)).map(({ message, done }) => ({ ...message, done }))).toEqual([
    { role: 'assistant', content: '', thinking: 'a <', done: false },
    { role: 'assistant', content: '', thinking: 'b', done: false },
    { role: 'assistant', content: '42', done: false },
    { role: 'assistant', content: '', done: true },
  ])
  expect(ollama.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    {
      method: 'POST',
      path: '/api/chat',
      body: { model: 'magistral:24b', messages: [{ role: 'user', content: 'What is 6 x 7?' }] },
    },
  ])
  expect(await ollama.requests[0]?.closed).toBe('finished')
})

it('waits where it is told to, on a hold or on a clock that stands still', async () => {
  const clock = new FakeClock()
  const pause = hold()
  ollama = await ScriptedOllama.start(
    stream(send('a'), pause, send('b'), after(clock, 60_000), send('c'), end),
  )
  const text = ask().then((response) => response.text())
  await pause.reached
  expect(clock.pendingTimers).toBe(0)
  pause.release()
  while (clock.pendingTimers === 0) await clock.advance(0)
  await clock.advance(60_000)
  expect(await text).toBe('abc')
})

it('knows that the client hung up', async () => {
  ollama = await ScriptedOllama.start(stream(send('a'), stall))
  const controller = new AbortController()
  const reader = (await ask(controller.signal)).body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value as Uint8Array)).toBe('a')
  controller.abort()
  expect(await ollama.requests[0]?.closed).toBe('hung-up')
})

it('breaks the connection after the bytes before it have left', async () => {
  ollama = await ScriptedOllama.start(stream(send('a'), reset))
  const reader = (await ask()).body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value as Uint8Array)).toBe('a')
  await expect(reader?.read()).rejects.toThrow()
  expect(await ollama.requests[0]?.closed).toBe('broken')
})

it('answers what is no draw by itself', async () => {
  ollama = await ScriptedOllama.start()
  const post = (path: string, body: unknown) =>
    fetch(ollama.host + path, { method: 'POST', body: JSON.stringify(body) }).then((response) =>
      response.json(),
    )
  expect(await post('/api/chat', { model: 'magistral:24b', messages: [] })).toMatchObject({
    done_reason: 'load',
  })
  expect(await post('/api/show', { model: 'nope' })).toEqual({ error: "model 'nope' not found" })
  expect(await (await fetch(`${ollama.host}/api/version`)).json()).toEqual({ version: '0.32.15' })
})

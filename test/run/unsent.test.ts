import { expect, it } from 'vitest'
import { systemClock } from '../../src/ground/clock.ts'
import type { PartSource } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { drawSample } from '../../src/sample/draw.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { stall, stream } from '../support/scripted-reply.ts'

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }], options: {} }

it('a draw that is cancelled before its request is sent says so', async () => {
  const ollama = await ScriptedOllama.start(stream(stall), stream(stall))
  const driver = createOllamaDriver(ollama.host)
  const draw = (stop: AbortController) => {
    let source: PartSource | undefined
    const open = (signal: AbortSignal) => {
      source = driver.draw(request, signal)
      return source
    }
    return drawSample(open, [], systemClock, { signal: stop.signal })
  }
  const [before, at, later] = [new AbortController(), new AbortController(), new AbortController()]
  before.abort('decided')
  expect(await draw(before)).toMatchObject({ end: { type: 'cancelled' }, unsent: true })

  const drawing = draw(at)
  at.abort('decided')
  expect(await drawing).toMatchObject({ end: { type: 'cancelled', why: 'decided' }, unsent: true })

  const sent = draw(later)
  await ollama.arrived(1)
  later.abort('decided')
  expect(await sent).not.toHaveProperty('unsent')
  expect(ollama.requests).toHaveLength(1)
  await ollama.close()
})

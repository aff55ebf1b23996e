import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { onAbort } from '../../src/ground/on-abort.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

it('calls back everyone who waits, once, over one listener', () => {
  const { signal, abort } = controller()
  const calls: number[] = []
  const ends = Array.from({ length: 20 }, (_, at) => onAbort(signal, () => calls.push(at)))
  expect(listeners(signal)).toBe(1)
  ends[3]?.()
  ends[3]?.()
  abort()
  abort()
  expect(calls).toEqual(Array.from({ length: 20 }, (_, at) => at).filter((at) => at !== 3))
  expect(listeners(signal)).toBe(0)
})

it('counts the same function as often as it waits', () => {
  const { signal, abort } = controller()
  let calls = 0
  const call = () => {
    calls += 1
  }
  const end = onAbort(signal, call)
  onAbort(signal, call)
  end()
  abort()
  expect(calls).toBe(1)
})

it('leaves nothing on the signal when none waits any more, and takes new ones then', () => {
  const { signal, abort } = controller()
  onAbort(signal, () => {})()
  expect(listeners(signal)).toBe(0)
  let calls = 0
  onAbort(signal, () => {
    calls += 1
  })
  expect(listeners(signal)).toBe(1)
  abort()
  expect(calls).toBe(1)
})

function controller() {
  const stop = new AbortController()
  return { signal: stop.signal, abort: () => stop.abort() }
}

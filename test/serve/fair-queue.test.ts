import { expect, it } from 'vitest'
import { FairQueue } from '../../src/serve/fair-queue.ts'
import { settle } from '../support/fake-clock.ts'

const never = new AbortController().signal

it('gives each client a slot in turn, however many one of them asks for', async () => {
  const queue = new FairQueue(1, 64)
  const order: string[] = []
  const [many, few] = [queue.enter('many'), queue.enter('few')]
  const first = await many.turn(never)
  const draw = async (name: string, ticket: typeof many) => {
    const leave = await ticket.turn(never)
    order.push(name)
    leave?.()
  }
  const all = [draw('many', many), draw('many', many), draw('many', many), draw('few', few)]
  expect([many.place(), few.place()]).toEqual([undefined, 1])
  first?.()
  await Promise.all(all)
  expect(order).toEqual(['many', 'few', 'many', 'many'])
  expect([queue.free, queue.waiting]).toEqual([1, 0])
})

it('passes over who has left, and takes a slot back once', async () => {
  const queue = new FairQueue(1, 64)
  const leave = await queue.enter('one').turn(never)
  const gone = new AbortController()
  const left = queue.enter('two').turn(gone.signal)
  const next = queue.enter('three').turn(never)
  gone.abort()
  expect(await left).toBeUndefined()
  leave?.()
  leave?.()
  await settle()
  expect(queue.free).toBe(0)
  ;(await next)?.()
  expect(queue.free).toBe(1)
})

it('refuses where as many wait as may', async () => {
  const queue = new FairQueue(1, 1)
  await queue.enter('one').turn(never)
  const waiting = queue.enter('two')
  expect(() => queue.enter('three')).toThrow('1 requests wait already.')
  waiting.leave()
  expect(() => queue.enter('three')).not.toThrow()
})

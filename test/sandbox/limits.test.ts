import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../src/sandbox/open-sandbox.ts'
import { runProgram } from '../../src/sandbox/run-program.ts'
import type { ProgramInput, ProgramOutcome } from '../../src/sandbox/sandbox.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { call } from '../support/open-test-sandbox.ts'
import { type ScriptedInterpreter, scriptedInterpreter, told } from '../support/scripted-interpreter.ts'

const value = (canonical: string) => ({ kind: 'value', canonical, printed: '' })
const over = (limit: string) => ({ kind: 'over-limit', limit })
const killed = {
  kind: 'interpreter-failed',
  message: 'the interpreter was ended by SIGSEGV',
}

/** A program that runs on this many inputs, and the interpreters that it is given. */
function begin(count: number, signal?: AbortSignal) {
  const clock = new FakeClock()
  const interpreters: ScriptedInterpreter[] = []
  const inputs: ProgramInput[] = Array.from({ length: count }, (_, at) => call(`f(${at})`))
  let outcome: ProgramOutcome | undefined
  const take = async () => {
    const made = scriptedInterpreter()
    interpreters.push(made)
    return made
  }
  const running = runProgram(
    { program: 'def f(x): return x', inputs, ...(signal === undefined ? {} : { signal }) },
    { take, limits: defaultLimits, clock },
  ).then((ended) => {
    outcome = ended
  })
  return {
    clock,
    interpreters,
    running,
    get last() {
      return interpreters.at(-1) as ScriptedInterpreter
    },
    get outcome() {
      return outcome
    },
  }
}

/** Passes an import, and so many inputs from one on. */
function pass(interpreter: ScriptedInterpreter, from: number, to: number): void {
  interpreter.say({ begin: 'load' })
  for (let input = from; input < to; input++) {
    interpreter.say({ begin: input })
    interpreter.say({ input, outcome: told(`[${input}]`) })
  }
}

describe('a program on its inputs', () => {
  it('is ended after 10 s on one input, and goes on with the next in a fresh interpreter', async () => {
    const run = begin(3)
    await settle()
    pass(run.last, 0, 1)
    run.last.say({ begin: 1 })
    await run.clock.advance(9_999)
    expect(run.interpreters[0]?.isKilled).toBe(false)
    await run.clock.advance(1)
    expect(run.interpreters[0]?.isKilled).toBe(true)
    expect(run.last.job?.first).toBe(2)
    pass(run.last, 2, 3)
    run.last.say({ end: true })
    run.last.end()
    await run.running
    expect(run.outcome).toEqual({
      kind: 'ran',
      outcomes: [value('[0]'), over('wall-time'), value('[2]')],
      wallTimeMs: 10_000,
    })
    expect(run.interpreters).toHaveLength(2)
    expect(run.clock.pendingTimers).toBe(0)
  })

  it('is over the limit on all that is left, once it was on two', async () => {
    const run = begin(5)
    await settle()
    for (const at of [0, 1]) {
      run.last.say({ begin: 'load' })
      run.last.say({ begin: at })
      await run.clock.advance(10_000)
    }
    await run.running
    expect(run.outcome).toEqual({
      kind: 'ran',
      outcomes: Array(5).fill(over('wall-time')),
      wallTimeMs: 20_000,
    })
    expect(run.interpreters).toHaveLength(2)
  })

  it('has 30 s for all of them', async () => {
    const run = begin(6)
    await settle()
    run.last.say({ begin: 'load' })
    for (let input = 0; input < 4; input++) {
      run.last.say({ begin: input })
      if (input < 3) {
        await run.clock.advance(9_000)
        run.last.say({ input, outcome: told(`[${input}]`) })
      }
    }
    await run.clock.advance(3_000)
    await run.running
    const left = Array(3).fill(over('wall-time'))
    expect(run.outcome).toEqual({
      kind: 'ran',
      outcomes: [value('[0]'), value('[1]'), value('[2]'), ...left],
      wallTimeMs: 30_000,
    })
  })

  it('has no outcome of its own where its interpreter was killed from outside before it began: another one begins', async () => {
    const run = begin(1)
    await settle()
    run.last.end('SIGKILL')
    await settle()
    expect(run.interpreters).toHaveLength(2)
    pass(run.last, 0, 1)
    run.last.say({ end: true })
    run.last.end()
    await run.running
    expect(run.outcome).toEqual({ kind: 'ran', outcomes: [value('[0]')], wallTimeMs: 0 })
  })

  it('did not load, where reading it takes all its time', async () => {
    const run = begin(2)
    await run.clock.advance(30_000)
    await run.running
    expect(run.outcome).toEqual({ kind: 'failed-to-load', outcome: over('wall-time') })
    expect(run.interpreters).toHaveLength(1)
  })

  it('did not load, where no interpreter lives long enough to begin', async () => {
    const run = begin(3)
    for (let round = 0; round < 3; round++) {
      await settle()
      run.last.end('SIGSEGV')
    }
    await run.running
    expect(run.outcome).toEqual({ kind: 'failed-to-load', outcome: killed })
    expect(run.interpreters).toHaveLength(3)
  })

  it('fails on the input at which its interpreter was killed, and goes on', async () => {
    const run = begin(3)
    await settle()
    pass(run.last, 0, 1)
    run.last.say({ begin: 1 })
    run.last.end('SIGSEGV')
    await settle()
    pass(run.last, 2, 3)
    run.last.say({ end: true })
    run.last.end()
    await run.running
    expect(run.outcome).toMatchObject({ outcomes: [value('[0]'), killed, value('[2]')] })
  })

  it('did not load, where its import is what ended the interpreter', async () => {
    const run = begin(2)
    await settle()
    run.last.say({ begin: 'load' })
    run.last.end('SIGSEGV')
    await run.running
    expect(run.outcome).toEqual({ kind: 'failed-to-load', outcome: killed })
  })

  it('is not heard on an input that it was not asked', async () => {
    const run = begin(2)
    await settle()
    run.last.say({ begin: 0 })
    run.last.say({ input: 1, outcome: told('[9]') })
    run.last.say({ input: 0, outcome: told('[0]') })
    run.last.say({ begin: 1 })
    run.last.say({ input: 1, outcome: told('[1]') })
    run.last.say({ end: true })
    run.last.end()
    await run.running
    expect(run.outcome).toMatchObject({ outcomes: [value('[0]'), value('[1]')] })
  })

  it('ends with its signal, and so does its interpreter', async () => {
    const stop = new AbortController()
    const run = begin(2, stop.signal)
    await settle()
    pass(run.last, 0, 1)
    stop.abort(new Error('enough'))
    await expect(run.running).rejects.toThrow('enough')
    expect(run.last.isKilled).toBe(true)
    expect(run.clock.pendingTimers).toBe(0)
  })
})

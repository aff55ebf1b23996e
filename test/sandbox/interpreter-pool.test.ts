import { describe, expect, it } from 'vitest'
import { openPool } from '../../src/sandbox/interpreter-pool.ts'
import { defaultLimits } from '../../src/sandbox/open-sandbox.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { call } from '../support/open-test-sandbox.ts'
import { type ScriptedInterpreter, scriptedInterpreter, told } from '../support/scripted-interpreter.ts'

function pool(isReady = true) {
  const clock = new FakeClock()
  const started: ScriptedInterpreter[] = [scriptedInterpreter()]
  const sandbox = openPool(started[0] as ScriptedInterpreter, {
    ...{ limits: defaultLimits, clock },
    start() {
      const made = scriptedInterpreter(isReady)
      started.push(made)
      return made
    },
  })
  const run = (program: string) => sandbox.run({ program, inputs: [call('f()')] })
  /** Programs by interpreter; none where one waits. */
  const programs = () => started.map(({ job }) => job?.program)
  return { clock, started, sandbox, run, programs }
}

function finish(interpreter: ScriptedInterpreter | undefined): void {
  interpreter?.say({ begin: 0 })
  interpreter?.say({ input: 0, outcome: told('["none"]') })
  interpreter?.say({ end: true })
  interpreter?.end()
}

const ran = {
  kind: 'ran',
  outcomes: [{ kind: 'value', canonical: '["none"]', printed: '' }],
  wallTimeMs: 0,
}

describe('the pool of interpreters', () => {
  it('gives each program an interpreter in which nothing has run, and starts the next meanwhile', async () => {
    const { run, programs, started } = pool()
    const first = run('a')
    await settle()
    expect(programs()).toEqual(['a', undefined])
    finish(started[0])
    expect(await first).toEqual(ran)
    const second = run('b')
    await settle()
    expect(programs()).toEqual(['a', 'b', undefined])
    finish(started[1])
    expect(await second).toEqual(ran)
  })

  it('runs two programs at once and keeps two warm, however many wait', async () => {
    const { run, programs, started } = pool()
    const all = ['a', 'b', 'c', 'd'].map(run)
    await settle()
    const running = () => programs().filter((program) => program !== undefined)
    expect(running()).toEqual(['a', 'b'])
    expect(started.length - running().length).toBe(2)
    for (let at = 0; at < 4; at++) {
      finish(started.find(({ job }) => job?.program === 'abcd'[at]))
      await settle()
    }
    expect(await Promise.all(all)).toEqual([ran, ran, ran, ran])
    expect(running()).toEqual(['a', 'b', 'c', 'd'])
    expect(new Set(started.flatMap(({ job }) => job ?? [])).size).toBe(4)
  })

  it('gives no program an interpreter that was killed while it waited', async () => {
    const { run, programs, started } = pool()
    started[0]?.end('SIGKILL')
    await settle()
    const only = run('a')
    await settle()
    expect(programs().slice(0, 2)).toEqual([undefined, 'a'])
    finish(started[1])
    expect(await only).toEqual(ran)
  })

  it('ends one that does not get ready, instead of waiting for ever', async () => {
    const { run, started, clock } = pool(false)
    started[0]?.end('SIGKILL')
    await settle()
    const only = run('a')
    await settle()
    for (let round = 0; round < 3; round++) await clock.advance(120_000)
    expect(await only).toMatchObject({
      kind: 'failed-to-load',
      outcome: { kind: 'interpreter-failed', message: 'the interpreter was ended by SIGKILL' },
    })
    expect(started.filter(({ isKilled }) => isKilled).length).toBeGreaterThanOrEqual(3)
  })

  it('ends all of them when it closes: what runs is rejected, and nothing is run any more', async () => {
    const { run, started, sandbox } = pool()
    const running = expect(run('a')).rejects.toThrow('The sandbox is closed.')
    await settle()
    await sandbox.close()
    await running
    expect(started.map(({ isKilled }) => isKilled)).toEqual([true, true])
    await expect(run('b')).rejects.toThrow('The sandbox is closed.')
    expect(started).toHaveLength(2)
  })

  it('lets a job ask for less than its limits, never for more', async () => {
    const { sandbox, clock, started } = pool()
    const ask = (inputWallTimeMs: number) =>
      sandbox.run({ program: 'a', inputs: [call('f()')], limits: { inputWallTimeMs } })
    const less = ask(1_000)
    await settle()
    started[0]?.say({ begin: 0 })
    await clock.advance(1_000)
    expect(await less).toMatchObject({ wallTimeMs: 1_000 })
    const more = ask(1_000_000)
    await settle()
    started[1]?.say({ begin: 0 })
    await clock.advance(10_000)
    expect(await more).toMatchObject({ wallTimeMs: 10_000 })
  })
})

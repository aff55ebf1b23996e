import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { allWalls, type WallChoice } from '../../src/sandbox/interpreter-command.ts'
import { openBehind } from '../../src/sandbox/open-sandbox.ts'
import type { ProgramInput, ProgramOutcome, Sandbox, SandboxLimits } from '../../src/sandbox/sandbox.ts'

/** Limits that a busy machine does not reach: what tests look at is how a program ends, not when. */
const patient = { inputWallTimeMs: 100_000, inputCpuTimeMs: 20_000, programWallTimeMs: 110_000 }

/** One sandbox for the tests of a file, behind a choice of walls, and what a program does in it. */
export function testSandbox(walls: Partial<WallChoice> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'magi-test-'))
  let sandbox: Sandbox | undefined
  beforeAll(async () => {
    const opened = await openBehind(
      { ...allWalls, ...walls },
      { cacheFolder: folder, trustNetworkToPython: walls.system === false, limits: patient },
    )
    if (opened.kind === 'missing') throw new Error(`${opened.reason}. ${opened.fix}`)
    sandbox = opened.sandbox
  })
  afterAll(async () => {
    await sandbox?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    run: (
      program: string,
      inputs: readonly ProgramInput[],
      limits: Partial<SandboxLimits> = {},
    ): Promise<ProgramOutcome> => {
      if (sandbox === undefined) throw new Error('The sandbox is not open yet.')
      return sandbox.run({ program, inputs, limits })
    },
  }
}

/** A call of a function, as it is written in Python. */
export function call(source: string): ProgramInput {
  const open = source.indexOf('(')
  return { kind: 'call', entryPoint: source.slice(0, open), arguments: source.slice(open + 1, -1) }
}

/** The outcomes without the time that they took, canonical values read. */
export function parsed(outcome: ProgramOutcome) {
  if (outcome.kind !== 'ran') return outcome
  return outcome.outcomes.map((one) =>
    one.kind === 'value' ? { ...one, canonical: JSON.parse(one.canonical) as unknown } : one,
  )
}

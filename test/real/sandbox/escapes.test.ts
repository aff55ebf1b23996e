import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findSystemTools } from '../../../src/sandbox/system-tools.ts'
import { expectSection, markdownTable } from '../../support/golden-section.ts'
import { call, parsed, testSandbox } from '../../support/open-test-sandbox.ts'
import { type Attack, attacks, type Prey, secretText } from './attacks.ts'
import { mischief } from './mischief.ts'

const { namespaces } = await findSystemTools()

/** The walls that an attack is tried behind: none, each alone, all. */
const choices = {
  none: { python: false, node: false, system: false },
  python: { python: true, node: false, system: false },
  node: { python: false, node: true, system: false },
  system: { python: false, node: false, system: true },
  all: {},
}
type Choice = keyof typeof choices

describe.skipIf(!namespaces)('an attack on what lies outside', () => {
  const reached: Record<string, Partial<Record<Choice, boolean>>> = {}

  for (const [name, walls] of Object.entries(choices)) {
    describe(`behind ${name === 'all' ? 'all walls' : name === 'none' ? 'no wall' : `the wall of ${name} alone`}`, () => {
      const { run } = testSandbox(walls)
      it.each(attacks)('$name', async (attack) => {
        const hasReached = await tryAttack(attack, run)
        reached[attack.name] = { ...reached[attack.name], [name]: hasReached }
        // Without a wall each gets there: the attack is one. Behind all of them none does.
        if (name === 'none') expect(hasReached).toBe(true)
        if (name === 'all') expect(hasReached).toBe(false)
      })
    })
  }

  it('is stopped by the walls that the docs say', () => {
    const mark = (attack: string, choice: Choice) =>
      reached[attack]?.[choice] === false ? 'stopped' : 'gets there'
    const rows = attacks.map(({ name }) => [
      name,
      ...(['none', 'python', 'node', 'system', 'all'] as const).map((choice) => mark(name, choice)),
    ])
    const header = ['a program that', 'no wall', 'Python', 'Node', 'system', 'all three']
    expectSection('sandbox.md', 'walls', markdownTable(header, rows))
  })
})

describe.skipIf(!namespaces)('mischief inside', () => {
  const { run } = testSandbox()

  it.each(mischief)('$name', async ({ program, inputs = [call('attack()')], limits, outcome }) => {
    expect(parsed(await run(program, inputs, limits))).toMatchObject(outcome as object)
  })

  it('has an outcome that the docs name', () => {
    const rows = mischief.map(({ name, outcome }) => [name, nameOf(outcome)])
    expectSection('sandbox.md', 'outcomes', markdownTable(['a program that', 'its outcome'], rows))
  })
})

/** The outcome of the attack itself, as the docs name it. */
function nameOf(outcome: object): string {
  const first = Array.isArray(outcome) ? outcome[0] : outcome
  if (first.kind === 'failed-to-load') return `failed to load: ${nameOf(first.outcome)}`
  if (first.kind === 'over-limit') return `over limit: ${first.limit}`
  if (first.kind === 'exception') return `\`${first.exceptionClass}\``
  return first.kind === 'value' ? 'a value; it has reached nothing' : first.kind
}

async function tryAttack(attack: Attack, run: ReturnType<typeof testSandbox>['run']): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'magi-test-'))
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const idle = spawn('sleep', ['1000'])
  const died = new Promise((resolve) => idle.once('exit', resolve))
  try {
    const address = server.address()
    const prey: Prey = {
      secretFile: join(folder, 'secret'),
      newFile: join(folder, 'new'),
      port: typeof address === 'object' && address !== null ? address.port : 0,
      pid: idle.pid ?? 0,
    }
    writeFileSync(prey.secretFile, secretText)
    const outcome = await run(attack.program(prey, process.execPath), [call('attack()')])
    switch (attack.reaches) {
      case 'newFile':
        return existsSync(prey.newFile)
      case 'secret':
        return JSON.stringify(outcome).includes(secretText)
      case 'port':
        return connections > 0
      case 'pid':
        return idle.signalCode !== null || idle.exitCode !== null
    }
  } finally {
    idle.kill('SIGKILL')
    await died
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  }
}

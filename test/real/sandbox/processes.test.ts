import { spawn } from 'node:child_process'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { allWalls, interpreterCommand } from '../../../src/sandbox/interpreter-command.ts'
import { openSandbox } from '../../../src/sandbox/open-sandbox.ts'
import { findPyodide } from '../../../src/sandbox/pyodide-folder.ts'
import type { Sandbox } from '../../../src/sandbox/sandbox.ts'
import { findSystemTools } from '../../../src/sandbox/system-tools.ts'
import { call } from '../../support/open-test-sandbox.ts'

const { namespaces } = await findSystemTools()

/** A text in the arguments of every interpreter of this project. */
const mark = join('assets', 'sandbox', 'interpreter.mjs')

/** The interpreters that this process, or another, has below it, `unshare` and what it started: the innermost of each. */
function interpretersBelow(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    textOf(`/proc/${pid}/task/${task}/children`),
  )
  return children
    .join(' ')
    .split(' ')
    .filter((text) => text !== '')
    .flatMap((text) => {
      const inner = interpretersBelow(Number(text))
      return inner.length > 0 || !textOf(`/proc/${text}/cmdline`).includes(mark) ? inner : [Number(text)]
    })
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** Looks again until something is there; the test's own limit of time ends it. */
async function until<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const isGone = (pid: number) =>
  textOf(`/proc/${pid}/stat`) === '' || /\) Z /.test(textOf(`/proc/${pid}/stat`))

/** An interpreter that has used so much CPU time, in hundredths of a second, that its program is what runs. */
function busy(pid: number, ticks: number): number | undefined {
  return interpretersBelow(pid).find((each) => Number(textOf(`/proc/${each}/stat`).split(' ')[13]) > ticks)
}

const endless = 'def f(x):\n    while x: pass\n    return x'
const limits = { inputWallTimeMs: 100_000, inputCpuTimeMs: 100_000, programWallTimeMs: 110_000 }

describe.skipIf(!namespaces)('the processes of the sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'magi-test-'))
  const cacheFolder = join(folder, 'cache')
  const opened: Sandbox[] = []
  async function open(signal?: AbortSignal): Promise<Sandbox> {
    const said = await openSandbox({ cacheFolder, limits, ...(signal === undefined ? {} : { signal }) })
    if (said.kind === 'missing') throw new Error(said.reason)
    opened.push(said.sandbox)
    return said.sandbox
  }
  afterAll(async () => {
    for (const sandbox of opened) await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are all gone after a cancelled job and a close', async () => {
    const sandbox = await open()
    const stop = new AbortController()
    const running = sandbox.run({ program: endless, inputs: [call('f(1)')], signal: stop.signal })
    const pid = await until(() => busy(process.pid, 200))
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    await until(() => isGone(pid) || undefined)
    await sandbox.close()
    await until(() => interpretersBelow(process.pid).length === 0 || undefined)
  })

  it('fail on one input where one is killed from outside, and the rest is run in another', async () => {
    const sandbox = await open()
    const running = sandbox.run({ program: endless, inputs: ['f(0)', 'f(1)', 'f(0)'].map(call) })
    process.kill(await until(() => busy(process.pid, 200)), 'SIGKILL')
    const zero = { kind: 'value', canonical: '["int","0"]', printed: '' }
    expect(await running).toMatchObject({
      kind: 'ran',
      outcomes: [zero, { kind: 'interpreter-failed' }, zero],
    })
    await sandbox.close()
  })

  it('start from a snapshot whose content is what its name says: one that was cut or changed is made anew', async () => {
    const name = () => readdirSync(cacheFolder)
    const before = name()
    expect(before).toHaveLength(1)
    const path = join(cacheFolder, before[0] ?? '')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const whole = readFileSync(path)
    truncateSync(path, whole.length / 2)
    await (await open()).close()
    expect(name()).toHaveLength(1)
    const remade = join(cacheFolder, name()[0] ?? '')
    expect(statSync(remade).size).toBe(whole.length)
    const changed = Buffer.from(readFileSync(remade))
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
    writeFileSync(remade, changed)
    const sandbox = await open()
    expect(name()).toHaveLength(1)
    expect(readFileSync(join(cacheFolder, name()[0] ?? '')).equals(changed)).toBe(false)
    expect(await sandbox.run({ program: endless, inputs: [call('f(0)')] })).toMatchObject({ kind: 'ran' })
    await sandbox.close()
  })

  it('are all gone where opening was cancelled', async () => {
    const stop = new AbortController()
    const opening = open(stop.signal)
    await until(() => interpretersBelow(process.pid)[0])
    stop.abort(new Error('enough'))
    await expect(opening).rejects.toThrow('enough')
    await until(() => interpretersBelow(process.pid).length === 0 || undefined)
  })

  it('end with the program that started them, also where it is killed while they are busy', async () => {
    const pyodide = findPyodide()
    if ('reason' in pyodide) throw new Error(pyodide.reason)
    const plan = {
      pyodideFolder: pyodide.folder,
      tools: await findSystemTools(),
      walls: allWalls,
      cpuSeconds: 60,
    }
    const job = { nonce: 'n', program: endless, inputs: [call('f(1)')], first: 0, mostOutputBytes: 1 }
    const holding = `const [file, ...args] = ${JSON.stringify(interpreterCommand(plan, 'run'))}
require('node:child_process').spawn(file, args, { env: {} }).stdin.write(${JSON.stringify(JSON.stringify(job))} + '\\n')`
    const holder = spawn(process.execPath, ['-e', holding], { stdio: 'ignore' })
    const pid = await until(() => busy(holder.pid ?? 0, 800))
    holder.kill('SIGKILL')
    await until(() => isGone(pid) || undefined)
  })
})

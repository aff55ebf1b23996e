import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoRuntime } from '../../../src/demo/runtime.ts'
import { projectFolder } from '../../house/source-files.ts'
import { type Packed, pack } from './packed.ts'

/** The examples of the document, in its order. */
const examples = [
  ...readFileSync(join(projectFolder, 'docs', 'library.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms),
].map(([, code = '']) => code)

let packed: Packed
beforeAll(() => {
  packed = pack()
}, 60_000)
afterAll(() => packed.remove())

/** Runs an example in a process of its own, as somebody who has installed the package, against a demo runtime. */
async function runExample(
  place: number,
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  // Slower than the disk, as every runtime is: else all samples may end before the first is counted.
  const runtime = await startDemoRuntime({ slots: 2, tokenDelayMs: 0.5 })
  const file = join(packed.consumer, `example-${place}.mjs`)
  writeFileSync(file, (examples[place] ?? '').replaceAll('http://127.0.0.1:11434', runtime.host))
  const child = spawn(process.execPath, [file], {
    cwd: packed.consumer,
    env: { PATH: process.env['PATH'] ?? '' },
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  await runtime.close()
  return { exitCode, ...said }
}

describe('the examples of docs/library.md', () => {
  it.each([
    [0, /^391 [\d.]+ \[ [\d.]+, [\d.]+ \]\nrisk [\d.e-]+, \d+ tokens\n$/],
    [1, /^pull the model\nmodel-not-found\n$/],
    [2, /^\{ type: 'found', value: '391', kind: 'number', by: '[\w-]+' \}\n$/],
    [3, /^0\.6 \[ 8, 9, 10 \]\ntrue\ntrue true\n$/],
    [4, /^interrupted\n4\n$/],
    [5, /^\[ 'ended, 2 drawn' \]\n8 finished\n9 finished\ntrue\ntrue\n$/],
    [6, /^easy-01 2\neasy-02 2\n$/],
    [
      7,
      /^found\ntrue\ntrue\n2\n2 3\ntrue\n\{"party":"Acme","amount":2\} \[ \[ 'party', 0\.6+7? \], \[ 'amount', 0\.6+7? \] \]\n1\n$/,
    ],
    [8, /^0\.008872\n0\.98 0\.487\n0\.8333\n0\.7\n0\.667\n2\n1\n2\n$/],
    [9, /^391 true\ntrue true true\ntrue true\nsums\ntrue\nmagi\.comparison\/1 true\n$/],
    [10, /^magi\.sample\/1\n$/],
  ])('run: %i', async (place, stdout) => {
    const ran = await runExample(place)
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ran.stdout).toMatch(stdout)
  })

  it('are all of them', () => {
    expect(examples).toHaveLength(11)
  })

  it('are typed, for the strictest of readers', () => {
    const files = examples.map((code, place) => {
      writeFileSync(join(packed.consumer, `typed-${place}.mts`), code)
      return `typed-${place}.mts`
    })
    const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }
    const compilerOptions = { ...strict, target: 'es2023', module: 'nodenext', noEmit: true, types: ['node'] }
    writeFileSync(join(packed.consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = runTsc(tsc)
    // The types of others are theirs.
    expect(stdout.split('\n').filter((line) => /^(?:typed-|node_modules\/magi\/|error)/.test(line))).toEqual(
      [],
    )
  }, 60_000)
})

function runTsc(tsc: string): { stdout: string } {
  try {
    const args = [tsc, '-p', packed.consumer, '--pretty', 'false']
    return { stdout: execFileSync(process.execPath, args, { cwd: packed.consumer, encoding: 'utf8' }) }
  } catch (thrown) {
    return { stdout: String((thrown as { stdout?: unknown }).stdout) }
  }
}

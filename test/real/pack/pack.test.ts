import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { harnessFiles } from '../../../src/sandbox/interpreter-command.ts'
import { projectFolder } from '../../house/source-files.ts'
import { type Packed, pack } from './packed.ts'

let packed: Packed
beforeAll(() => {
  packed = pack()
}, 60_000)
afterAll(() => packed.remove())

/** Runs a program in the folder of somebody who imports the package. */
function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: packed.consumer,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  })
  return { status, stdout, stderr }
}

/** Runs a module that imports the package. */
function runModule(name: string, ...lines: string[]) {
  const file = join(packed.consumer, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return run(file)
}

const below = (folder: string, ending: string) =>
  readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))

describe('the package', () => {
  it('holds the program, its configuration and its documents, and nothing else', () => {
    const allowed =
      /^(?:bin\/magi\.js|dist\/(?:.+\.d\.ts|(?:cli\/main|\w+|joined\/[\w.-]+)\.js)|assets\/page\.js|assets\/icon\.svg|assets\/sandbox\/[\w-]+\.(?:mjs|py)|configs\/.+\.(?:json|jsonl|txt)|docs\/.+\.md|man\/magi\.1|(?:README|CHANGELOG)\.md|LICENSE|package\.json)$/
    expect(packed.files.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([])
  })

  it('holds the joined program, the types of every source file, and every configuration', () => {
    const wanted = [
      ...below('src', '.ts').map((path) => path.replace(/^src\/(.*)\.ts$/, 'dist/$1.d.ts')),
      ...below('dist', '.js'),
      ...[...below('configs', '.json'), ...below('configs', '.jsonl'), ...below('configs', '.txt')],
      ...['assets/icon.svg', 'assets/page.js'],
      ...harnessFiles.map((name) => `assets/sandbox/${name}`),
      ...[...below('docs', '.md'), 'bin/magi.js', 'man/magi.1'],
      ...['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json'],
    ]
    expect(packed.files.map(({ path }) => path)).toEqual(wanted.sort())
  })

  it('has a program that may be run', () => {
    expect(packed.files.find(({ path }) => path === 'bin/magi.js')?.mode).toBe(0o755)
  })

  it('runs from where it is installed', () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      version: string
    }
    expect(run(join(packed.consumer, 'node_modules', 'magi', 'bin', 'magi.js'), '--version')).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    })
  })

  it('finds its configuration where it is installed', () => {
    const { status, stdout } = run(
      join(packed.consumer, 'node_modules', 'magi', 'bin', 'magi.js'),
      ...['presets', 'show', 'card'],
    )
    expect([status, JSON.parse(stdout).name]).toEqual([0, 'card'])
  })

  it('opens the entries of the library and package.json, and nothing else', () => {
    const { stdout, stderr } = runModule(
      'doors.mjs',
      "const entries = ['magi', ...['answers', 'estimate', 'report', 'schemas', 'demo'].map((name) => 'magi/' + name)]",
      "for (const door of [...entries, 'magi/package.json', 'magi/dist/cli/main.js', 'magi/dist/ground/errors.js']) {",
      '  const shut = await import(door, door.endsWith(".json") ? { with: { type: "json" } } : {}).then(() => "open", (e) => e.code)',
      '  console.log(door, shut)',
      '}',
    )
    expect(stdout.trim().split('\n'), stderr).toEqual([
      ...['magi', 'magi/answers', 'magi/estimate', 'magi/report', 'magi/schemas', 'magi/demo'].map(
        (entry) => `${entry} open`,
      ),
      'magi/package.json open',
      'magi/dist/cli/main.js ERR_PACKAGE_PATH_NOT_EXPORTED',
      'magi/dist/ground/errors.js ERR_PACKAGE_PATH_NOT_EXPORTED',
    ])
  })
})

describe('an import of the library', () => {
  it('prints nothing, reaches for nothing, leaves nothing behind and keeps nothing alive', () => {
    const seen = runModule(
      'import.mjs',
      "import { EventEmitter } from 'node:events'",
      "import net from 'node:net'",
      "import { writeSync } from 'node:fs'",
      // Node 24 looks at FORCE_COLOR when it first loads this module of its own.
      "import 'node:assert'",
      'const reached = []',
      "net.Socket.prototype.connect = () => { reached.push('socket'); return new EventEmitter() }",
      "globalThis.fetch = () => { reached.push('fetch'); return new Promise(() => {}) }",
      'const read = new Set()',
      'process.env = new Proxy({}, { get: (_, name) => void read.add(String(name)) })',
      'const look = () => ({',
      // zod keeps its settings there; Node's loader has a file or two still open.
      "  names: Object.keys(globalThis).filter((name) => !name.startsWith('__zod_')),",
      '  events: process.eventNames(),',
      '  alive: process.getActiveResourcesInfo().filter((name) => !/^(?:Close|FS)Req/.test(name)),',
      '})',
      'const before = look()',
      "const magi = await import('magi')",
      "for (const entry of ['answers', 'estimate', 'report', 'schemas', 'demo']) await import('magi/' + entry)",
      'const after = look()',
      "process.on('exit', () => writeSync(1, JSON.stringify({",
      '  exports: typeof magi.openRuntime === "function",',
      '  reached,',
      // Node's own loader looks for these.
      '  read: [...read].filter((name) => !/^(?:NODE|WATCH)_/.test(name)),',
      '  before, after,',
      '})))',
    )
    const { before, after, ...rest } = JSON.parse(seen.stdout)
    expect({ ...seen, stdout: rest }).toEqual({
      status: 0,
      stdout: { exports: true, reached: [], read: [] },
      stderr: '',
    })
    expect(after).toEqual(before)
  })

  it('works', () => {
    const { stdout, stderr } = runModule(
      'use.mjs',
      "import { groupAnswers } from 'magi/answers'",
      "console.log(groupAnswers(['1/2', '0.5', '3/8']).clusters.map(({ members }) => members.length))",
    )
    expect(stdout, stderr).toBe('[ 2, 1 ]\n')
  })

  it('is typed, for the strictest of readers', () => {
    writeFileSync(
      join(packed.consumer, 'use.ts'),
      `import { type Driver, MagiError, openRuntime, type Runtime, type Sample, type Vote } from 'magi'
import { extractAnswer, groupAnswers } from 'magi/answers'
import { passAtK } from 'magi/estimate'
import { safeJson } from 'magi/report'
import { sampleSchema } from 'magi/schemas'
import { type DemoRuntime, startDemoRuntime } from 'magi/demo'

export const type: 'found' | 'none' = extractAnswer('The answer is 4.', { kind: 'number' }).type
export const sizes: number[] = groupAnswers(['1/2', null, '0.5']).clusters.map(({ members }) => members.length)
export const sample: Sample = sampleSchema.parse({})
export const ending = (of: Sample): string => (of.end.type === 'failed' ? of.end.code : of.end.type)
export const outcome = (vote: Vote): 'won' | 'tied' | 'short' | 'no-answers' => vote.type
export const fix = (thrown: unknown): string => (thrown instanceof MagiError ? thrown.fix : '')
export const hostOf = ({ host }: Driver): string => host
export const open: () => Promise<Runtime> = openRuntime
export const demo: () => Promise<DemoRuntime> = startDemoRuntime
export const figure: string = safeJson(passAtK(10, 3, 4))
// @ts-expect-error: endings are told apart
export const wrong = (of: Sample): string => of.end.code
`,
    )
    writeFileSync(
      join(packed.consumer, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', strict: true, noEmit: true },
          ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
          types: ['node'],
        },
        files: ['use.ts'],
      }),
    )
    const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = run(tsc, '-p', '.', '--pretty', 'false')
    // The types of others are theirs.
    expect(stdout.split('\n').filter((line) => /^(?:use\.ts|node_modules\/magi\/|error)/.test(line))).toEqual(
      [],
    )
  }, 60_000)
})

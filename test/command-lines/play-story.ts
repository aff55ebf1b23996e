import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import { startDemoRuntime } from '../../src/demo/runtime.ts'
import { emptyFolder } from '../support/folder.ts'
import { type CliResult, type RunningCli, startCli } from '../support/run-cli.ts'
import { normalise, visible } from './normalise.ts'
import type { CommandLine, Meanwhile, Story } from './story.ts'
import { everythingArrived, runtimeClock, StoryTime } from './story-time.ts'

/** Calendar time of the first command line of a story; each further one comes a minute later, so that no two runs begin at one time. */
const beginMs = Date.parse('2026-11-22T10:15:00.000Z')

/** Plays a story, and gives it as its golden file should have it: what was typed, printed and left on the disk. */
export async function playStory({ files = {}, slots = 1, before = [], lines }: Story): Promise<string> {
  const root = emptyFolder()
  await mkdir(join(root, 'here'))
  for (const [path, content] of Object.entries(files)) await write(join(root, path), content)
  let time = new StoryTime(new Date(beginMs))
  const runtime = await startDemoRuntime({ slots, tokenDelayMs: 4, clock: runtimeClock(() => time) })
  onTestFinished(() => runtime.close())

  const told: string[] = []
  for (const [index, line] of [...before, ...lines].entries()) {
    await edit(root, line)
    const treeBefore = await readTree(root)
    time = new StoryTime(new Date(beginMs + index * 60_000))
    const result = await play(line, root, runtime.host, time)
    if (index < before.length) continue
    told.push(typed(line), printed(result, line))
    if (line.compares === undefined) told.push(...changes(treeBefore, await readTree(root)))
  }
  return visible(normalise(told.join(''), root))
}

async function play(line: CommandLine, root: string, host: string, time: StoryTime): Promise<CliResult> {
  const env = {
    HOME: join(root, 'home'),
    XDG_STATE_HOME: join(root, 'state'),
    XDG_CONFIG_HOME: join(root, 'config'),
    OLLAMA_HOST: host,
    ...line.env,
  }
  const terminal = Object.assign(new PassThrough(), { isTTY: true })
  if (line.types !== undefined) terminal.write(line.types)
  const cwd = join(root, 'here')
  let running: RunningCli | undefined
  const { meanwhile } = line
  if (meanwhile?.atMs !== undefined)
    time.at({ atMs: meanwhile.atMs, happen: () => happen(meanwhile, running, time) })
  const args = line.args.map((word) => word.replaceAll('$PWD', cwd))
  running = await startCli(args, { ...line, terminal, env, cwd, clock: time })
  if (meanwhile?.shown !== undefined) {
    await running.shows(meanwhile.shown)
    await everythingArrived()
    await happen(meanwhile, running, time)
  }
  return running.result
}

async function happen({ event }: Meanwhile, running: RunningCli | undefined, time: StoryTime): Promise<void> {
  if (typeof event === 'number') await time.fallSilent(event)
  else running?.signal(event)
}

async function edit(root: string, { edits = {} }: CommandLine): Promise<void> {
  for (const [path, change] of Object.entries(edits)) {
    const file = join(root, path)
    const content = change(await readFile(file, 'utf8').catch(() => ''))
    if (content === undefined) await rm(file, { recursive: true })
    else await write(file, content)
  }
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Every file below a folder with its content, sorted by path. */
async function readTree(root: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const),
    ),
  )
}

/** The command line as it is typed into a shell, under what was done before and what happens meanwhile. */
function typed({ args, env = {}, stdin, types, edits = {}, meanwhile }: CommandLine): string {
  const set = Object.entries(env).map(([name, value]) => `${name}=${quoted(value ?? '')}`)
  const remarks = [
    ...Object.keys(edits).map((path) => `edited before: ${path}`),
    ...(meanwhile === undefined ? [] : [happening(meanwhile)]),
    ...(types === undefined ? [] : [`typed: ${types.trimEnd()}`]),
  ]
  return [
    '═'.repeat(100),
    ...remarks.map((remark) => `# ${remark}`),
    `$ ${[...set, 'magi', ...args.map(quoted)].join(' ')}${stdin === undefined ? '' : " <<'END'"}`,
    ...(stdin === undefined ? [] : [`${String(stdin).replace(/\n$/, '')}\nEND`]),
    '',
  ].join('\n')
}

function happening({ atMs, shown, event }: Meanwhile): string {
  const when = atMs === undefined ? `when "${shown}" is shown` : `at ${atMs} ms`
  return `${when}: ${typeof event === 'number' ? `the runtime says nothing for ${event} ms` : event}`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function printed({ exitCode, stdout, stderr }: CliResult, { compares }: CommandLine): string {
  return [
    `── exit code ${exitCode}\n`,
    block('stdout', stdout),
    compares === 'stdout' ? '' : block('stderr', stderr),
    compares === undefined ? '' : `── the rest is not compared\n`,
  ].join('')
}

/** A text under a title; an empty one has no block, and one whose last line does not end says so. */
function block(title: string, text: string): string {
  if (text === '') return ''
  return `── ${title}\n${text}${text.endsWith('\n') ? '' : '⟨end without a line break⟩\n'}`
}

/** The files that went, came and changed. */
function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const removed = [...before.keys()].filter((path) => !after.has(path)).map((path) => `── removed ${path}\n`)
  const written = [...after].flatMap(([path, content]) => {
    const old = before.get(path)
    if (old === content) return []
    if (old === undefined) return [block(`wrote ${path}`, laidOut(path, content))]
    return content.startsWith(old)
      ? [block(`added to ${path}`, laidOut(path, content.slice(old.length)))]
      : [block(`changed ${path}`, laidOut(path, content))]
  })
  return [...removed, ...written]
}

/** JSON Lines with each line laid out for reading, where it is compact JSON; anything else as it is. */
function laidOut(path: string, content: string): string {
  if (!path.endsWith('.jsonl')) return content
  return content.replace(/^.+$/gm, (text) => {
    try {
      const value: unknown = JSON.parse(text)
      return JSON.stringify(value) === text ? JSON.stringify(value, null, 1) : text
    } catch {
      return text
    }
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { projectFolder } from '../house/source-files.ts'
import { emptyFolder } from '../support/folder.ts'

/** Processes that try for one lock, and how often they do for each kind of lock that is there before. */
const racers = 4
const rounds = 60

/** Reads a folder a line, and tries to hold it; an empty line lets it go. */
const racer = (lockModule: string) => `
import { createInterface } from 'node:readline'
import { lockRun } from ${JSON.stringify(pathToFileURL(lockModule).href)}
let lock
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') {
    await lock?.release()
    lock = undefined
    console.log('let go')
    continue
  }
  lock = await lockRun(line).catch((thrown) => void console.log(thrown.code))
  if (lock !== undefined) console.log('held')
}
`

interface Racer {
  /** Tells it a line, and gives what it answers. */
  say(line: string): Promise<string>
}

function startRacer(): Racer {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', racer(lockModule)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  return {
    async say(line) {
      child.stdin?.write(`${line}\n`)
      return String((await lines.next()).value)
    },
  }
}

/** The source of the lock as one file that a process can load. */
let lockModule = ''

beforeAll(async () => {
  lockModule = join(mkdtempSync(join(tmpdir(), 'magi-lock-')), 'lock.mjs')
  const joined = await rolldown({
    input: join(projectFolder, 'src', 'journal', 'lock.ts'),
    platform: 'node',
    external: /^[^./]/,
  })
  await joined.write({ file: lockModule, format: 'esm', codeSplitting: false })
  await joined.close()
  return () => rmSync(dirname(lockModule), { recursive: true })
})

/** The lock of a process that is gone. */
async function lockOfDead(): Promise<string> {
  const child = spawn(process.execPath, ['-e', '0'])
  await once(child, 'exit')
  return JSON.stringify({ pid: child.pid, host: hostname(), began: '' })
}

/** Only Linux tells when a process and its machine began. */
const isLinux = process.platform === 'linux'

const earlierLocks: readonly (readonly [string, () => Promise<string | undefined>])[] = [
  ['nobody holds it', async () => undefined],
  ['a process held it that is gone', lockOfDead],
  ['its lock is empty', async () => ''],
  [
    'the number of its process is another one’s now',
    async () => JSON.stringify({ pid: process.pid, host: hostname(), began: '1' }),
  ],
  [
    'it was held before the machine was started anew, under the number and time of a process of now',
    async () => {
      const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8').catch(() => '')
      const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
      return JSON.stringify({ pid: process.pid, host: hostname(), began, boot: 'before' })
    },
  ],
]

it.each(isLinux ? earlierLocks : earlierLocks.slice(0, 3))(
  'of several processes that start at once one holds the run: %s',
  async (_, lockText) => {
    const all = Array.from({ length: racers }, startRacer)
    const home = emptyFolder()
    const text = await lockText()
    const outcomes = new Map<string, number>()
    for (let round = 0; round < rounds; round += 1) {
      const folder = join(home, String(round))
      await mkdir(folder)
      if (text !== undefined) await writeFile(join(folder, 'lock'), text)
      const answers = await Promise.all(all.map((each) => each.say(folder)))
      const outcome = answers.sort().join(' ')
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      await Promise.all(all.map((each) => each.say('')))
      expect(await readdir(folder)).toEqual([])
    }
    expect(Object.fromEntries(outcomes)).toEqual({ 'held run-folder run-folder run-folder': rounds })
  },
)

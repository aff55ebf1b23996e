import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RunFolderError } from '../../src/ground/errors.ts'
import { withChecksum } from '../../src/journal/checksum.ts'
import { Journal } from '../../src/journal/journal.ts'
import { lockRun } from '../../src/journal/lock.ts'
import { cutTail, readJournal, type TornTail } from '../../src/journal/read-journal.ts'
import {
  createRun,
  findRun,
  newRunId,
  readProblemsOf,
  resumeRun,
  runsFolder,
} from '../../src/journal/run-folder.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { manifestOf } from '../support/manifest.ts'
import { sampleOf } from '../support/sample.ts'

async function read(path: string) {
  const torn: TornTail[] = []
  const values: unknown[] = []
  for await (const { value } of readJournal(path, (tail) => torn.push(tail))) values.push(value)
  return { values, torn }
}

describe('the journal', () => {
  it('has a record on disk when append resolves, in the order given, also when many arrive at once', async () => {
    const path = join(emptyFolder(), 'journal.jsonl')
    const journal = await Journal.open(path)
    await journal.append({ index: 0 })
    expect(await readFile(path, 'utf8')).toBe('{"index":0}\n')
    await Promise.all([1, 2, 3].map((index) => journal.append({ index })))
    expect((await read(path)).values).toEqual([0, 1, 2, 3].map((index) => ({ index })))
    await journal.append({ long: 'é'.repeat(3_000) })
    await journal.append({ index: 4 })
    expect((await read(path)).values.slice(4)).toEqual([{ long: 'é'.repeat(3_000) }, { index: 4 }])
    await journal.close()
  })

  it.each([
    ['cut inside a line', '{"index":1,"te', 14],
    ['cut inside a character', Buffer.from('{"text":"é').subarray(0, 10), 10],
    ['filled with zeros by the file system', Buffer.alloc(20), 20],
    ['ended, but no JSON', '{"index":1,\n', 12],
  ])('reports a torn last line (%s) and goes on after the repair', async (_, tail, bytes) => {
    const path = join(emptyFolder(), 'journal.jsonl')
    await writeFile(path, '{"index":0}\n')
    await appendFile(path, tail)
    expect(await read(path)).toEqual({ values: [{ index: 0 }], torn: [{ line: 2, bytes }] })
    await cutTail(path, bytes)
    const journal = await Journal.open(path)
    await journal.append({ index: 1 })
    await journal.close()
    expect(await read(path)).toEqual({ values: [{ index: 0 }, { index: 1 }], torn: [] })
  })

  it('calls a bad line in the middle damage, with file and line', async () => {
    const path = join(emptyFolder(), 'journal.jsonl')
    await writeFile(path, '{"index":0}\nnot json\n{"index":2}\n')
    await expect(read(path)).rejects.toThrow(/journal\.jsonl, line 2: /)
  })

  it('reads lines longer than a read from the disk', async () => {
    const path = join(emptyFolder(), 'journal.jsonl')
    const long = 'é'.repeat(1_500_000)
    await writeFile(path, `${JSON.stringify({ long })}\n{"index":1}\n`)
    expect((await read(path)).values).toEqual([{ long }, { index: 1 }])
  })
})

describe('the lock of a run', () => {
  it('refuses a second writer and names the first', async () => {
    const folder = emptyFolder()
    const lock = await lockRun(folder)
    await expect(lockRun(folder)).rejects.toThrow(`is being written by process ${process.pid}`)
    await lock.release()
    await (await lockRun(folder)).release()
  })

  it('takes over from a process that is gone, and says so', async () => {
    const folder = emptyFolder()
    const child = spawn(process.execPath, ['-e', '0'])
    await once(child, 'exit')
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: child.pid, host: hostname(), began: '' }))
    const lock = await lockRun(folder)
    expect(lock.takenOver).toBe(`Took over the run from process ${child.pid}, which is gone.`)
  })

  it('takes over from a process whose number was given to another', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, host: hostname(), began: '1' }))
    if (process.platform === 'linux') expect((await lockRun(folder)).takenOver).toContain('which is gone')
    else await expect(lockRun(folder)).rejects.toThrow('is being written')
  })

  it('takes over a lock that a kill cut short', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'lock'), '{"pid":')
    expect((await lockRun(folder)).takenOver).toContain('left no name')
  })

  it('is not removed by who does not hold it any more', async () => {
    const folder = emptyFolder()
    const lock = await lockRun(folder)
    const other = JSON.stringify({ pid: 1, host: 'elsewhere', began: '' })
    await writeFile(join(folder, 'lock'), other)
    await lock.release()
    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(other)
  })

  it('is taken over where the process that was taking it over was killed too', async () => {
    const folder = emptyFolder()
    const child = spawn(process.execPath, ['-e', '0'])
    await once(child, 'exit')
    const dead = JSON.stringify({ pid: child.pid, host: hostname(), began: '' })
    const path = join(folder, 'lock')
    await writeFile(path, dead)
    const { ino, mtimeNs } = await stat(path, { bigint: true })
    const claim = createHash('sha256').update(`${ino} ${mtimeNs} ${dead}`).digest('hex').slice(0, 16)
    await writeFile(`${path}.${claim}`, dead)
    const lock = await lockRun(folder)
    expect(lock.takenOver).toBe(`Took over the run from process ${child.pid}, which is gone.`)
    expect(await readdir(folder)).toEqual(['lock'])
    await lock.release()
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves a holder on another machine alone', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 1, host: 'elsewhere', began: '' }))
    await expect(lockRun(folder)).rejects.toThrow('process 1 on elsewhere')
  })
})

describe('a run folder', () => {
  it('gives every acknowledged sample back on resume, and reports what it mended', async () => {
    const folder = join(emptyFolder(), 'run')
    const run = await createRun(folder, manifestOf())
    await run.append(sampleOf({ index: 0 }))
    await run.append(sampleOf({ index: 1 }))
    await run.close()
    await appendFile(join(folder, 'journal.jsonl'), '{"schema":"magi.sample/1","key":')
    const seen: Sample[] = []
    const again = await resumeRun(folder, manifestOf(), (sample) => seen.push(sample))
    expect(seen).toEqual([sampleOf({ index: 0 }), sampleOf({ index: 1 })])
    expect(again.notices).toEqual([
      'Cut off line 3 of the journal, torn by a stop (32 bytes). That sample is drawn again.',
    ])
    await again.close()
  })

  it('is for its owner only', async () => {
    const folder = join(emptyFolder(), 'run')
    await (await createRun(folder, manifestOf())).close()
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    for (const file of ['manifest.json', 'journal.jsonl']) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
    }
  })

  it('refuses to go on with something else, with each difference', async () => {
    const folder = join(emptyFolder(), 'run')
    await (await createRun(folder, manifestOf())).close()
    const changed = manifestOf({ model: { name: 'magistral:24b', digest: 'new', card: 'x' }, n: 3 })
    await expect(resumeRun(folder, changed, () => {})).rejects.toThrow(
      'model.digest was "old", is "new" (another model file under that name); n was 4, is 3',
    )
    await (await resumeRun(folder, manifestOf(), () => {})).close()
  })

  it('refuses a folder that holds a run, and leaves it as it was', async () => {
    const folder = join(emptyFolder(), 'run')
    await (await createRun(folder, manifestOf())).close()
    await expect(createRun(folder, manifestOf({ n: 9 }))).rejects.toThrow('There is a run in')
    await (await resumeRun(folder, manifestOf(), () => {})).close()
  })

  it('refuses records of a newer Magi by their name', async () => {
    const folder = join(emptyFolder(), 'run')
    await (await createRun(folder, manifestOf())).close()
    await writeFile(
      join(folder, 'journal.jsonl'),
      `${withChecksum(JSON.stringify({ ...sampleOf(), schema: 'magi.sample/9' }))}\n`,
    )
    await expect(resumeRun(folder, manifestOf(), () => {})).rejects.toThrow('written as "magi.sample/9"')
  })

  it.each([
    ['[{"id":"a",\n "prompt":"x",}]', 'problems.json:2:15: this is not JSON.'],
    ['[\n{"id":"a"}]', 'problems.json:2: 0.prompt: missing: '],
  ])('names file and line of damaged problems, and what to do: %s', async (text, named) => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'problems.json'), text)
    const thrown = await readProblemsOf(folder).catch((error: RunFolderError) => error)
    expect(thrown).toBeInstanceOf(RunFolderError)
    expect(thrown).toMatchObject({
      message: expect.stringContaining(join(folder, named)),
      fix: expect.stringContaining('Restore it from a copy; or remove it, and resume the run'),
    })
  })

  it('is found by id or by folder', async () => {
    const home = emptyFolder()
    const env = { XDG_STATE_HOME: home }
    const runId = newRunId(new Date('2026-11-22T10:15:00.123Z'))
    expect(runId).toMatch(/^20261122T101500Z-[a-z2-9]{4}$/)
    const folder = join(runsFolder(env), runId)
    await (await createRun(folder, manifestOf({ runId }))).close()
    expect(await findRun(runId, env)).toBe(folder)
    expect(await findRun(folder, env)).toBe(folder)
    await expect(findRun('nope', env)).rejects.toMatchObject({
      code: 'usage',
      fix: expect.stringContaining(runId),
    })
  })
})

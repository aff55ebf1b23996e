import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyRun } from '../../src/experiment/verify-run.ts'
import { createRun, readSamples, resumeRun } from '../../src/journal/run-folder.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { manifestOf } from '../support/manifest.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { runCli } from '../support/run-cli.ts'
import { sampleOf } from '../support/sample.ts'

const samples = [0, 1, 2].map((index) =>
  sampleOf({ index, thinking: `Sechs mal sieben: „6 × 7“, Versuch ${index}.\n\u0000\ud800`, slot: 0 }),
)

async function recordedRun() {
  const folder = join(emptyFolder(), 'run')
  const run = await createRun(folder, manifestOf())
  for (const sample of samples) await run.append(sample)
  await run.close()
  const journal = join(folder, 'journal.jsonl')
  return { folder, journal, bytes: await readFile(journal) }
}

async function samplesOf(folder: string): Promise<Sample[]> {
  const read: Sample[] = []
  for await (const sample of readSamples(folder, () => {})) read.push(sample)
  return read
}

describe('a line of the journal', () => {
  it('ends with the CRC-32 of the bytes before it, and the manifest says so', async () => {
    const { folder, bytes } = await recordedRun()
    const lines = bytes.toString().trimEnd().split('\n')
    for (const line of lines) {
      const [before = '', digits] = line.split(/,"crc":(\d+)\}$/)
      expect(Number(digits)).toBe(crc32(before))
      expect(Object.keys(JSON.parse(line)).at(-1)).toBe('crc')
    }
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      checksum: 'crc-32',
    })
    expect(await samplesOf(folder)).toEqual(samples)
  })

  it('is not read as another sample whatever byte of it is changed, and verify names the line', async () => {
    const { folder, journal, bytes } = await recordedRun()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ by
        await writeFile(journal, changed)
        const lineOf = bytes.subarray(0, at).toString('latin1').split('\n').length
        const { findings } = await verifyRun(folder, '0.1.0')
        const named = findings.filter(({ file }) => file === 'journal.jsonl')
        // A line feed that was changed joins two lines; one that is new parts one.
        expect(named.map(({ line }) => line)).toContain(lineOf)
        const isLast = at === bytes.length - 1
        if (!isLast) expect(named.some(({ level }) => level === 'broken')).toBe(true)
        const read = await samplesOf(folder).catch((thrown: Error) => thrown.message)
        if (typeof read === 'string') expect(read).toContain(`${journal}, line ${lineOf}: `)
        // Without its line feed the last line looks as if it had been torn: it is left out, and said.
        else expect(read).toEqual(samples.slice(0, 2))
      }),
      { numRuns: 400 },
    )
  })

  it('that is removed, or written without a checksum, is found', async () => {
    const { folder, journal, bytes } = await recordedRun()
    const [first = '', second = '', third = ''] = bytes.toString().split('\n')
    await writeFile(journal, [first, second.replace(/,"crc":\d+/, ''), third, ''].join('\n'))
    await expect(samplesOf(folder)).rejects.toThrow(
      `${journal}, line 2: it has no checksum, and every line of this run has one.`,
    )
    await writeFile(journal, [first, second, third.replace(/,"crc":\d+/, ''), ''].join('\n'))
    await expect(samplesOf(folder)).rejects.toThrow(`${journal}, line 3: it has no checksum`)
  })

  it('is without one in the journal of an older run, which goes on as it was', async () => {
    const { runs } = await stateFolder()
    const folder = await recordVote(runs, ['1', '2'], { n: 4 })
    const before = await readFile(join(folder, 'journal.jsonl'), 'utf8')
    const read: Sample[] = []
    const run = await resumeRun(folder, {}, (sample) => read.push(sample))
    await run.append(sampleOf({ index: 2 }))
    await run.close()
    expect(read).toHaveLength(2)
    expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).toBe(
      `${before}${JSON.stringify(sampleOf({ index: 2 }))}\n`,
    )
    expect(await samplesOf(folder)).toHaveLength(3)
  })

  it('is cut off where the file system gave it room and no bytes, and refused where it was changed', async () => {
    const { folder, journal, bytes } = await recordedRun()
    const end = bytes.toString().trimEnd().lastIndexOf('\n') + 1
    const head = Buffer.from(bytes.toString().slice(0, end))
    await writeFile(journal, head)
    await appendFile(journal, Buffer.concat([Buffer.alloc(100), Buffer.from(',"attempt":1,"crc":1}\n')]))
    const run = await resumeRun(folder, manifestOf(), () => {})
    expect(run.notices).toEqual([
      'Cut off line 3 of the journal, torn by a stop (122 bytes). That sample is drawn again.',
    ])
    await run.close()
    expect(await readFile(journal)).toEqual(head)
    await appendFile(journal, bytes.toString().slice(end).replace('"index":2', '"index":3'))
    await expect(resumeRun(folder, manifestOf(), () => {})).rejects.toThrow(
      `${journal}, line 3: its checksum does not fit: bytes of it were changed.`,
    )
  })
})

describe('a sample that is not of its run', () => {
  it.each([
    ['index', { index: 1_000, key: 'p1/1000', seed: 1_100 }, 'index 1000 is beyond the 7 samples of the run'],
    [
      'index beyond all bounds',
      { index: 1e9, key: 'p1/1000000000', seed: 100 },
      'index 1000000000 is beyond',
    ],
    ['seed', { seed: 5 }, 'its seed is 5, by the manifest 101'],
    ['problem', { problem: 'p2', key: 'p2/1' }, 'there is no problem "p2" in the run'],
    ['key', { key: 'p1/0' }, 'its key is not "p1/1"'],
  ])('is damage to every command that reads it: %s', async (_, change, fault) => {
    const { env, runs } = await stateFolder()
    const folder = await recordVote(runs, ['1', change, '2'])
    const journal = join(folder, 'journal.jsonl')
    const before = await readFile(journal, 'utf8')
    for (const args of [
      ['runs', 'show', folder],
      ['runs', 'show', folder, '0'],
      ['runs', 'revote', folder],
      ['runs', 'export', folder],
      ['runs', 'simulate', folder, '-n', '2'],
      ['runs', 'compare', folder, folder],
      ['report', folder],
    ]) {
      const { exitCode, stdout, stderr } = await runCli(args, { env })
      expect([args, exitCode, stdout]).toEqual([args, 1, ''])
      expect(stderr).toContain(`error: ${journal}, line 2: no sample of this run: ${fault}`)
    }
    const verified = await runCli(['runs', 'verify', folder], { env })
    expect(verified.exitCode).toBe(1)
    expect(verified.stdout).toMatch(/^broken +journal\.jsonl:2: /m)
    expect(verified.stdout).toContain(fault)
    await expect(resumeRun(folder, {}, () => {})).rejects.toThrow(`${journal}, line 2: no sample of this run`)
    expect(await readFile(journal, 'utf8')).toBe(before)
  })
})

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRecordings } from '../support/recordings.ts'
import { sharedPath } from '../support/shared.ts'
import { type Outcome, type Pieces, replay } from './replay.ts'

/**
 * What the driver makes of each recorded exchange. Made by the driver (`MAGI_WRITE_GOLDEN=1`), then read entry by entry against what the
 * recordings say of themselves.
 */
const goldenPath = join(import.meta.dirname, 'golden', 'recordings.json')

const folder = sharedPath('recordings')
const pieces: readonly Pieces[] = ['as-recorded', 'whole', 1, 3, 7]

describe.skipIf(folder === undefined)('recorded exchanges with two versions of the runtime', () => {
  const recordings = folder === undefined ? [] : readRecordings(folder)

  if (process.env['MAGI_WRITE_GOLDEN'] === '1') {
    it('are written down', async () => {
      const written: Record<string, Outcome> = {}
      for (const recording of recordings) written[recording.name] = await replay(recording, 'as-recorded')
      writeFileSync(goldenPath, `${JSON.stringify(written, null, 1)}\n`)
    })
    return
  }

  const golden = existsSync(goldenPath)
    ? (JSON.parse(readFileSync(goldenPath, 'utf8')) as Record<string, Outcome>)
    : {}

  it('are all written down', () => {
    expect(recordings.map(({ name }) => name)).toEqual(Object.keys(golden))
  })

  describe.each(pieces)('in pieces: %s', (size) => {
    it.each(recordings.map(({ name }, index) => [name, index] as const))('%s', async (name, index) => {
      const recording = recordings[index]
      if (recording === undefined) throw new Error(`There is no recording ${index}.`)
      // As JSON, since what is absent is not written down.
      expect(JSON.parse(JSON.stringify(await replay(recording, size)))).toEqual(golden[name])
    })
  })
})

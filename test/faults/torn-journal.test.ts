import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { Journal } from '../../src/journal/journal.ts'
import { emptyFolder } from '../support/folder.ts'
import { disk } from './support/faulty-disk.ts'

vi.mock('node:fs/promises', async (original) => {
  const { overFaultyDisk } = await import('./support/faulty-disk.ts')
  return overFaultyDisk(await original<typeof import('node:fs/promises')>())
})

beforeEach(() => void Object.assign(disk, { state: 'well', at: '', spares: '', cutsNothing: false }))

it('nothing is written behind a piece of a line that a full disk left and that could not be cut off', async () => {
  const path = join(emptyFolder(), 'journal.jsonl')
  const text = () => readFile(path, 'utf8')
  const journal = await Journal.open(path)
  await journal.append({ index: 0 })
  Object.assign(disk, { state: 'full', at: path, cutsNothing: true })
  await expect(journal.append({ index: 1 })).rejects.toThrow('no space is left on the disk (ENOSPC)')
  expect(await text()).toBe('{"index":0}\n{"inde')
  disk.state = 'well'
  await expect(journal.append({ index: 1 })).rejects.toThrow(
    `Cannot write ${path}: the disk reports an error (EIO).`,
  )
  expect(await text()).toBe('{"index":0}\n{"inde')
  disk.cutsNothing = false
  await journal.append({ index: 1 })
  await journal.requireKept()
  await journal.close()
  expect(await text()).toBe('{"index":0}\n{"index":1}\n')
})

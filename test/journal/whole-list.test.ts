import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWhole, writeWholeList } from '../../src/journal/whole-file.ts'

describe('a list that is written item by item', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'magi-list-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    ['no items', []],
    ['one item', [{ id: 'p1', prompt: 'one\ntwo', choices: ['a', 'b'], empty: [], none: {} }]],
    [
      'more items than are written at once',
      Array.from({ length: 3_000 }, (_, at) => ({ id: `p${at}`, prompt: 'x\n'.repeat(100) })),
    ],
  ])('has the bytes of one written as a whole: %s', async (_name, items) => {
    const [whole, list] = [join(folder, 'whole.json'), join(folder, 'list.json')]
    await writeWhole(whole, items)
    await writeWholeList(list, items)
    expect(await readFile(list, 'utf8')).toBe(await readFile(whole, 'utf8'))
  })
})

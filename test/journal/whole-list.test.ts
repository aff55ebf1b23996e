import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWhole } from '../../src/journal/whole-file.ts'

describe('a file of JSON that is written piece by piece', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'magi-list-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    ['no items', []],
    ['one item', [{ id: 'p1', prompt: 'one\ntwo', choices: ['a', 'b'], empty: [], none: {} }]],
    ['more items than are written at once', manyItems(3_000)],
    ['an object without a list', { schema: 'x', absent: undefined, at: { deep: [1] } }],
    ['an object with a long list', { schema: 'x', absent: undefined, 'a "name"': manyItems(250), last: [] }],
    ['a text', 'one\ntwo'],
  ])('has the bytes of one written as a whole: %s', async (_name, value) => {
    const path = join(folder, 'list.json')
    await writeWhole(path, value)
    expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(value, null, 2)}\n`)
  })
})

function manyItems(count: number): unknown[] {
  return Array.from({ length: count }, (_, at) => ({ id: `p${at}`, prompt: 'x\n'.repeat(100), at: [at] }))
}

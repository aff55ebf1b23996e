import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { UsageError } from '../../src/ground/errors.ts'
import { checkJson, readJsonFile } from '../../src/ground/json-file.ts'
import { jsonPositions } from '../../src/ground/json-position.ts'
import { emptyFolder } from '../support/folder.ts'

const schema = z.strictObject({
  name: z.string(),
  options: z.strictObject({ temperature: z.number(), top_p: z.number() }),
  list: z.array(z.strictObject({ text: z.string() })).exactOptional(),
})
const source = { file: 'mine.json', what: 'a thing' }

function refusal(text: string): { message: string; fix: string } {
  try {
    checkJson(text, schema, source)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error as UsageError
  }
  throw new Error('was not refused')
}

it('names every wrong key with its line, and the nearest known key to a misspelt one', () => {
  const text =
    '{\n  "name": 7,\n  "options": {\n    "temprature": 1,\n    "top_p": 0.9\n  },\n  "nmae": "x"\n}'
  expect(refusal(text)).toMatchObject({
    message: [
      'mine.json:2: name: expected string, received number',
      'mine.json:3: options.temperature: missing: expected number',
      'mine.json:4: options.temprature: unknown key. Did you mean "temperature"?',
      'mine.json:7: nmae: unknown key. Did you mean "name"?',
    ].join('\n'),
    fix: 'Correct it: the file must be a thing.',
  })
})

it('names the key inside a list', () => {
  const text =
    '{"name":"a","options":{"temperature":1,"top_p":1},\n"list":[{"text":"a"},\n{"txt":"b","text":""}]}'
  expect(refusal(text).message).toBe('mine.json:3: list.1.txt: unknown key. Did you mean "text"?')
})

it.each([
  ['{\n  "name": "a",\n}', 'mine.json:3:1'],
  ['{\n  // mine\n  "name": "a"\n}', 'mine.json:2:3'],
  ['{"name": "a"', 'mine.json:1:13'],
  ["{'name': 1}", 'mine.json:1:2'],
  ['{"name": 01}', 'mine.json:1:10'],
  ['', 'mine.json:1:1'],
  ['{"name": "a"} extra', 'mine.json:1:15'],
  ['{"name": 1.5e}', 'mine.json:1:10'],
  ['{"name": -}', 'mine.json:1:10'],
  ['{"name": truely}', 'mine.json:1:10'],
  ['{"name": "a\tb"}', 'mine.json:1:10'],
  ['{"name": "a', 'mine.json:1:10'],
  ['{"name" "a"}', 'mine.json:1:9'],
  ['{"list": [1 2]}', 'mine.json:1:13'],
  ['{"list": [1,]}', 'mine.json:1:13'],
])('says where %j stops being JSON', (text, place) => {
  expect(refusal(text).message).toBe(`${place}: this is not JSON.`)
})

it('reads a file with a byte order mark, and says when it cannot read one', () => {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'a.json'), '\uFEFF{"name":"a","options":{"temperature":1,"top_p":1}}')
  expect(readJsonFile(join(folder, 'a.json'), schema, 'a thing').name).toBe('a')
  expect(() => readJsonFile(join(folder, 'b.json'), schema, 'a thing')).toThrow(
    /b\.json cannot be read: there is no such file or folder \(ENOENT\)\.?$/,
  )
})

it('finds lines in one pass over a long text', () => {
  const text = `[${Array.from({ length: 50_000 }, (_, index) => `\n{"id":${index}}`).join(',')}]`
  const { lines, error } = jsonPositions(text)
  expect(error).toBeUndefined()
  expect(lines.get('49999\u0000id')).toBe(50_001)
})

it('gives up on nesting that nobody writes', () => {
  expect(jsonPositions('['.repeat(100_000)).error).toEqual({ line: 1, column: 102 })
})

import { expect, it } from 'vitest'
import { loopDefaults } from '../../src/guard/loop-settings.ts'
import { readRecordedLine } from '../../src/guard/recorded-text.ts'
import { loopVerdictSchema } from '../../src/guard/schema.ts'

const loop = 'So the answer must be seven, or perhaps not. '.repeat(5)

it('gives the verdict on the text of a line, under its id', () => {
  const read = readRecordedLine(JSON.stringify({ id: 's1', text: loop, finished: false }), 7)
  expect(read).toEqual({
    type: 'verdict',
    verdict: {
      id: 's1',
      tripped: true,
      signal: 'period',
      atChars: 200,
      detail:
        'the last 200 characters are 4 times the same 45: "So the answer must be seven, or perhaps not. "',
    },
  })
  expect(loopVerdictSchema.parse(read?.type === 'verdict' && read.verdict)).toEqual(
    read?.type === 'verdict' && read.verdict,
  )
})

it('takes the line number for an id that is not there', () => {
  expect(readRecordedLine('\uFEFF{"text":"All is well."}\r', 1)).toEqual({
    type: 'verdict',
    verdict: { id: 1, tripped: false },
  })
})

it('reads with the settings it is given', () => {
  const line = JSON.stringify({ id: 0, text: loop.slice(0, 240) })
  expect(readRecordedLine(line, 1, loopDefaults.answer)).toEqual({
    type: 'verdict',
    verdict: { id: 0, tripped: false },
  })
})

it('passes over an empty line', () => {
  expect(readRecordedLine('  \r', 3)).toBeUndefined()
})

it.each([
  ['{"text":', /^not JSON \(.+\); each line must be one object \{"id"\?, "text"\}$/],
  ['{"id":"a"}', /^"text": .+expected string.+; each line must be one object/],
  ['{"text":null}', /^"text": .+expected string.+; each line/],
  ['{"text":"a","id":[]}', /^"id": .+; each line/],
  ['["text"]', /expected object.+; each line/],
])('names the number of a bad line and what is wrong with it: %s', (line, message) => {
  expect(readRecordedLine(line, 12)).toEqual({
    type: 'bad-line',
    line: 12,
    message: expect.stringMatching(message),
  })
})

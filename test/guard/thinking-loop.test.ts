import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LoopSettings, loopDefaults } from '../../src/guard/loop-settings.ts'
import { findLoop, loopGuard } from '../../src/guard/thinking-loop.ts'
import { sharedPath } from '../support/shared.ts'
import { repetitiveTexts } from '../support/text/repetitive.ts'

const { thinking, answer } = loopDefaults
const onlyPeriod: LoopSettings = { ...thinking, nothingNew: false }
const onlyNothingNew: LoopSettings = { ...thinking, period: false }
const beginning = 'Okay, let me see what the question asks for and what is given:'
const sentence = 'So the answer must be seven, or perhaps not. '

/** Text of words that nobody wrote before: a new one each time, from a seed. */
function freshWords(count: number, seed: number): string {
  let state = seed
  const words = Array.from({ length: count }, () => {
    const letters = Array.from({ length: 3 + (Math.abs(state) % 6) }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      return String.fromCharCode(97 + ((state >>> 16) % 26))
    })
    return letters.join('')
  })
  return words.join(' ')
}

/** The guard's trip on a text that comes in pieces of one size, or of the sizes in turn. */
function tripInPieces(text: string, sizes: readonly number[]): string | undefined {
  const guard = loopGuard('thinking')
  for (let from = 0, i = 0; from < text.length; i++) {
    const to = from + (sizes[i % sizes.length] ?? 1)
    const trip = guard.inspect({ type: 'thinking-delta', text: text.slice(from, to), tokens: 1 }, 0)
    if (trip !== undefined) return trip
    from = to
  }
  return undefined
}

describe('exact period', () => {
  it('trips where a sentence has come three times and fills 200 characters', () => {
    expect(findLoop(beginning + sentence.repeat(9))).toEqual({
      tripped: true,
      signal: 'period',
      atChars: beginning.length + 200,
      detail:
        'the last 200 characters are 4 times the same 45: "So the answer must be seven, or perhaps not. "',
    })
    const long = `${freshWords(100, 7)}. `
    expect(findLoop(beginning + long.repeat(9))).toMatchObject({
      signal: 'period',
      atChars: beginning.length + 3 * long.length,
    })
  })

  it('does not trip one character earlier', () => {
    const text = beginning + sentence.repeat(9)
    expect(findLoop(text.slice(0, beginning.length + 199))).toEqual({ tripped: false })
  })

  it('wants three times, not two', () => {
    const long = `${freshWords(150, 3)}. `
    expect(findLoop(beginning + long + long, onlyPeriod)).toEqual({ tripped: false })
  })

  it('finds units of every length up to 1,500 characters, wherever they begin, to the character', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 60, max: 1_498 }), (seed, length) => {
        const unit = `${freshWords(400, seed).slice(0, length)}. `
        const verdict = findLoop(`${beginning}${unit.repeat(12)}`, onlyPeriod)
        const needed = Math.max(3 * unit.length, 200)
        expect(verdict).toMatchObject({ tripped: true, atChars: beginning.length + needed })
      }),
    )
  })

  it.each([
    ['one word', 'wait ', 1_000],
    ['a tag', '<think>\n', 1_000],
    ['a formula that states nothing', '\\(\\frac{1}{2}\\)\n', 1_000],
    ['a number', '247, ', 6_000],
    ['a rule', '-', 6_000],
    ['a rule of equal signs', '= ', 6_000],
    ['a variable', '  -x\n', 6_000],
    ['one letter', 'a', 6_000],
  ])('wants more of %s', (_, unit, chars) => {
    const text = beginning + unit.repeat(6_100 / unit.length)
    expect(findLoop(text.slice(0, beginning.length + chars - 1), onlyPeriod)).toEqual({ tripped: false })
    expect(findLoop(text.slice(0, beginning.length + chars), onlyPeriod)).toMatchObject({ signal: 'period' })
  })

  it.each([
    ['an equation', '\\(x = \\frac{1}{2}\\)\n'],
    ['an equation that runs on', '-√(2/3)*3 y = '],
    ['a sum', '27391 + 8 ≈ 274, '],
    ['Chinese', '所以答案是七。'],
    ['Japanese', 'では、もう一度考えてみよう。'],
    ['Thai', 'ดังนั้นคำตอบคือเจ็ดใช่หรือไม่'],
    ['Khmer', 'ដូច្នេះចម្លើយគឺប្រាំពីរ'],
    ['Korean', '그래서 답은 칠이다 아니면 아니다. '],
    ['Russian', 'Значит, ответ семь или всё же нет. '],
  ])('takes %s for a statement, wherever it is cut', (_, unit) => {
    for (const cut of [0, 1, 2, 3]) {
      const turned = unit.slice(cut) + unit.slice(0, cut)
      const needed = beginning.length + Math.max(3 * unit.length, 200)
      expect(findLoop(beginning + turned.repeat(40), onlyPeriod)).toMatchObject({ atChars: needed })
    }
  })

  it('finds a loop whose unit holds a run of its own', () => {
    const unit = `The table now reads as follows and nothing else:\n${'-'.repeat(120)}\n0 1 2\n`
    expect(findLoop(beginning + unit.repeat(5), onlyPeriod)).toMatchObject({
      atChars: beginning.length + 3 * unit.length,
    })
  })

  it('finds a loop again after something broke it', () => {
    const text = `${beginning}${sentence.repeat(3)}No. ${sentence.repeat(9)}`
    expect(findLoop(text, onlyPeriod)).toMatchObject({ tripped: true, signal: 'period' })
  })

  it('keeps control and direction characters out of its message', () => {
    const unit = 'The \u001b[31mred\u001b[0m answer \u202eis not\u202c the\u0007 same as before. '
    const verdict = findLoop(unit.repeat(30))
    expect(verdict).toMatchObject({ tripped: true })
    expect(verdict.tripped && verdict.detail).not.toMatch(/\p{C}/u)
  })
})

describe('nothing new', () => {
  const changing = (i: number) =>
    `Wait, attempt ${i}: perhaps I should go back to the beginning and read the statement again, because the farmer says that the ` +
    'gate is closed while the boy says that it is open, and both of them cannot be right at the same time, so one of them ' +
    'must have seen it at another hour of the day than the other one did. '
  const circling = Array.from({ length: 30 }, (_, i) => changing(i)).join('')

  it('trips on a loop that repeats with small changes, which has no exact period', () => {
    expect(findLoop(circling, onlyPeriod)).toEqual({ tripped: false })
    expect(findLoop(circling)).toEqual({
      tripped: true,
      signal: 'nothing-new',
      atChars: 1_383,
      detail: 'nothing new: 163 of the last 250 words repeat what was written before, 12 words at a time',
    })
  })

  it('never judges fewer words than it looks at', () => {
    const words = circling.split(' ')
    expect(findLoop(words.slice(0, 249).join(' '), onlyNothingNew)).toEqual({ tripped: false })
  })

  it('lets a solution be checked once more, later', () => {
    const solution = freshWords(400, 11)
    const between = freshWords(900, 12)
    expect(findLoop(`${solution} ${between} ${solution}`)).toEqual({ tripped: false })
    expect(findLoop(`${solution} ${solution}`)).toMatchObject({ signal: 'nothing-new' })
  })

  it('leaves exact repeats to the other signal', () => {
    const unit = `${freshWords(120, 5)}. `
    expect(unit.length).toBeLessThan(1_500)
    const alone = findLoop(unit.repeat(5), onlyNothingNew)
    expect(alone.tripped && alone.atChars).toBeLessThan(3 * unit.length)
    expect(findLoop(unit.repeat(5))).toMatchObject({ signal: 'period', atChars: 3 * unit.length })
  })

  it('reads text without spaces between its words', () => {
    const thought = (i: number) =>
      `等一下，第${i}次尝试：也许我应该回到开头再读一遍题目，因为农夫说门是关着的，而男孩说门是开着的。`
    const text = Array.from({ length: 30 }, (_, i) => thought(i)).join('')
    expect(findLoop(text)).toMatchObject({ signal: 'nothing-new' })
  })
})

describe('what must not trip', () => {
  it.each(Object.entries(repetitiveTexts))('%s', (_, text) => {
    expect(findLoop(text, thinking)).toEqual({ tripped: false })
    expect(findLoop(text, answer)).toEqual({ tripped: false })
    expect(findLoop(`${beginning}\n\n${text}\n\nThat is all.`, thinking)).toEqual({ tripped: false })
  })

  it('random words and random characters of any alphabet', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 90 }), (seed, alphabet) => {
        expect(findLoop(freshWords(1_500, seed))).toEqual({ tripped: false })
        let state = seed
        const characters = Array.from({ length: 6_000 }, () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
          return String.fromCharCode(33 + ((state >>> 12) % alphabet))
        })
        expect(findLoop(characters.join(''))).toEqual({ tripped: false })
      }),
      { numRuns: 40 },
    )
  })
})

describe('loop guard', () => {
  it('gives the same verdict and place for pieces of 1, 3 and 7 characters and the whole', () => {
    const loops = [
      beginning + sentence.repeat(20),
      freshWords(300, 1) + '<think>\n'.repeat(200),
      Array.from({ length: 60 }, (_, i) => `Try ${i}: ${freshWords(45, 5)}`).join('. '),
    ]
    for (const text of [...loops, ...Object.values(repetitiveTexts)]) {
      const whole = tripInPieces(text, [text.length])
      for (const size of [1, 3, 7]) expect(tripInPieces(text, [size])).toBe(whole)
    }
    for (const text of loops) expect(tripInPieces(text, [1])).toBeTypeOf('string')
  })

  it('gives the same verdict and place for any pieces of any text, characters outside the basic plane included', () => {
    const unit = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    const text = fc
      .array(fc.tuple(unit, fc.integer({ min: 1, max: 40 })), { maxLength: 6 })
      .map((runs) => runs.map(([piece, times]) => piece.repeat(times)).join(' so '))
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 })
    fc.assert(
      fc.property(text, sizes, (whole, cuts) => {
        expect(tripInPieces(whole, cuts)).toBe(tripInPieces(whole, [whole.length]))
      }),
    )
  })

  it('watches its own text only, and says at which character it tripped', () => {
    const ofThinking = loopGuard('thinking')
    const ofAnswer = loopGuard('answer')
    const text = sentence.repeat(9)
    expect([ofThinking.name, ofAnswer.name]).toEqual(['thinking-loop', 'answer-loop'])
    expect(ofThinking.inspect({ type: 'answer-delta', text, tokens: 1 }, 0)).toBeUndefined()
    expect(ofThinking.inspect({ type: 'wake' }, 0)).toBeUndefined()
    expect(ofThinking.inspect({ type: 'thinking-delta', text, tokens: 1 }, 0)).toBe(
      'the last 200 characters are 4 times the same 45: "So the answer must be seven, or perhaps not. ", at character 200 of the thinking',
    )
    expect(ofAnswer.inspect({ type: 'answer-delta', text, tokens: 1 }, 0)).toBe(
      'the last 250 characters are 5 times the same 45: "So the answer must be seven, or perhaps not. ", at character 250 of the answer',
    )
    expect(ofAnswer.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
  })

  it('gives an answer more room: a stanza may come three times', () => {
    const stanza =
      'So row, my brother, row away,\nThe wind is in the east,\nAnd we shall be at home today\nIn time to feast.\n\n'
    expect(findLoop(stanza.repeat(3), thinking)).toMatchObject({ tripped: true })
    expect(findLoop(stanza.repeat(3), answer)).toEqual({ tripped: false })
  })

  it('does without a signal that is switched off', () => {
    expect(findLoop(sentence.repeat(500), { period: false, nothingNew: false })).toEqual({ tripped: false })
    expect(findLoop(sentence.repeat(500), onlyNothingNew)).toMatchObject({ signal: 'nothing-new' })
  })
})

const recordings = sharedPath('recordings')
describe.skipIf(recordings === undefined)('recorded loops of a real runtime', () => {
  it.each([
    ['0.24.0/loop-content-greedy', 'answer', 250],
    ['0.24.0/loop-thinking-greedy', 'thinking', 1_000],
    ['0.32.15/loop-content-raw', 'answer', 252],
    ['0.32.15/loop-thinking-greedy', 'thinking', 1_000],
  ] as const)('%s trips', (name, watched, atChars) => {
    const exchange = JSON.parse(readFileSync(join(recordings ?? '', `${name}.json`), 'utf8'))
    const body: string = exchange.response.chunks.map((chunk: { text: string }) => chunk.text).join('')
    const messages = body.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    const text = messages
      .map(({ message, response }) =>
        watched === 'thinking' ? (message?.thinking ?? '') : (message?.content ?? response ?? ''),
      )
      .join('')
    expect(findLoop(text, loopDefaults[watched])).toMatchObject({ signal: 'period', atChars })
  })
})

const chains = sharedPath('traces', 'chains-math500.jsonl.gz')
describe.skipIf(chains === undefined)('recorded chains of a comparable model', () => {
  it('catches 49 % of those that ran away, and trips on no more than 9 of 900 that finished', () => {
    const lines = gunzipSync(readFileSync(chains ?? ''))
      .toString()
      .trim()
      .split('\n')
    const tripped = { caught: 0, falseAlarms: 0, byPeriod: 0, byPeriodFalsely: 0 }
    for (const line of lines) {
      const { text, finished } = JSON.parse(line)
      if (findLoop(text).tripped) tripped[finished ? 'falseAlarms' : 'caught']++
      if (findLoop(text, onlyPeriod).tripped) tripped[finished ? 'byPeriodFalsely' : 'byPeriod']++
    }
    expect(tripped.caught).toBeGreaterThanOrEqual(0.49 * 316)
    expect(tripped.falseAlarms).toBeLessThanOrEqual(9)
    expect(tripped.byPeriod).toBeGreaterThanOrEqual(0.27 * 316)
    expect(tripped.byPeriodFalsely).toBeLessThanOrEqual(4)
  }, 120_000)
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { findLoop } from '../../src/guard/thinking-loop.ts'

const looks = { back: 0 }
vi.mock('../../src/guard/tail.ts', async (original) => {
  const real = await original<typeof import('../../src/guard/tail.ts')>()
  return {
    keepTail(size: number) {
      const tail = real.keepTail(size)
      const at = (place: number) => {
        looks.back++
        return tail.at(place)
      }
      return { push: tail.push, at }
    },
  }
})

afterEach(() => vi.restoreAllMocks())

/** a, ab, aba, abaab …: every stretch of it comes again soon, and no repetition lasts. */
function fibonacciWord(length: number): string {
  let [last, word] = ['b', 'a']
  while (word.length < length) [last, word] = [word, word + last]
  return word.slice(0, length)
}

/** 0 1 1 0 1 0 0 1 …: parity of the bits of each place; it holds no three repeats of anything. */
const thueMorse = (length: number) =>
  Array.from({ length }, (_, i) => [...i.toString(2)].filter((bit) => bit === '1').length % 2).join('')

/** The longest unit twice, then broken by one character, again and again. */
const broken = (length: number) =>
  Array.from({ length: Math.ceil(length / 3_000) }, (_, i) =>
    `${fibonacciWord(1_499)}${i % 7}`.repeat(2),
  ).join('!')

const settings = {
  period: { repeats: 5, sentenceChars: 1e9, wordChars: 1e9, otherChars: 1e9 },
  nothingNew: { ngram: 50, words: 1_000, memory: 5_000, share: 1 },
}
const length = 12_000
const texts: [string, string][] = [
  ['prose', 'the quick brown fox jumps over the lazy dog and then goes home to sleep. '.repeat(length / 73)],
  ['one character', 'a'.repeat(length)],
  ['one ideograph', '字'.repeat(length)],
  ['a Fibonacci word', fibonacciWord(length)],
  ['the Thue-Morse word', thueMorse(length)],
  ['long repeats that break', broken(length)],
  ['letters that are words', 'a b a a b '.repeat(length / 10)],
]

describe('cost of the loop guard', () => {
  it.each(texts)('is a fixed number of steps a character, whatever the settings: %s', (_, text) => {
    looks.back = 0
    const multiply = vi.spyOn(Math, 'imul')
    findLoop(text, settings)
    // Two looks each a character (the one that leaves the hash, the one a period ago), and two for each step back it pays for.
    expect(looks.back / text.length).toBeLessThanOrEqual(2 + 2 * 8)
    // Three for the rolling hash; two to take a character in; two to end a word, and four to spread its two hashes.
    expect(multiply.mock.calls.length / text.length).toBeLessThanOrEqual(11)
  })
})

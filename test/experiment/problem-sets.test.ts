import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { goldAnswers, type Problem, problemSchema } from '../../src/config/problem.ts'
import { builtInPath } from '../../src/ground/package-root.ts'

const files = readdirSync(builtInPath('datasets')).sort()

function readSet(file: string): Problem[] {
  const lines = readFileSync(builtInPath('datasets', file), 'utf8').trimEnd().split('\n')
  return lines.map((line) => problemSchema.parse(JSON.parse(line)))
}

const problems = files.flatMap(readSet)

/** How many whole numbers from `low` to `high` pass the test. */
function countWhere(low: number, high: number, test: (n: number) => boolean): number {
  let count = 0
  for (let n = low; n <= high; n++) if (test(n)) count++
  return count
}

/** The only whole number from `low` to `high` that passes the test. */
function onlyWhere(low: number, high: number, test: (n: number) => boolean): number {
  const found = Array.from({ length: high - low + 1 }, (_, step) => low + step).filter(test)
  expect(found).toHaveLength(1)
  return found[0] ?? Number.NaN
}

/** Every order of the items. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, at) =>
    orders([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  )
}

function modPower(base: number, exponent: number, modulus: number): number {
  let power = 1
  for (let step = 0; step < exponent; step++) power = (power * base) % modulus
  return power
}

function pathsBelowDiagonal(size: number, x = 0, y = 0): number {
  if (y > x || x > size) return 0
  if (x === size && y === size) return 1
  return pathsBelowDiagonal(size, x + 1, y) + pathsBelowDiagonal(size, x, y + 1)
}

const coinTosses = Array.from({ length: 2 ** 10 }, (_, tosses) => tosses)
const digitSum = (n: number) => [...String(n)].reduce((sum, digit) => sum + Number(digit), 0)

/** Each arithmetic answer once more, by counting or by another way than the text suggests. */
const computed: Record<string, () => number> = {
  'easy-01': () => 40 + 80 + 13,
  'easy-02': () => Array.from({ length: 23 }, () => 17).reduce((a, b) => a + b),
  'easy-03': () => 64 - (49 - 12 + 20),
  'easy-04': () => onlyWhere(1, 100, (days) => days * 18 === 270),
  'easy-05': () => (240 / 100) * 15,
  'easy-06': () => 4 * 6 * 0.75,
  'easy-07': () => 9 / 12 + 2 / 12,
  'easy-08': () => (Date.UTC(2026, 0, 1, 13, 5) - Date.UTC(2026, 0, 1, 9, 47)) / 60_000,
  'easy-09': () => 28 * 5 * 3,
  'easy-10': () => onlyWhere(0, 6, (rest) => (1000 - rest) % 7 === 0),
  'medium-01': () => (64 * 125 * 80) / 10_000,
  'medium-02': () => countWhere(1, 200, (n) => n % 6 === 0 || n % 8 === 0),
  'medium-03': () => 18 / (18 / 6 + 18 / 9),
  'medium-04': () => Array.from({ length: 50 }, (_, step) => 2 * step + 1).reduce((a, b) => a + b),
  'medium-05': () => countWhere(0, 35, (n) => ((1 + (n % 6)) * (1 + Math.floor(n / 6))) % 2 === 1) / 36,
  'medium-06': () => 60 / (30 / 20 + 30 / 30),
  'medium-07': () => onlyWhere(1, 150, (ann) => ann + 12 === 2 * (ann / 3 + 12)),
  'medium-08': () => new Set(orders([...'LEVEL']).map((order) => order.join(''))).size,
  'medium-09': () => modPower(7, 83, 10),
  'medium-10': () => onlyWhere(12, 23, (long) => long * (23 - long) === 120),
  'hard-01': () => countWhere(1, 999, (n) => digitSum(n) === 9),
  'hard-02': () => onlyWhere(1, 105, (n) => n % 3 === 2 && n % 5 === 3 && n % 7 === 2),
  'hard-03': () => countWhere(0, 6 * 3 - 1, (n) => 10 * (n % 6) + 20 * Math.floor(n / 6) <= 50),
  'hard-04': () => coinTosses.filter((tosses) => (tosses & (tosses >> 1)) === 0).length / 2 ** 10,
  'hard-05': () => {
    const fits = (n: number) => (n * n + 3 * n + 24) % (n + 2) === 0
    return Array.from({ length: 5000 }, (_, n) => (n > 0 && fits(n) ? n : 0)).reduce((a, b) => a + b)
  },
  'hard-06': () => pathsBelowDiagonal(6),
  'hard-07': () => {
    let factorial = 1n
    for (let n = 2n; n <= 2026n; n++) factorial *= n
    return /0*$/.exec(String(factorial))?.[0].length ?? 0
  },
  'hard-08': () =>
    orders(['Bert', 'C', 'D', 'E', 'F']).filter((seats) => seats[0] !== 'Bert' && seats[4] !== 'Bert').length,
  'hard-09': () => modPower(2, 100, 125),
  'hard-10': () => orders([1, 2, 3, 4, 5]).filter((row) => row.every((digit, at) => digit !== at + 1)).length,
}

function numberOf(answer: string): number {
  const [numerator, denominator] = answer.split('/').map(Number)
  return (numerator ?? Number.NaN) / (denominator ?? 1)
}

describe('the problem sets that ship with Magi', () => {
  it('are these, of these sizes', () => {
    expect(files.map((file) => [file, readSet(file).length])).toEqual([
      ['ambiguous.jsonl', 10],
      ['arithmetic-easy.jsonl', 10],
      ['arithmetic-hard.jsonl', 10],
      ['arithmetic-medium.jsonl', 10],
      ['choice.jsonl', 12],
      ['multilingual.jsonl', 25],
    ])
  })

  it('give every problem an id of its own, another prompt, a kind and a gold answer', () => {
    expect(new Set(problems.map((problem) => problem.id)).size).toBe(problems.length)
    expect(new Set(problems.map((problem) => problem.prompt)).size).toBe(problems.length)
    for (const problem of problems) {
      expect(problem.kind).toBe(problem.choices === undefined ? 'number' : 'choice')
      expect(goldAnswers(problem).length).toBeGreaterThan(0)
    }
  })

  it('hold numbers where they promise numbers', () => {
    for (const problem of problems.filter((each) => each.kind === 'number')) {
      for (const answer of goldAnswers(problem)) expect(answer).toMatch(/^-?\d+(\.\d+)?(\/\d+)?$/)
    }
  })

  it.each(problems.filter((problem) => computed[problem.id] !== undefined))('answer $id right', (problem) => {
    expect(goldAnswers(problem).map(numberOf)).toEqual([computed[problem.id]?.()])
  })

  it('have every arithmetic answer computed again here', () => {
    const arithmetic = files.filter((file) => file.startsWith('arithmetic-')).flatMap(readSet)
    expect(arithmetic.map((problem) => problem.id).sort()).toEqual(Object.keys(computed).sort())
  })

  it('speak every language that the model cards of Magistral Small name', () => {
    const languages = readSet('multilingual.jsonl').map((problem) => problem.language ?? '')
    const named = 'en fr de el hi id it ja ko ms ne pl pt ro ru sr es sv tr uk vi ar bn zh fa'.split(' ')
    expect([...languages].sort()).toEqual(named.sort())
  })

  it('accept more than one answer exactly where a problem was made ambiguous', () => {
    const several = problems.filter((problem) => goldAnswers(problem).length > 1)
    expect(several).toEqual(readSet('ambiguous.jsonl'))
  })
})

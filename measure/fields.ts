import { answerGrouper } from '../src/answer/answer-grouper.ts'
import { fieldReader } from '../src/answer/fields/field-reader.ts'
import { type RandomSource, randomSource, shuffled } from '../src/ground/random.ts'
import { voteByFields } from '../src/vote/fields/vote-by-fields.ts'
import { votingPolicy } from '../src/vote/policy.ts'
import { simulateVote, type VotedSample } from '../src/vote/recount.ts'
import { percent, print, printTable } from './support/table.ts'

/** Ballots of one vote. */
const n = 8
const seed = 20_261_201

/**
 * Prints what a vote field by field elects where the right answer is known, what it costs, and whether the risk that it states is kept. Everything is
 * simulated: no model runs.
 *
 * @param args - `--votes K` (votes of each row; 2,000).
 */
export async function run(args: string[]): Promise<void> {
  const at = args.indexOf('--votes')
  const votes = at < 0 ? 2_000 : Number(args[at + 1])
  print(
    `*Simulated*: ${votes} votes of ${n} ballots each, seed ${seed}, ties to the smallest launch index, no model.`,
  )
  print()
  scalars(votes)
  print()
  arrays(Math.max(1, Math.floor(votes / 4)))
  print()
  risk(votes)
  print()
  large()
}

const fieldNames = Array.from({ length: 12 }, (_, at) => `field_${at}`)
const scalarSchema = {
  type: 'object',
  properties: Object.fromEntries(fieldNames.map((name) => [name, { type: 'integer' }])),
  required: fieldNames,
}

/** A ballot of 12 fields; right ones are 0. Of the wrong ones a share is 1, the others are each their own. */
function scalarBallot(random: RandomSource, noise: number, alike: number): string {
  return JSON.stringify(
    Object.fromEntries(
      fieldNames.map((name) => {
        if (random.next() >= noise) return [name, 0]
        return [name, random.next() < alike ? 1 : 2 + random.below(1_000_000_000)]
      }),
    ),
  )
}

function scalars(votes: number): void {
  const reader = fieldReader(scalarSchema)
  const right = scalarText()
  const rows = [0, 0.5].map((alike) => {
    const random = randomSource(seed)
    const counts = { field: 0, whole: 0, one: 0 }
    const group = answerGrouper({ kind: 'json' })
    for (let vote = 0; vote < votes; vote++) {
      const ballots = Array.from({ length: n }, () => scalarBallot(random, 0.15, alike))
      const byField = voteByFields(ballots, reader, { tie: 'first' })
      if (byField.type === 'won' && byField.answer === right) counts.field += 1
      const [leader] = group(ballots).clusters
      if (leader?.answer === right) counts.whole += 1
      if (ballots[0] === right) counts.one += 1
    }
    const exact = exactField(0.15, alike) ** fieldNames.length
    return [
      alike === 0 ? 'each wrong in its own way' : 'half of the wrong values alike',
      percent(counts.field / votes),
      percent(exact),
      percent(counts.whole / votes),
      percent(counts.one / votes),
      percent(0.85 ** fieldNames.length),
    ]
  })
  printTable(
    ['12 scalar fields, 15 % noise', 'by field', 'exactly', 'by whole', 'one sample', 'exactly'],
    rows,
  )
}

function scalarText(): string {
  return JSON.stringify(Object.fromEntries(fieldNames.map((name) => [name, 0])))
}

/**
 * Chance that the right value wins one field: it has more ballots than any wrong one, or as many and the first of them. A tie of equals goes to each
 * with the same chance, since the order of ballots says nothing.
 */
function exactField(noise: number, alike: number): number {
  let chance = 0
  for (let right = 0; right <= n; right++) {
    for (let same = 0; right + same <= n; same++) {
      const others = n - right - same
      const ways = choose(n, right) * choose(n - right, same)
      const p = ways * (1 - noise) ** right * (noise * alike) ** same * (noise * (1 - alike)) ** others
      const most = Math.max(right, same, others > 0 ? 1 : 0)
      if (right < most || right === 0) continue
      const level = [right === most, same === most].filter(Boolean).length + (most === 1 ? others : 0)
      chance += p / level
    }
  }
  return chance
}

function choose(all: number, taken: number): number {
  let ways = 1
  for (let at = 1; at <= taken; at++) ways = (ways * (all - taken + at)) / at
  return ways
}

const itemSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      quantity: { type: 'integer' },
      price: { type: 'number' },
      unit: { type: 'string' },
    },
    required: ['name', 'quantity', 'price', 'unit'],
  },
}

const goods = ['flour', 'salt', 'oil', 'sugar', 'rice', 'tea'].map((name, at) => ({
  name,
  quantity: at + 1,
  price: 1.25 * (at + 1),
  unit: at % 2 === 0 ? 'kg' : 'l',
}))

/** Five items in any order, in one of five samples one missing or invented, each leaf wrong in one of ten. */
function arrayBallot(random: RandomSource): string {
  const gold = goods.slice(0, 5)
  const change = random.next()
  const missing = random.below(5)
  const items = change < 0.1 ? gold.filter((_, at) => at !== missing) : [...gold]
  if (change >= 0.1 && change < 0.2)
    items.push({
      name: `item ${random.below(1_000_000)}`,
      quantity: random.below(99),
      price: random.below(99),
      unit: 'kg',
    })
  const noisy = items.map((item) => ({
    name: random.next() < 0.1 ? `name ${random.below(1_000_000)}` : item.name,
    quantity: random.next() < 0.1 ? 100 + random.below(1_000_000) : item.quantity,
    price: random.next() < 0.1 ? 100 + random.below(1_000_000) : item.price,
    unit: random.next() < 0.1 ? `unit ${random.below(1_000_000)}` : item.unit,
  }))
  return JSON.stringify(shuffled(noisy, random))
}

function arrays(votes: number): void {
  const gold = sortedText(goods.slice(0, 5))
  const withKey = { ...itemSchema, 'x-magi-key': ['name'] }
  const rows = [
    ['matched, or by a key that is found', itemSchema],
    ['by x-magi-key', withKey],
  ].map(([label, schema]) => {
    const reader = fieldReader(schema)
    const random = randomSource(seed)
    let exact = 0
    for (let vote = 0; vote < votes; vote++) {
      const ballots = Array.from({ length: n }, () => arrayBallot(random))
      const outcome = voteByFields(ballots, reader, { tie: 'first' })
      if ('answer' in outcome && sortedText(JSON.parse(outcome.answer)) === gold) exact += 1
    }
    return [String(label), percent(exact / votes)]
  })
  printTable(
    [`5 shuffled objects, 10 % noise a leaf, one missing or invented in 20 % (${votes} votes)`, 'exact'],
    rows,
  )
}

function sortedText(items: readonly unknown[]): string {
  return items
    .map((item) => JSON.stringify(item))
    .sort()
    .join('\n')
}

/** How often the rule stops at an outcome other than that of all samples, beside the mean risk that it states. */
function risk(votes: number): void {
  const reader = fieldReader(scalarSchema)
  const group = answerGrouper({ kind: 'json', fields: reader })
  const sources = [
    { label: '15 % noise, each in its own way', noise: 0.15, alike: 0 },
    { label: '30 % noise, half alike', noise: 0.3, alike: 0.5 },
    { label: '45 % noise, all alike', noise: 0.45, alike: 1 },
  ]
  const most = Math.min(votes, 500)
  const rows = sources.map(({ label, noise, alike }) => {
    const random = randomSource(seed)
    let [changed, stated, drawn] = [0, 0, 0]
    for (let vote = 0; vote < most; vote++) {
      const samples = Array.from({ length: 16 }, (_, index) =>
        sampleOf(index, scalarBallot(random, noise, alike)),
      )
      const terms = { n: 16, voteBy: 'field', tie: 'first' } as const
      const all = simulateVote(samples, votingPolicy('vote', { ...terms, rule: 'all' }), group)
      const stopped = simulateVote(samples, votingPolicy('vote', { ...terms, rule: 'predictive' }), group)
      drawn += stopped.samples.drawn
      stated += stopped.risk
      if (JSON.stringify(answerOf(all.vote)) !== JSON.stringify(answerOf(stopped.vote))) changed += 1
    }
    return [label, (drawn / most).toFixed(2), percent(changed / most), percent(stated / most)]
  })
  printTable(
    [`rule predictive, N 16, 12 fields (${most} votes)`, 'drawn', 'other than all 16', 'stated at most'],
    rows,
  )
}

function answerOf(vote: object): unknown {
  return 'answer' in vote ? vote.answer : undefined
}

function sampleOf(index: number, value: string): VotedSample {
  return {
    index,
    answer: { type: 'found', value, kind: 'json', by: 'json' },
    end: { type: 'finished', reason: 'stop' },
    forced: false,
    tokens: { output: 0, thinking: 0, counted: 'parts' },
  } as unknown as VotedSample
}

/** The time of a count of 1,000 ballots of 200 leaves. */
function large(): void {
  const names = Array.from({ length: 200 }, (_, at) => `field_${at}`)
  const flat = {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name, at) => [name, { type: at % 2 === 0 ? 'integer' : 'string' }]),
    ),
  }
  const random = randomSource(seed)
  const flatBallots = Array.from({ length: 1_000 }, () =>
    JSON.stringify(
      Object.fromEntries(
        names.map((name, at) => {
          const wrong = random.next() < 0.15 ? random.below(1_000_000) : at
          return [name, at % 2 === 0 ? wrong : `value ${wrong}`]
        }),
      ),
    ),
  )
  const listBallots = Array.from({ length: 1_000 }, () =>
    JSON.stringify(
      Array.from({ length: 50 }, (_, at) => ({
        name: random.next() < 0.1 ? `name ${random.below(1_000_000)}` : `item ${at}`,
        quantity: random.next() < 0.1 ? random.below(1_000_000) : at,
        price: random.next() < 0.1 ? random.below(1_000_000) : at / 4,
        unit: at % 2 === 0 ? 'kg' : 'l',
      })),
    ),
  )
  const rows = [
    ['200 scalar fields', flat, flatBallots] as const,
    ['an array of 50 objects of 4', itemSchema, listBallots] as const,
  ].map(([label, schema, answers]) => {
    const reader = fieldReader(schema)
    const ballots = answers.map((answer, index) => ({ index, answer }))
    const begun = process.cpuUsage()
    reader.tally(ballots)
    const { user, system } = process.cpuUsage(begun)
    return [label, `${((user + system) / 1e6).toFixed(2)} s`]
  })
  printTable(['1,000 ballots of 200 leaves (*measured*, time of the processor)', 'count'], rows)
}

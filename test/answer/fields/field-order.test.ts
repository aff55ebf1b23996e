import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldReader } from '../../../src/answer/fields/field-reader.ts'
import type { FieldBallot } from '../../../src/answer/fields/field-tally.ts'

const item = {
  type: 'object',
  properties: {
    sku: { type: 'string' },
    quantity: { type: 'integer' },
    note: { type: ['string', 'null'] },
    sizes: { type: 'array', items: { type: 'number' } },
  },
  required: ['sku', 'quantity', 'sizes'],
}
const order = {
  type: 'object',
  properties: {
    buyer: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    items: { type: 'array', items: item },
  },
  required: ['buyer', 'items'],
}

const word = fc.constantFrom('a', 'b', 'c', 'd')
const items = fc.array(
  fc.record(
    {
      sku: word,
      quantity: fc.integer({ min: 1, max: 3 }),
      note: fc.option(word),
      sizes: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 3 }),
    },
    { requiredKeys: ['sku', 'quantity', 'sizes'] },
  ),
  { maxLength: 4 },
)
const answer = fc.record(
  { buyer: word, tags: fc.uniqueArray(word), items },
  { requiredKeys: ['buyer', 'items'] },
)
const answers = fc.array(answer, { minLength: 1, maxLength: 7 })

const ballotsOf = (values: readonly unknown[]): FieldBallot[] =>
  values.map((value, index) => ({ index, answer: JSON.stringify(value) }))

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort()

describe('the order in which ballots and items come', () => {
  it('of ballots changes nothing at all', () => {
    const reader = fieldReader(order)
    fc.assert(
      fc.property(answers, fc.infiniteStream(fc.nat()), (values, keys) => {
        const ballots = ballotsOf(values)
        const shuffled = ballots
          .map((ballot) => ({ ballot, key: keys.next().value }))
          .sort((left, right) => left.key - right.key)
          .map(({ ballot }) => ballot)
        expect(reader.tally(shuffled)).toEqual(reader.tally(ballots))
      }),
      { numRuns: 150 },
    )
  })

  it('of samples changes neither which items are in, nor how many votes anything has', () => {
    const list = { type: 'array', items: item }
    const reader = fieldReader(list)
    const votesOf = (values: readonly unknown[]) =>
      reader
        .tally(ballotsOf(values))
        .counts.map(({ kind, options, ballots }) =>
          JSON.stringify([kind, ballots, options.map(({ samples }) => samples.length).sort()]),
        )
        .sort()
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 7 }), (values) => {
        expect(votesOf([...values].reverse())).toEqual(votesOf(values))
      }),
      { numRuns: 150 },
    )
  })

  it('of items changes neither which are in nor what they say', () => {
    const list = { type: 'array', items: item }
    const reader = fieldReader(list)
    const electedOf = (values: readonly unknown[]) =>
      sorted(JSON.parse(reader.tally(ballotsOf(values)).assembled ?? '[]'))
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 7 }), (values) => {
        expect(electedOf(values.map((each) => [...each].reverse()))).toEqual(electedOf(values))
      }),
      { numRuns: 150 },
    )
  })
})

describe('what is elected', () => {
  it('is the answer of all where all say the same', () => {
    const reader = fieldReader(order)
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 5 }), (value, count) => {
        const tally = reader.tally(ballotsOf(Array.from({ length: count }, () => value)))
        expect(JSON.parse(tally.assembled ?? 'null')).toEqual(value)
        expect(tally.exact).toHaveLength(count)
      }),
      { numRuns: 150 },
    )
  })

  it('fits the schema where only values are voted', () => {
    const reader = fieldReader(order)
    fc.assert(
      fc.property(answers, (values) => {
        expect(reader.tally(ballotsOf(values)).fits).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

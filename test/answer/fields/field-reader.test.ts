import { describe, expect, it } from 'vitest'
import { fieldReader } from '../../../src/answer/fields/field-reader.ts'

const contract = {
  type: 'object',
  properties: { party: { type: 'string' }, amount: { type: 'number' }, notice_days: { type: 'integer' } },
  required: ['party', 'amount', 'notice_days'],
}

/** The tally of JSON values, each the ballot of its place. */
const tallyOf = (schema: unknown, values: readonly unknown[]) =>
  fieldReader(schema).tally(
    values.map((value, index) => ({
      index,
      answer: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  )

/** What is elected, as a value. */
const electedOf = (schema: unknown, values: readonly unknown[]) => {
  const { assembled } = tallyOf(schema, values)
  return assembled === undefined ? undefined : JSON.parse(assembled)
}

/** Path, what is elected, and the votes of each option. */
const shownOf = (schema: unknown, values: readonly unknown[]) =>
  tallyOf(schema, values)
    .counts.filter(({ shown }) => shown)
    .map(
      ({ path, options }) =>
        `${path}: ${options.map(({ value, samples }) => `${value ?? 'absent'} ${samples.join(',')}`).join(' | ')}`,
    )

describe('a vote field by field', () => {
  it('elects an object that nobody wrote, where each field has its majority', () => {
    const ballots = [
      { party: 'Acme', amount: 100, notice_days: 31 },
      { party: 'Acme', amount: 101, notice_days: 30 },
      { party: 'Acme Ltd', amount: 100, notice_days: 30 },
      { party: 'acme', amount: 100.0, notice_days: 30 },
    ]
    const tally = tallyOf(contract, ballots)
    expect(tally.assembled).toBe('{"party":"Acme","amount":100,"notice_days":30}')
    expect(tally).toMatchObject({ fits: true, exact: [], medoid: { index: 3 } })
    expect(shownOf(contract, ballots)).toEqual([
      'party: "Acme" 0,1,3 | "Acme Ltd" 2',
      'amount: 100 0,2,3 | 101 1',
      'notice_days: 30 1,2,3 | 31 0',
    ])
  })

  it('keeps null, absence and an empty text apart', () => {
    const schema = { type: 'object', properties: { a: { type: ['string', 'null'] } }, required: [] }
    expect(shownOf(schema, [{ a: null }, {}, { a: '' }, {}, { a: 'x' }])).toEqual([
      'a: absent 1,3 | null 0 | "" 2 | "x" 4',
    ])
  })

  it('does not round numbers', () => {
    const schema = { type: 'object', properties: { id: { type: 'number' } }, required: ['id'] }
    const tally = tallyOf(schema, [
      '{"id":9007199254740993}',
      '{"id":9007199254740992}',
      '{"id":9007199254740993.0}',
    ])
    expect(tally.assembled).toBe('{"id":9007199254740993}')
  })

  it('aligns the items of an array by a key of the schema, by one that is found, or by their leaves', () => {
    const item = (id: string, n: number, t: string) => ({ id, n, t })
    const items = {
      type: 'object',
      properties: { id: { type: 'string' }, n: { type: 'number' }, t: { type: 'string' } },
    }
    const ballots = [
      [item('a', 1, 'x'), item('b', 2, 'y')],
      [item('b', 2, 'y'), item('a', 1, 'z')],
      [item('a', 7, 'x'), item('b', 2, 'y'), item('c', 3, 'w')],
    ]
    const elected = [item('a', 1, 'x'), item('b', 2, 'y')]
    for (const schema of [
      { type: 'array', items, 'x-magi-key': ['id'] },
      { type: 'array', items },
    ]) {
      expect(electedOf(schema, ballots)).toEqual(elected)
    }
    expect(tallyOf({ type: 'array', items, 'x-magi-key': ['id'] }, ballots).alignments).toEqual([
      { path: '$', by: 'schema', key: ['id'] },
    ])
    expect(tallyOf({ type: 'array', items }, ballots).alignments).toEqual([
      { path: '$', by: 'found', key: ['id'] },
    ])
  })

  it('elects elements of arrays by half of the ballots, sets once, and arrays of arrays row by row', () => {
    const list = (more: object) => ({
      type: 'object',
      properties: { tags: { type: 'array', items: { type: 'string' }, ...more } },
    })
    const ballots = [
      { tags: ['a', 'b', 'b'] },
      { tags: ['b', 'a', 'b'] },
      { tags: ['a', 'c', 'b'] },
      { tags: ['a'] },
    ]
    expect(electedOf(list({}), ballots)).toEqual({ tags: ['a', 'b'] })
    expect(electedOf(list({}), ballots.slice(0, 3))).toEqual({ tags: ['a', 'b', 'b'] })
    const matrix = {
      type: 'object',
      properties: { m: { type: 'array', items: { type: 'array', items: { type: 'number' } } } },
    }
    const rows = [
      {
        m: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      {
        m: [
          [1, 2, 3],
          [4, 5, 7],
        ],
      },
      {
        m: [
          [1, 2, 9],
          [4, 5, 6],
        ],
      },
    ]
    expect(electedOf(matrix, rows)).toEqual({
      m: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    })
  })

  it('takes prose whole from the ballot that agrees most', () => {
    const schema = {
      type: 'object',
      properties: { decision: { enum: ['deny', 'grant'] }, reason: { type: 'string' } },
      required: ['decision', 'reason'],
    }
    const reason = (about: string) => `${about} `.repeat(30)
    const tally = tallyOf(schema, [
      { decision: 'grant', reason: reason('all is well') },
      { decision: 'deny', reason: reason('the term is over') },
      { decision: 'deny', reason: reason('it came too late') },
    ])
    expect(JSON.parse(tally.assembled ?? '')).toEqual({
      decision: 'deny',
      reason: reason('the term is over'),
    })
    expect(tally.prose).toEqual([
      { path: 'reason', value: JSON.stringify(reason('the term is over')), sample: 1 },
    ])
  })

  it('follows references, nullable objects, maps, alternatives, and allOf', () => {
    const schema = {
      $defs: {
        person: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            boss: { anyOf: [{ $ref: '#/$defs/person' }, { type: 'null' }] },
          },
          required: ['name'],
        },
      },
      allOf: [{ $ref: '#/$defs/person' }],
      type: 'object',
      properties: { prices: { type: 'object', additionalProperties: { type: 'number' } } },
    }
    const ballots = [
      { name: 'A', boss: { name: 'B', boss: null }, prices: { x: 1, y: 2 } },
      { name: 'A', boss: { name: 'C', boss: null }, prices: { x: 1, y: 3 } },
      { name: 'A', boss: { name: 'B', boss: null }, prices: { x: 4, y: 2, z: 1 } },
      { name: 'D', boss: null, prices: { x: 1, y: 2 } },
    ]
    expect(electedOf(schema, ballots)).toEqual({
      name: 'A',
      boss: { name: 'B', boss: null },
      prices: { x: 1, y: 2 },
    })
  })

  it('elects the shape of an answer before its fields where there are several', () => {
    const card = {
      type: 'object',
      properties: { kind: { const: 'card' }, number: { type: 'string' } },
      required: ['kind', 'number'],
    }
    const cash = {
      type: 'object',
      properties: { kind: { const: 'cash' }, amount: { type: 'number' } },
      required: ['kind', 'amount'],
    }
    const schema = { type: 'object', properties: { pay: { oneOf: [card, cash] } }, required: ['pay'] }
    const ballots = [
      { pay: { kind: 'card', number: '1' } },
      { pay: { kind: 'card', number: '2' } },
      { pay: { kind: 'card', number: '3' } },
      { pay: { kind: 'cash', amount: 5 } },
      { pay: { kind: 'cash', amount: 5 } },
    ]
    expect(electedOf(schema, ballots)).toEqual({ pay: { kind: 'card', number: '1' } })
  })

  it('says where the fields together do not fit the schema', () => {
    const schema = {
      type: 'object',
      properties: { kind: { enum: ['a', 'b'] }, size: { type: 'integer' } },
      required: ['kind', 'size'],
      if: { properties: { kind: { const: 'a' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { size: { maximum: 10 } } },
    }
    const tally = tallyOf(schema, [
      { kind: 'a', size: 1 },
      { kind: 'a', size: 2 },
      { kind: 'a', size: 3 },
      { kind: 'b', size: 20 },
      { kind: 'b', size: 20 },
    ])
    expect(tally).toMatchObject({ assembled: '{"kind":"a","size":20}', fits: false, medoid: { index: 0 } })
  })

  it('names what is voted as a whole', () => {
    const reader = fieldReader({
      type: 'object',
      properties: {
        a: { $ref: 'https://example.org/a.json' },
        b: { type: 'object', patternProperties: { '^x': { type: 'number' } } },
        c: { not: { type: 'number' } },
      },
    })
    expect(reader.unsupported).toEqual([
      { at: '#/properties/a', keyword: '$ref' },
      { at: '#/properties/b', keyword: 'patternProperties' },
      { at: '#/properties/c', keyword: 'not' },
    ])
    expect(reader.fits({ a: 1, b: { x1: 1 }, c: 'x' })).toBe(true)
    expect(reader.fits({ a: 1, b: { x1: 1 }, c: 3 })).toBe(false)
  })

  it('lets the good fields of a ballot vote that does not fit', () => {
    const ballots = [
      { party: 'Acme', amount: 100, notice_days: 'soon' },
      { party: 'Acme', amount: 7 },
      'no json',
    ]
    expect(shownOf(contract, ballots)).toEqual(['party: "Acme" 0,1', 'amount: 100 0 | 7 1', 'notice_days: '])
  })
})

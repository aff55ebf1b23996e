import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExactJson } from '../../src/ground/exact-json.ts'

describe('JSON read exactly', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-18446744073709551616', '-18446744073709551616'],
    ['0.12345678901234567890123', '0.12345678901234567890123'],
    ['12345678.123456789012', '12345678.123456789012'],
    ['1e400', '1e400'],
    ['1e-400', '1e-400'],
    ['9007199254740992.0', '9007199254740992.0'],
    ['9007199254740991', 9007199254740991],
    ['-1.50', -1.5],
    ['0.1', 0.1],
    ['1e5', 100_000],
    ['"9007199254740993"', '9007199254740993'],
  ])('%s is %j', (text, value) => {
    expect(parseExactJson(text)).toBe(value)
    expect(parseExactJson(`{"a":[${text}]}`)).toEqual({ a: [value] })
  })

  it('is otherwise what JSON.parse makes of it: keys that occur twice, and names of prototypes, too', () => {
    const long = '"long":12345678901234567890'
    expect(parseExactJson(`{"a":1,"a":2,"__proto__":3,${long}}`)).toEqual(
      JSON.parse(`{"a":2,"__proto__":3,"long":"12345678901234567890"}`),
    )
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = `{"value":${JSON.stringify(value)},"long":12345678901234567890}`
        const expected = { value, long: '12345678901234567890' }
        expect(withoutNumbers(parseExactJson(text))).toEqual(withoutNumbers(expected))
      }),
    )
  })

  it('is refused as JSON.parse refuses it, and where it is nested too deeply to be read', () => {
    expect(() => parseExactJson('{"a":12345678901234567890')).toThrow(SyntaxError)
    const deep = 100_000
    expect(() => parseExactJson(`${'['.repeat(deep)}12345678901234567890${']'.repeat(deep)}`)).toThrow(
      SyntaxError,
    )
  })
})

/** Every number as text: whether a large one that a double happens to hold is text or not is left open. */
function withoutNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, held) => (typeof held === 'number' ? String(held) : held)))
}

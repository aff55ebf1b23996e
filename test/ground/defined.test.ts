import { describe, expect, expectTypeOf, it } from 'vitest'
import { defined } from '../../src/ground/defined.ts'

describe('defined', () => {
  it('keeps the fields that have a value, in their order', () => {
    const absent: string | undefined = undefined
    const kept = defined({ z: 0, a: '', none: absent, m: null, isOn: false })
    expect(Object.entries(kept)).toEqual([
      ['z', 0],
      ['a', ''],
      ['m', null],
      ['isOn', false],
    ])
    expect('none' in kept).toBe(false)
  })

  it('makes a new object', () => {
    const fields = { a: 1 }
    expect(defined(fields)).not.toBe(fields)
  })

  it('has a type in which what may be undefined may be absent, and is never undefined', () => {
    const maybe = (value: number | undefined) => defined({ name: 'a', count: value })
    expectTypeOf(maybe(1)).toEqualTypeOf<{ name: string; count?: number }>()
    const whole: { readonly name: string; readonly count?: number } = maybe(undefined)
    expect(whole).toEqual({ name: 'a' })
  })

  it('keeps optional fields optional', () => {
    const options: { readonly a?: string; readonly b?: number | undefined } = {}
    expectTypeOf(defined(options)).toEqualTypeOf<{ readonly a?: string; readonly b?: number }>()
    expect(defined(options)).toEqual({})
  })
})

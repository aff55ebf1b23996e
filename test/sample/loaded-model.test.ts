import { expect, it } from 'vitest'
import { entryOf, isSameName } from '../../src/sample/loaded-model.ts'

it('compares names as the runtime does', () => {
  expect(isSameName('Magistral', 'magistral:latest')).toBe(true)
  expect(isSameName('magistral:24b', 'magistral')).toBe(false)
})

it('takes the only entry for a name that shares its weights, and guesses among none', () => {
  const [first, second] = [
    { name: 'magistral:latest', digest: 'aa' },
    { name: 'other:latest', digest: 'bb' },
  ] as const
  expect(entryOf([first, second], 'other')).toBe(second)
  expect(entryOf([first], 'my-magistral')).toBe(first)
  expect(entryOf([first, second], 'my-magistral')).toBeUndefined()
  expect(entryOf([], 'magistral')).toBeUndefined()
})

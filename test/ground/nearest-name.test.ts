import { expect, it } from 'vitest'
import { didYouMean, nearestNames } from '../../src/ground/nearest-name.ts'

const options = ['temperature', 'top_p', 'top_k', 'min_p', 'repeat_penalty', 'repeat_last_n']

it('finds the name that a slip of the fingers meant', () => {
  expect(nearestNames('temprature', options, 1)).toEqual(['temperature'])
  expect(nearestNames('tmeperature', options, 1)).toEqual(['temperature'])
  expect(nearestNames('TOP-P', options, 1)).toEqual(['top_p'])
  expect(nearestNames('repeat_penality', options, 1)).toEqual(['repeat_penalty'])
  expect(nearestNames('balnced', ['balanced', 'card', 'steady'], 3)).toEqual(['balanced'])
})

it('takes case and separators for no difference', () => {
  expect(nearestNames('max-tokens', ['maxTokens', 'maxThinkingTokens'], 1)).toEqual(['maxTokens'])
})

it('finds a name inside a longer one', () => {
  const installed = ['llama3.2:latest', 'hf.co/unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL']
  expect(nearestNames('magistral-small', installed)).toEqual([installed[1]])
})

it('offers the nearest first, and nothing that is far', () => {
  expect(nearestNames('top_x', options, 2)).toEqual(['top_p', 'top_k'])
  expect(nearestNames('generic-reasonerx', ['generic', 'generic-reasoner'], 1)).toEqual(['generic-reasoner'])
  expect(nearestNames('zebra', options)).toEqual([])
  expect(nearestNames('', options)).toEqual([])
  expect(nearestNames('x'.repeat(100_000), options)).toEqual([])
})

it('asks with the nearest name, or not at all', () => {
  expect(didYouMean('majorty', ['majority', 'greedy'])).toBe('Did you mean "majority"?')
  expect(didYouMean('zebra', ['majority', 'greedy'])).toBe('')
})

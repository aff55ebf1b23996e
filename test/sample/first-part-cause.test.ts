import { describe, expect, it } from 'vitest'
import { type FirstPartScene, firstPartCause } from '../../src/sample/first-part-cause.ts'

const ours = { name: 'magistral:24b', digest: 'aa', context: 40_960 }
const other = { name: 'gemma:2b', digest: 'bb', context: 4_096 }

const cause = (scene: Partial<FirstPartScene>) =>
  firstPartCause({
    loaded: [ours],
    isModel: ({ name }) => name === ours.name,
    model: ours.name,
    windowTokens: 40_960,
    drawsOthers: false,
    ...scene,
  })

describe('why nothing came of a request', () => {
  it.each<[string, Partial<FirstPartScene>, RegExp]>([
    ['the runtime says nothing at all', { loaded: undefined }, /^a stall: .*start it anew$/],
    [
      'nothing is loaded',
      { loaded: [] },
      /^a load: magistral:24b is not in memory, so it is still loading\. Allow/,
    ],
    ['another model is loaded', { loaded: [other] }, /^a load: .* or waits for gemma:2b to leave the memory/],
    [
      'it is loaded with another window',
      { loaded: [{ ...ours, context: 4_096 }] },
      /^a queue .* a window of 4096 tokens where 40960 were asked for/,
    ],
    [
      'other samples of ours are drawn',
      { drawsOthers: true },
      /^a queue .* Use fewer --slots, or .*OLLAMA_NUM_PARALLEL$/,
    ],
    [
      'other samples of ours are drawn, and it is listed under another name',
      { loaded: [other], drawsOthers: true },
      /^a queue .* so magistral:24b is loaded, under another name of the same weights\. Use fewer --slots/,
    ],
    ['another model is loaded beside it', { loaded: [other, ours] }, /^a queue .* gemma:2b is in memory too/],
    ['it is loaded, and nothing is drawn', {}, /^a stall: magistral:24b is loaded and draws nothing else/],
    [
      'an older runtime does not tell the window',
      { loaded: [{ name: ours.name, digest: 'aa' }] },
      /^a stall: /,
    ],
  ])('where %s', (_, scene, text) => expect(cause(scene)).toMatch(text))
})

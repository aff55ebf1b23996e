/**
 * A source of chance that repeats: the same numbers, from 0 to below 1, for the same name and seed.
 *
 * FNV-1a over the name and the seed starts mulberry32 (both public domain). Good enough to play samples, and for nothing else.
 */
export function seededChance(name: string, seed: number): () => number {
  let state = 0x811c9dc5
  for (const character of `${name}\u0000${seed}`) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The item at a place from 0 to below 1. */
export function pick<T>(items: readonly T[], place: number): T {
  const item = items[Math.min(Math.floor(place * items.length), items.length - 1)]
  if (item === undefined) throw new RangeError('Nothing to pick from.')
  return item
}

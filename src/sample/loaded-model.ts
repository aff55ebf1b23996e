import type { LoadedModel } from '../runtime/driver.ts'

/** Names as the runtime compares them: case does not matter, and `:latest` may be left out. */
export function isSameName(one: string, other: string): boolean {
  const full = (name: string) => (name.includes(':') ? name : `${name}:latest`).toLowerCase()
  return full(one) === full(other)
}

/**
 * The entry of a model that is known to be in memory.
 *
 * Two names of the same weights share one load, and the runtime lists it under the name that was first (seen on 0.24): where the name is
 * not listed, the only entry there is stands for it.
 */
export function entryOf(loaded: readonly LoadedModel[], name: string): LoadedModel | undefined {
  const [only] = loaded
  return loaded.find((each) => isSameName(each.name, name)) ?? (loaded.length === 1 ? only : undefined)
}

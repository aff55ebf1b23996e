/** Remembers what was made for the last few keys. */
export function lastFew<T>(most: number, make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (key) => {
    const found = made.get(key) ?? make(key)
    made.delete(key)
    made.set(key, found)
    for (const old of made.keys()) {
      if (made.size <= most) break
      made.delete(old)
    }
    return found
  }
}

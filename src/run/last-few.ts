/** Remembers what was made for the last few keys. */
export function lastFew<T>(most: number, make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const recent = new Map<string, Promise<T>>()
  return (key) => {
    const value = recent.get(key) ?? make(key)
    recent.delete(key)
    recent.set(key, value)
    for (const old of recent.keys()) {
      if (recent.size <= most) break
      recent.delete(old)
    }
    return value
  }
}

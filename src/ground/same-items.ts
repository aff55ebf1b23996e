/** Whether two lists hold the same items, compared by `===`, in the same order. */
export function sameItems(items: readonly unknown[], others: readonly unknown[]): boolean {
  if (items.length !== others.length) return false
  for (const [place, item] of items.entries()) if (item !== others[place]) return false
  return true
}

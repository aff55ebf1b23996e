/** What waits for each signal. A signal that is forgotten takes its entry along. */
const waiting = new WeakMap<AbortSignal, Set<{ readonly call: () => void }>>()

/**
 * Calls back once when a signal aborts.
 *
 * However many wait, the signal has one listener: a caller may hand the same signal to any number of samples, and Node would take more than
 * ten listeners for a leak, and say so on standard error. When none waits any more, it has no listener.
 *
 * @param signal - Not aborted yet; one that is calls nothing back.
 * @param call - Must not throw.
 * @returns Ends the wait.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const entry = { call }
  const entries = waiting.get(signal) ?? new Set()
  if (entries.size === 0) {
    waiting.set(signal, entries)
    signal.addEventListener('abort', callAll, { once: true })
  }
  entries.add(entry)
  return () => {
    if (entries.delete(entry) && entries.size === 0) signal.removeEventListener('abort', callAll)
  }
}

function callAll(event: Event): void {
  const entries = waiting.get(event.target as AbortSignal) ?? []
  for (const { call } of entries) call()
}

// Loaded into a process before its own code (`node --expose-gc --import`): says what it has used whenever its parent asks.

/** What a process has used until now. */
export interface Usage {
  /** User and system time, in milliseconds. */
  readonly cpuMs: number
  /** Heap in use after a forced collection, in MB of a million bytes. */
  readonly heapMb: number
}

process.on('message', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cpuMs = (userCPUTime + systemCPUTime) / 1_000
  globalThis.gc?.()
  process.send?.({ cpuMs, heapMb: process.memoryUsage().heapUsed / 1e6 } satisfies Usage)
})
process.channel?.unref()

// Loaded into a process before its own code (`node --expose-gc --import`): says what it has used whenever its parent asks.

/** `cpuMs`: user and system time until now, in milliseconds. `heapMb`: heap in use after a forced collection, in MB of a million bytes. */
export type Usage = 'cpuMs' | 'heapMb'

process.on('message', (usage: Usage) => {
  process.send?.(usage === 'cpuMs' ? cpuMs() : heapMb())
})
process.channel?.unref()

function cpuMs(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  return (userCPUTime + systemCPUTime) / 1_000
}

function heapMb(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

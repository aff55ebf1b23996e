import { writeFileSync } from 'node:fs'

// Loaded into a client before its own code (`node --import`): what the client took is written down as it leaves.

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakMb: (maxRSS * 1_024) / 1_000_000 }
  writeFileSync(process.env['USAGE_FILE'] ?? '', JSON.stringify(usage))
})

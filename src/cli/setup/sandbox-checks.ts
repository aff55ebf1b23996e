import { homedir } from 'node:os'
import { userCacheFolder } from '../../config/config.ts'
import type { Check } from '../../sample/check-model.ts'
import type { OpenedSandbox, Wall } from '../../sandbox/sandbox.ts'
import type { CommandSettings } from '../draw/settings.ts'
import type { CliProcess } from '../terminal/terminal.ts'

const wallNames = { python: 'wall of Python', node: 'wall of Node', system: 'wall of the system' } as const

/**
 * What the check-up says of the sandbox: one line for each wall, which is tried. A wall that is missing is a warning, since only votes on programs need it.
 */
export async function sandboxChecks(
  settings: CommandSettings,
  { openSandbox, env }: CliProcess,
  signal: AbortSignal,
): Promise<Check[]> {
  if (openSandbox === undefined) return []
  const trustNetworkToPython = settings.maybe('sandbox')?.network === 'trusted-to-python'
  const cacheFolder = userCacheFolder(env, env['HOME'] || homedir())
  let opened: OpenedSandbox
  try {
    opened = await openSandbox({ cacheFolder, trustNetworkToPython, signal })
  } catch (thrown) {
    if (signal.aborted) return []
    throw thrown
  }
  if (opened.kind === 'open') await opened.sandbox.close()
  if (opened.walls.length > 0) {
    const runs = opened.kind === 'open'
    return opened.walls.map((wall) => wallCheck(wall, runs))
  }
  const { reason, fix } = opened as Extract<OpenedSandbox, { kind: 'missing' }>
  return [{ name: 'sandbox', status: 'warn', text: `no program is run: ${reason}`, fix }]
}

function wallCheck({ name, stands, text, fix }: Wall, programsRun: boolean): Check {
  const said = `${wallNames[name]}: ${text}`
  if (stands) return { name: 'sandbox', status: 'ok', text: said }
  const then = programsRun
    ? "programs run all the same: your configuration trusts the network to Python's wall"
    : 'no program is run'
  return { name: 'sandbox', status: 'warn', text: `${said}; ${then}`, fix: fix ?? '' }
}

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../house/source-files.ts'
import { emptyFolder } from '../support/folder.ts'

/** Runs a command in a network namespace of its own, which has loopback and nothing else. */
const isolated = (command: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(
    'unshare',
    ['-rn', 'sh', '-c', '(ip link set lo up || ifconfig lo up) && exec "$@"', 'sh', ...command],
    {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    },
  )

/** Makes a connection to an address that is not this machine's, and says how that went. */
const reachOut = `require('node:net').connect(53, '192.0.2.1').on('error', (e) => console.log(e.code)).on('connect', () => console.log('reached'))`

const allowed = isolated(['true']).status === 0
if (!allowed) process.stderr.write('skipped: no network namespace can be made here (unshare -rn, ip)\n')

describe.skipIf(!allowed)('with no network but loopback', () => {
  it('nothing else can be reached', () => {
    expect(isolated([process.execPath, '-e', reachOut]).stdout.trim()).toBe('ENETUNREACH')
  })

  it('the demo names its winner', async () => {
    const folder = emptyFolder()
    const { status, stdout, stderr } = isolated(
      [process.execPath, join(projectFolder, 'bin', 'magi.js'), 'demo', '--json'],
      { HOME: folder, XDG_STATE_HOME: folder },
    )
    expect({ status, vote: JSON.parse(stdout).vote.type }, stderr).toEqual({ status: 0, vote: 'won' })
  })
})

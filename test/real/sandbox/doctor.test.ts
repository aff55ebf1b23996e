import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findSystemTools } from '../../../src/sandbox/system-tools.ts'
import { projectFolder } from '../../house/source-files.ts'

const { namespaces } = await findSystemTools()

describe('magi doctor', () => {
  const home = mkdtempSync(join(tmpdir(), 'magi-test-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** The rows of the sandbox, of the program as it is built. */
  function rows(config: string, behind: readonly string[] = []) {
    const magi = join(projectFolder, 'bin', 'magi.js')
    const [file = '', ...args] = [
      ...behind,
      process.execPath,
      magi,
      'doctor',
      '--host',
      '127.0.0.1:1',
      '--json',
    ]
    const { stdout } = spawnSync(file, args, {
      cwd: home,
      encoding: 'utf8',
      env: { HOME: home, XDG_CONFIG_HOME: config },
    })
    const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string; text: string }[] }
    return checks.flatMap(({ name, status, text }) => (name === 'sandbox' ? [[status, text]] : []))
  }

  it.skipIf(!namespaces)('tries each wall with an interpreter of its own, and ends', () => {
    expect(rows(home)).toEqual([
      ['ok', 'wall of Python: no way from a program to JavaScript, to the system or into the harness'],
      ['ok', 'wall of Node: no files, processes or threads by the permission model of Node; memory limited'],
      [
        'ok',
        expect.stringContaining('wall of the system: no network, and process numbers of its own (unshare)'),
      ],
    ])
  })

  const noNamespaces = [
    'unshare',
    '-r',
    'sh',
    '-c',
    'echo 0 > /proc/sys/user/max_user_namespaces && "$@"',
    'sh',
  ]
  const canForbid = spawnSync(noNamespaces[0] ?? '', [...noNamespaces.slice(1), 'true']).status === 0

  it.skipIf(!canForbid)(
    'says which wall is missing, and what the own configuration of the user makes of that',
    () => {
      const missing =
        'wall of the system: programs could not be kept from the network: unshare does not work here'
      expect(rows(home, noNamespaces)[2]).toEqual(['warn', `${missing}; no program is run`])
      mkdirSync(join(home, 'magi'))
      writeFileSync(join(home, 'magi', 'config.json'), '{"sandbox":{"network":"trusted-to-python"}}')
      expect(rows(home, noNamespaces)[2]).toEqual([
        'warn',
        `${missing}; programs run all the same: your configuration trusts the network to Python's wall`,
      ])
    },
  )
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findSystemTools } from '../../../src/sandbox/system-tools.ts'
import { projectFolder } from '../../house/source-files.ts'

const { namespaces } = await findSystemTools()

describe('magi doctor', () => {
  const home = mkdtempSync(join(tmpdir(), 'magi-test-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** The rows of the sandbox, of the program as it is built, with the programs of the system that are in these folders. */
  function rows(config: string) {
    const { stdout } = spawnSync(
      process.execPath,
      [join(projectFolder, 'bin', 'magi.js'), 'doctor', '--host', '127.0.0.1:1', '--json'],
      { cwd: home, encoding: 'utf8', env: { HOME: home, XDG_CONFIG_HOME: config } },
    )
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
})

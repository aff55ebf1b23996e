import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenedSandbox, SandboxOptions, Wall } from '../../../src/sandbox/sandbox.ts'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith } from '../../support/run-cli.ts'
import { chatStream } from '../../support/scripted-reply.ts'

const walls = {
  python: { name: 'python', stands: true, text: 'no way out' },
  node: { name: 'node', stands: true, text: 'no files' },
  system: { name: 'system', stands: true, text: 'no network' },
  noSystem: { name: 'system', stands: false, text: 'unshare does not work here', fix: 'Install util-linux.' },
} as const satisfies Record<string, Wall>

/** The rows of the sandbox where it opens like this, as JSON has them and as a person reads them. */
async function rows(
  opened: { kind: OpenedSandbox['kind']; walls: readonly Wall[]; reason?: string; fix?: string },
  config?: string,
) {
  const yes = chatStream({ thinking: 'Hm.', text: 'Yes.' })
  const { run } = await cliWith(yes, yes)
  const options: SandboxOptions[] = []
  let closed = 0
  const sandbox = {
    run: () => Promise.reject(new Error('nothing is run')),
    close: async () => {
      closed += 1
    },
  }
  const home = emptyFolder()
  if (config !== undefined) {
    mkdirSync(join(home, 'magi'))
    writeFileSync(join(home, 'magi', 'config.json'), config)
  }
  const asked = {
    env: { XDG_CONFIG_HOME: home, XDG_CACHE_HOME: '/cache' },
    async openSandbox(given: SandboxOptions) {
      options.push(given)
      return { ...opened, sandbox } as OpenedSandbox
    },
  }
  const json = await run(['doctor', '--json'], asked)
  const text = await run(['doctor'], asked)
  const { checks } = JSON.parse(json.stdout) as { checks: { name: string }[] }
  return {
    exitCode: json.exitCode,
    checks: checks.filter(({ name }) => name === 'sandbox'),
    lines: text.stdout.split('\n').flatMap((line, at, all) => {
      if (!line.includes('  sandbox   ')) return []
      return all[at + 1]?.startsWith(' ') ? [line, all[at + 1]] : [line]
    }),
    options: options[0],
    closed,
  }
}

describe('magi doctor on the sandbox', () => {
  it('says of each wall that it stands, and closes the sandbox that it tried', async () => {
    const said = await rows({ kind: 'open', walls: [walls.python, walls.node, walls.system] })
    expect(said).toMatchObject({
      exitCode: 0,
      lines: [
        'ok    sandbox   wall of Python: no way out',
        'ok    sandbox   wall of Node: no files',
        'ok    sandbox   wall of the system: no network',
      ],
      options: { cacheFolder: join('/cache', 'magi'), trustNetworkToPython: false },
      closed: 2,
    })
  })

  it('warns of a wall that is missing, with what to do, and fails for it no vote', async () => {
    const missing = {
      kind: 'missing',
      reason: 'unshare does not work here',
      fix: 'Install util-linux.',
    } as const
    const said = await rows({ ...missing, walls: [walls.python, walls.node, walls.noSystem] })
    expect(said.exitCode).toBe(0)
    expect(said.lines.slice(2)).toEqual([
      'warn  sandbox   wall of the system: unshare does not work here; no program is run',
      '                Install util-linux.',
    ])
    expect(said.checks[2]).toEqual({
      ...{ name: 'sandbox', status: 'warn', fix: 'Install util-linux.' },
      text: 'wall of the system: unshare does not work here; no program is run',
    })
  })

  it('says that programs run without it, where the configuration of the user wants that', async () => {
    const said = await rows(
      { kind: 'open', walls: [walls.python, walls.node, walls.noSystem] },
      '{"sandbox":{"network":"trusted-to-python"}}',
    )
    expect(said.options).toMatchObject({ trustNetworkToPython: true })
    expect(said.lines[2]).toBe(
      "warn  sandbox   wall of the system: unshare does not work here; programs run all the same: your configuration trusts the network to Python's wall",
    )
  })

  it('says that Pyodide is missing, and the line that installs it', async () => {
    const said = await rows({
      kind: 'missing',
      walls: [],
      reason: 'Pyodide is not installed',
      fix: 'Run: npm install',
    })
    expect(said.checks).toEqual([
      {
        ...{ name: 'sandbox', status: 'warn' },
        ...{ text: 'no program is run: Pyodide is not installed', fix: 'Run: npm install' },
      },
    ])
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { runCli, startCli } from '../support/run-cli.ts'
import { ensureBuilt, spawnCli } from '../support/spawn-cli.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })
beforeAll(ensureBuilt, 120_000)

const run = '20261122T101500Z-k3f9'

/** Nobody listens there. */
const nowhere = ['--host', '127.0.0.1:9']

describe('a process whose reader has left before it writes', () => {
  it.each<[string, number]>([
    ['', 0],
    ['--help', 0],
    ['--version', 0],
    ['-V', 0],
    ['help vote', 0],
    ['bench --help', 0],
    ['runs revote --help', 0],
    ['runs', 1],
    ['runs list --json', 1],
    [`runs show ${run}`, 1],
    [`runs show ${run} 0 --json`, 1],
    [`runs revote ${run}`, 1],
    [`runs simulate ${run}`, 1],
    [`runs compare ${run} ${run}`, 2],
    [`runs export ${run}`, 1],
    [`runs verify ${run}`, 1],
    [`report ${run}`, 1],
    [`report ${run} --format html`, 1],
    ['answers compare 1/2 0.5', 1],
    ['answers extract text', 1],
    ['answers group text --json', 1],
    ['guard text', 1],
    ['models', 1],
    ['presets show majority', 1],
    ['profiles --json', 1],
    ['completion zsh', 1],
    ['demo', 1],
    ['demo --serve', 1],
    [`doctor ${nowhere.join(' ')}`, 1],
    [`ask x ${nowhere.join(' ')}`, 5],
    ['vote --no-such-flag', 2],
    ['no-such-command', 2],
  ])('ends without an exception: magi %s', async (line, exitCode) => {
    const { env, runs } = await stateFolder()
    await recordVote(runs, ['4', '4', '5'])
    const text = join(emptyFolder(), 'text')
    await writeFile(text, 'The final answer is 42.\n')
    const args = line.split(' ').filter((word) => word !== '')
    const { child, result } = await spawnCli(
      args.map((word) => (word === 'text' ? text : word)),
      env,
    )
    child.stdout?.destroy()
    const { stderr, ...ending } = await result
    expect(stderr).not.toMatch(/EPIPE|\bat .*\.js:\d|node:internal|Unhandled/)
    expect(ending).toEqual({ exitCode, stdout: '' })
  })

  it.each<[string, number]>([
    ['vote --no-such-flag', 2],
    ['no-such-command', 2],
    [`ask x ${nowhere.join(' ')}`, 5],
    ['presets', 0],
  ])('ends with its own exit code where nobody reads its errors: magi %s', async (line, exitCode) => {
    const { child, result } = await spawnCli(line.split(' '))
    child.stderr?.destroy()
    expect((await result).exitCode).toBe(exitCode)
  })
})

describe('standard output that cannot be written for another reason', () => {
  it.each([['--help'], ['--version'], ['help', 'vote'], ['presets']])('is an error: %s', async (...args) => {
    const running = await startCli(args)
    running.closeStdout('ENOSPC')
    const { exitCode, stderr } = await running.result
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: Standard output cannot be written: write ENOSPC.\n',
    })
  })

  it('does not hide that the command was wrong', async () => {
    const { exitCode, stderr } = await runCli(['no-such-command'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain("unknown command 'no-such-command'")
  })
})

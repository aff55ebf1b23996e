import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ScriptedOllama } from '../../support/scripted-ollama.ts'
import { chatStream, send, stall, stream } from '../../support/scripted-reply.ts'
import { ensureBuilt, hasTerminal, spawnInTerminal } from '../../support/spawn-cli.ts'
import { screenAfter } from '../../support/terminal-screen.ts'
import { bySeed } from '../../support/vote-script.ts'
import { textLine } from '../../support/wire-lines.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

if (!hasTerminal) process.stderr.write('skipped: no terminal can be had here (script)\n')

describe.skipIf(!hasTerminal)('under a terminal', () => {
  beforeAll(ensureBuilt, 120_000)

  async function spawnWith(
    draws: Parameters<typeof ScriptedOllama.start>,
    args: readonly string[],
    env = {},
  ) {
    const ollama = await ScriptedOllama.start(...draws)
    onTestFinished(() => ollama.close())
    return { ollama, running: await spawnInTerminal(args, { OLLAMA_HOST: ollama.host, ...env }) }
  }

  it('a board is drawn in place, and leaves nothing behind but the result', async () => {
    const running = await spawnInTerminal(['demo'])
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    expect(stdout).toContain('slot 1')
    expect(stdout).toContain('thinking')
    const { lines, cursorShown } = screenAfter(stdout)
    expect(lines.slice(0, 3)).toEqual([
      'demo, no model: written samples from an embedded runtime on this machine',
      expect.stringMatching(/^prompt: A fair coin/),
      expect.stringMatching(/^magistral:demo \(/),
    ])
    expect(lines.filter((line) => /slot|loading|queued|tok\/s/.test(line))).toEqual([])
    expect(lines.at(-1)).toBe('1/2')
    expect(lines.at(-2)).toMatch(/^run 2/)
    expect(cursorShown).toBe(true)
  })

  it('a vote that is stopped keeps the screen in order, and the cursor', async () => {
    const endless = stream(send(textLine({ thinking: 'Hm.' })), stall)
    const { running } = await spawnWith(bySeed(100, ['42', endless]), [
      'vote',
      '-n',
      '4',
      '--seed',
      '100',
      '--rule',
      'all',
      'x',
    ])
    await running.shows('1 of 4 drawn')
    running.child.stdin?.write('\u0003')
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(130)
    const { lines, cursorShown } = screenAfter(stdout)
    expect(lines.filter((line) => /slot|free/.test(line))).toEqual([])
    expect(lines).toContain('interrupted: stopping. Ctrl-C again leaves at once.')
    expect(lines.join('')).toContain('stopped: interrupted. 1 sample saved. Go on with: magi vote --resume 2')
    expect(cursorShown).toBe(true)
  })

  it('an answer stands behind its dim thinking', async () => {
    const { running } = await spawnWith([chatStream({ thinking: 'Hm.', text: 'It is 42.' })], ['ask', 'x'])
    const { exitCode, stdout } = await running.result
    expect(exitCode).toBe(0)
    expect(stdout).toContain('\u001b[2mHm.\u001b[22m')
    const { lines, cursorShown } = screenAfter(stdout)
    expect({ lines: lines.slice(-2), cursorShown }).toEqual({
      lines: ['Hm.', 'It is 42.'],
      cursorShown: true,
    })
  })

  it.each([
    ['NO_COLOR', '1', ['ask', 'x']],
    ['TERM', 'xterm', ['ask', '--no-color', 'x']],
  ])('%s=%s takes the colours away', async (name, value, args) => {
    const { running } = await spawnWith([chatStream({ thinking: 'Hm.', text: '42' })], args, {
      [name]: value,
    })
    expect((await running.result).stdout).not.toMatch(/\u001b\[[\d;]*m/)
  })

  it.each([
    ['TERM', 'dumb'],
    ['CI', 'true'],
  ])('%s=%s takes plain lines', async (name, value) => {
    const { running } = await spawnWith(
      bySeed(100, ['42', '42']),
      ['vote', '-n', '2', '--seed', '100', '--rule', 'all', '--no-color', 'x'],
      { [name]: value },
    )
    const { stdout } = await running.result
    expect(stdout).not.toMatch(/\u001b/)
    expect(stdout).toMatch(/#1 42 .* 2 of 2 drawn\r\n/)
  })

  it('--quiet draws nothing', async () => {
    const { running } = await spawnWith(bySeed(100, ['42']), ['vote', '-q', '-n', '1', '--seed', '100', 'x'])
    expect((await running.result).stdout).toBe('42\r\n')
  })
})

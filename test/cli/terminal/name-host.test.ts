import { describe, expect, it } from 'vitest'
import { nameHost } from '../../../src/cli/terminal/name-host.ts'
import { openTerminal } from '../../../src/cli/terminal/terminal.ts'
import { isLoopback, parseHost } from '../../../src/runtime/host.ts'
import { takeReached } from '../../support/loopback-only.ts'
import { recordBench, recordVote, stateFolder } from '../../support/recorded-run.ts'
import { runCli } from '../../support/run-cli.ts'

/** The line about a host; empty where there is none. */
function lineFor(address: string, from: string, flags: { quiet?: boolean } = {}): string {
  let text = ''
  const write = (piece: string) => {
    text += piece
  }
  const stream = { on: () => stream, write }
  const terminal = openTerminal({ stdout: stream, stderr: stream, env: {} } as never, flags)
  nameHost({ url: parseHost(address).url, from }, terminal)
  return text
}

describe('nameHost', () => {
  it('says where prompts go, and what said so', () => {
    expect(lineFor('gpu-box', '--host')).toBe('prompts go to http://gpu-box:11434 (--host)\n')
    expect(lineFor('https://example.com/ollama', 'OLLAMA_HOST')).toBe(
      'prompts go to https://example.com:443/ollama (OLLAMA_HOST)\n',
    )
  })

  it('shows no credentials, and nothing that commands a terminal', () => {
    expect(lineFor('http://me:secret@gpu-box', '/home/\u001b[2Jme/config.json')).toBe(
      'prompts go to http://gpu-box:80 (/home/me/config.json)\n',
    )
  })

  it('is silent under --quiet only where the flag of this call named the host', () => {
    expect(
      ['--host', 'OLLAMA_HOST', 'profile gpu'].map((from) => lineFor('gpu-box', from, { quiet: true })),
    ).toEqual([
      '',
      'prompts go to http://gpu-box:11434 (OLLAMA_HOST)\n',
      'prompts go to http://gpu-box:11434 (profile gpu)\n',
    ])
  })

  it.each([
    '',
    'localhost',
    '127.0.0.1:1',
    '127.9.8.7',
    '0.0.0.0',
    '[::1]:2',
    '::',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
  ])('says nothing of this machine: %j', (address) => {
    expect(lineFor(address, 'OLLAMA_HOST')).toBe('')
  })

  it.each([
    'localhost.example.com',
    '127.0.0.1.example.com',
    '128.0.0.1',
    '10.0.0.7',
    '[::2]',
    'loopback',
    '[::ffff:10.0.0.7]',
  ])('does not take %j for this machine', (address) => {
    expect(isLoopback(parseHost(address).url)).toBe(false)
  })
})

describe('a command that speaks to another host', () => {
  const line = 'prompts go to http://gpu-box:11434 '

  it.each([
    ['ask x', '--host'],
    ['vote x', '--host'],
    ['bench arithmetic-easy', '--host'],
    ['doctor', '--host'],
    ['ask x', 'OLLAMA_HOST'],
    ['vote x --json', 'OLLAMA_HOST'],
    ['bench arithmetic-easy --json', 'MAGI_HOST'],
    ['doctor --json', 'MAGI_HOST'],
    ['ask x -q', 'OLLAMA_HOST'],
    ['vote x -q --json', 'MAGI_HOST'],
  ])('names it once, before it reaches for it: magi %s by %s', async (command, from) => {
    const args = [...command.split(' '), ...(from === '--host' ? ['--host', 'gpu-box'] : [])]
    const { stderr } = await runCli(args, { env: from === '--host' ? {} : { [from]: 'gpu-box' } })
    expect(takeReached()).not.toEqual([])
    expect(stderr.startsWith(`${line}(${from})\n`)).toBe(true)
    expect(stderr.split(line)).toHaveLength(2)
  })

  it('does not name it under --quiet where this call did', async () => {
    const { stderr } = await runCli(['vote', 'x', '-q', '--host', 'gpu-box'])
    expect(takeReached()).not.toEqual([])
    expect(stderr).not.toContain('prompts go to')
  })

  it.each(['vote', 'bench'] as const)('names the one that a resumed %s was begun on', async (command) => {
    const { env, runs } = await stateFolder()
    const changes = { runtime: { host: 'http://gpu-box:11434', version: '0.32.15' } }
    if (command === 'vote') await recordVote(runs, ['4'], changes)
    else await recordBench(runs, [{ id: 'a', prompt: 'x', answer: '4' }], { a: ['4'] }, changes)
    const { stderr } = await runCli([command, '--resume', 'k3f9'], { env })
    expect(takeReached()).not.toEqual([])
    expect(stderr.startsWith(`${line}(the run)\n`)).toBe(true)
  })
})

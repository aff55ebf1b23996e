import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, cliWith } from '../../support/run-cli.ts'
import { bySeed } from '../../support/vote-script.ts'

interface DryRun {
  readonly host: string
  readonly seeds: readonly number[]
  readonly request: { readonly options: Readonly<Record<string, unknown>> }
  readonly from: Readonly<Record<string, { readonly value: unknown; readonly from: string }>>
  readonly limits: unknown
}

describe('--dry-run', () => {
  it.each([
    ['ask', [101]],
    ['vote', [101, 102, 103]],
  ] as const)(
    'of %s prints the request that would be sent and every seed, and sends none',
    async (command, seeds) => {
      const args = [command, '--seed', '101', '-o', 'top_k=5', '--system', 'Be brief.', 'What is 6 × 7?']
      const count = command === 'vote' ? ['-n', '3', '--rule', 'all'] : []
      const { ollama, run, start } = await cliWith(...bySeed(101, ['42', '42', '42']))
      const running = await start([...args, ...count, '--dry-run'])
      const { exitCode, stdout } = await running.result
      expect(exitCode).toBe(0)
      const dry = JSON.parse(stdout) as DryRun
      expect(ollama.requests.map(({ path }) => path)).toEqual(['/api/version', '/api/tags', '/api/show'])
      await expect(readdir(running.runs)).rejects.toThrow('ENOENT')
      expect({ host: dry.host, seeds: dry.seeds }).toEqual({ host: ollama.host, seeds })

      await run([...args, ...count])
      const sent = bodiesOf(ollama).sort((a, b) => Number(a.options['seed']) - Number(b.options['seed']))
      expect(sent).toEqual(
        seeds.map((seed) => ({ ...dry.request, options: { ...dry.request.options, seed } })),
      )
    },
  )

  it('says where each value came from', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'magi.json'), '{ "slots": 3, "options": { "top_p": 0.9 } }')
    const { run } = await cliWith()
    const { stdout } = await run(
      ['vote', '--dry-run', '--seed', '1', '-n', '2', '--idle-timeout', '90s', '-o', 'min_p=0.1', 'x'],
      { cwd, env: { MAGI_TIMEOUT: '20m' } },
    )
    const { from, limits } = JSON.parse(stdout) as DryRun
    expect(limits).toEqual({
      firstPartMs: 900_000,
      idleMs: 90_000,
      totalMs: 1_200_000,
      thinkingTokens: 37_888,
      allTokens: 38_912,
    })
    expect(from).toMatchObject({
      n: { value: 2, from: '-n' },
      seed: { value: 1, from: '--seed' },
      host: { from: 'OLLAMA_HOST' },
      idleTimeout: { value: 90_000, from: '--idle-timeout' },
      timeout: { value: 1_200_000, from: 'MAGI_TIMEOUT' },
      firstPartTimeout: { value: 900_000, from: 'profile default' },
      slots: { value: 3, from: join(cwd, 'magi.json') },
      preset: { value: 'majority', from: 'default' },
      schedule: { value: 'eager', from: 'default' },
      tie: { value: 'declare', from: 'default' },
      min: { value: 0, from: 'default' },
      countForced: { value: false, from: 'default' },
      'options.temperature': { value: 0.8, from: 'preset majority' },
      'options.top_p': { value: 0.9, from: join(cwd, 'magi.json') },
      'options.min_p': { value: 0.1, from: '-o' },
      'options.num_ctx': { value: 40_960, from: 'profile default' },
    })
  })

  it('refuses what would be refused', async () => {
    const { run } = await cliWith()
    expect(await run(['vote', '--dry-run', '--preset', 'greedy', 'x'])).toMatchObject({
      exitCode: 2,
      stdout: '',
    })
    expect(await run(['vote', '--dry-run', '--tie', 'toss', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
    expect(await run(['vote', '--dry-run', '--schedule', 'lazy', 'x'])).toMatchObject({
      exitCode: 2,
      stdout: '',
    })
    expect(await run(['vote', '--dry-run', '--rule', 'magic', 'x'])).toMatchObject({
      exitCode: 2,
      stdout: '',
    })
    expect(await run(['vote', '--dry-run', '--extend', '-1', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

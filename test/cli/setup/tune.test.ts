import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/ground/clock.ts'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith } from '../../support/run-cli.ts'
import { chatStream } from '../../support/scripted-reply.ts'

const counting = chatStream({ thinking: 'One, two, three.', text: ['four ', 'five ', 'six ', 'seven '] })

/** The command on a scripted runtime; what it comes to in tokens a second is that of the machine the tests run on. */
async function tuned(args: readonly string[]) {
  const { run } = await cliWith(...Array.from({ length: 64 }, () => counting))
  const config = emptyFolder()
  const options = { clock: systemClock, env: { XDG_CONFIG_HOME: config } }
  return { config, run, options, result: await run(['tune', ...args], options) }
}

const profile = (config: string, name: string) => join(config, 'magi', 'profiles', `${name}.json`)

describe('magi tune', () => {
  it('measures, says what votes would take, and names what is assumed', async () => {
    const { result } = await tuned(['--max-slots', '2', '--repeats', '1'])
    expect(result.exitCode).toBe(0)
    expect(result.stdout).toMatch(/^slots +side by side +tokens\/s .*vote of 16 +vote of 64$/m)
    expect(result.stdout).toMatch(/^best: [12] slots?, [\d.]+ tokens a second/m)
    expect(result.stdout).toContain('for samples of 4,000 tokens (assumed: --sample-tokens)')
    expect(result.stdout).toContain('memory: 19.6 GiB loaded, 100 % of it on the GPU (measured)')
    expect(result.stdout).toContain('OLLAMA_KV_CACHE_TYPE=q8_0 with OLLAMA_FLASH_ATTENTION=1: ')
    expect(result.stderr).toContain('measuring 1 at once, 1 of 1 …')
  })

  it('saves the best as a profile that vote takes its slots from, and says so in the report of the run', async () => {
    const { result, config, run, options } = await tuned([
      '--max-slots',
      '2',
      '--repeats',
      '1',
      '--save',
      'mine',
      '--json',
    ])
    const { best, saved, rates } = JSON.parse(result.stdout)
    expect(saved).toBe(profile(config, 'mine'))
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({
      name: 'mine',
      slots: best.slots,
      measured: { model: 'magistral:24b', rates: expect.any(Array) },
    })
    expect(rates[0]).toMatchObject({ slots: 1, sideBySide: 1, votes: [{ n: 16 }, { n: 64 }] })
    const plan = await run(['vote', 'What is 1 + 1?', '--profile', 'mine', '--dry-run', '--json'], options)
    expect(JSON.parse(plan.stdout)).toMatchObject({
      from: { slots: { value: best.slots, from: 'profile mine' } },
    })
    const folder = join(emptyFolder(), 'run')
    await run(['vote', 'What is 1 + 1?', '-n', '2', '--profile', 'mine', '--run-dir', folder], options)
    const report = await run(['report', folder], options)
    expect(report.stdout).toMatch(
      /drawing [\d,]+ tokens took .* that magi tune measured on \d{4}-\d\d-\d\d for \d slots?, it takes /,
    )
  })

  it('leaves a profile alone that it did not write', async () => {
    const { config, run, options } = await tuned(['--max-slots', '1', '--repeats', '1', '--save', 'mine'])
    const path = profile(config, 'mine')
    const { measured: _measured, ...own } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify(own))
    const { exitCode, stderr } = await run(['tune', '--save', 'mine'], options)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `error: ${path} is a profile of your own that was not measured; it is left as it is.\nGive --save another name.\n`,
    })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(own)
  })

  it.each([
    [['--max-slots', '0'], '--max-slots is 0.'],
    [['--tokens', '4'], '--tokens is 4.'],
    [['--save', 'My Machine'], '"My Machine" cannot be the name of a profile.'],
  ])('refuses %j', async (args, message) => {
    const { result } = await tuned(args)
    expect(result).toMatchObject({ exitCode: 2, stdout: '' })
    expect(result.stderr).toContain(`error: ${message}`)
  })

  it('ends as a vote does without a runtime, and without the model', async () => {
    expect((await tuned(['--host', 'http://127.0.0.1:1'])).result.exitCode).toBe(5)
    expect((await tuned(['-m', 'nothing-like-it'])).result.exitCode).toBe(6)
  })
})

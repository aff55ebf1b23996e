import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/ground/clock.ts'
import { parseHost } from '../../src/runtime/host.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { chatBody } from '../../src/runtime/request-body.ts'
import { type Sample, sampleSchema } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { gather, partsOf } from '../support/gather.ts'
import { runCli } from '../support/run-cli.ts'
import { readRun, readVote } from '../support/vote-script.ts'

/**
 * Runs against a runtime that somebody named, and only then:
 *
 * MAGI_LIVE_HOST=127.0.0.1:11434 MAGI_LIVE_MODEL=magistral npx vitest run test/live
 *
 * MAGI_LIVE_MODEL: absent, as `magi ask` chooses. MAGI_LIVE_OPTIONS: options for every request, as `num_ctx=8192,num_thread=4`; absent,
 * a window of 4,096 tokens. What a model answers is its own affair: what is expected here holds for any that generates text.
 */
const host = process.env['MAGI_LIVE_HOST'] ?? ''
const model = process.env['MAGI_LIVE_MODEL']
const options = (process.env['MAGI_LIVE_OPTIONS'] ?? 'num_ctx=4096').split(',').filter((each) => each !== '')
const title =
  host === '' ? 'a live runtime: not run, MAGI_LIVE_HOST names none' : `the runtime at ${parseHost(host).url}`

/** A load and a few hundred tokens on a slow machine, in milliseconds. */
const longestMs = 15 * 60_000

const common = [
  ...(model === undefined ? [] : ['--model', model]),
  ...options.flatMap((each) => ['-o', each]),
]
const env = { OLLAMA_HOST: host }

/** Runs a command that speaks to the runtime. */
const run = (command: string, ...args: string[]) =>
  runCli([command, ...common, ...args], { env, clock: systemClock })

async function asked(...args: string[]): Promise<{ exitCode: number; sample: Sample; stderr: string }> {
  const { exitCode, stdout, stderr } = await run('ask', '--json', ...args)
  return { exitCode, sample: sampleSchema.parse(JSON.parse(stdout)), stderr }
}

describe.skipIf(host === '')(title, { timeout: longestMs }, () => {
  it('is one on which a vote would run, by magi doctor', async () => {
    const { exitCode, stdout } = await run('doctor', '--json')
    const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string }[] }
    expect(exitCode, stdout).toBe(0)
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['host', 'model', 'thinking', 'template', 'window', 'load', 'request', 'slots']),
    )
  })

  it('draws a sample whose ending, tokens and times add up', async () => {
    const { exitCode, sample } = await asked('--max-tokens', '64', '--on-trip', 'drop', 'What is 9 + 6?')
    const { end, tokens, timing, text, thinking } = sample
    expect(['finished', 'tripped']).toContain(end.type)
    expect(exitCode === 0 || exitCode === 7).toBe(true)
    expect((text + thinking).length).toBeGreaterThan(0)
    expect(tokens.output).toBeGreaterThan(0)
    expect(tokens.output).toBeLessThanOrEqual(65)
    expect(timing.firstPartMs).toBeLessThanOrEqual(timing.elapsedMs)
    if (end.type === 'finished') {
      expect(tokens).toMatchObject({ counted: 'runtime', prompt: expect.any(Number) as number })
    }
  })

  it('refuses a prompt that does not fit, instead of cutting it', async () => {
    const { exitCode, sample } = await asked('--on-trip', 'drop', 'word '.repeat(20_000))
    expect(exitCode).toBe(1)
    expect(sample).toMatchObject({ end: { type: 'failed', code: 'prompt-too-long' }, text: '' })
  })

  it('makes the model answer from its thinking, or says why not', async () => {
    const args = ['--max-thinking-tokens', '8', '--on-trip', 'force', 'How many primes are below 50?']
    const { exitCode, sample, stderr } = await asked(...args)
    const { end, forced, forcedEnd, text } = sample
    if (end.type === 'finished') return // It hardly thought at all.
    expect(end).toMatchObject({ type: 'tripped', guard: 'thinking-budget' })
    if (forcedEnd === undefined) expect(stderr).toContain('cannot be made to answer')
    expect(exitCode).toBe(forced ? 0 : 7)
    if (forced) expect(text.trim()).not.toBe('')
  })

  it('stops when a draw is left, and takes the next request', async () => {
    const driver = createOllamaDriver(host)
    const found = await run('ask', '--dry-run', '--max-tokens', '2000', 'Tell a very long story.')
    const { request } = JSON.parse(found.stdout) as { request: ReturnType<typeof chatBody> }
    const { messages, options: sent, think } = request
    const draw = {
      ...{ model: request.model, messages, options: sent, keepAlive: '5m' },
      ...(think === undefined ? {} : { think }),
    }
    expect(chatBody(draw)).toEqual({ ...request, keep_alive: '5m', stream: undefined })
    let parts = 0
    for await (const _ of driver.draw(draw, new AbortController().signal)) {
      parts += 1
      if (parts === 3) break
    }
    const short = { ...draw, options: { ...sent, num_predict: 2 } }
    const { end } = gather(await partsOf(driver.draw(short, new AbortController().signal)))
    expect(end).toMatchObject({ type: 'finished' })
  })

  it('draws a vote that adds up, is on the disk, and is not drawn again', async () => {
    const folder = `${emptyFolder()}/run`
    const args = ['-n', '2', '--rule', 'all', '--max-tokens', '48', '--on-trip', 'drop', '--run-dir', folder]
    const voted = await run('vote', '--json', ...args, 'What is 9 + 6?')
    expect([0, 3, 4]).toContain(voted.exitCode)
    expect(readVote(voted.stdout).samples).toMatchObject({ asked: 2, drawn: 2, failed: 0 })
    const { samples } = await readRun(folder)
    expect(samples.map(({ index, attempt }) => [index, attempt])).toEqual(
      expect.arrayContaining([
        [0, 1],
        [1, 1],
      ]),
    )
    const again = await runCli(['vote', '--resume', folder, '--json'], { env, clock: systemClock })
    expect(again.exitCode).toBe(voted.exitCode)
    expect(readVote(again.stdout).vote).toEqual(readVote(voted.stdout).vote)
    expect((await readRun(folder)).samples).toHaveLength(2)
  })

  it('names what is installed where the model is not', async () => {
    const args = ['ask', '--model', 'no-such-model-of-magi:1b', 'x']
    const { exitCode, stderr } = await runCli(args, { env, clock: systemClock })
    expect(exitCode).toBe(6)
    expect(stderr).toContain('Installed: ')
    expect(stderr).toContain('ollama pull no-such-model-of-magi:1b')
  })
})

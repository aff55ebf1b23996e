import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { readRecordings, recordedReply } from '../support/recordings.ts'
import { cliWith } from '../support/run-cli.ts'
import { chatStream, type Reply, stall } from '../support/scripted-reply.ts'
import { sharedPath } from '../support/shared.ts'

const sentence = 'Wait, let me think about this once more. '

/** A sample that goes round in its thinking, and then finishes after all. */
const round = chatStream({ thinking: Array.from({ length: 20 }, () => sentence), text: '42' })

/** Runs `ask` on it, and gives which guard ended the sample, if one did. */
async function ending(args: readonly string[], { env, loop }: { env?: object; loop?: unknown } = {}) {
  const { run } = await cliWith(round)
  const config = emptyFolder()
  const profile = {
    ...{
      name: 'mine',
      why: 'a test',
      source: 'own',
      slots: 1,
      keep_alive: '1m',
      options: { num_ctx: 8_192 },
    },
    limits: { load: '1m', firstPart: '1m', idle: '1m', total: '1m', ...(loop === undefined ? {} : { loop }) },
  }
  await mkdir(join(config, 'magi', 'profiles'), { recursive: true })
  await writeFile(join(config, 'magi', 'profiles', 'mine.json'), JSON.stringify(profile))
  const { exitCode, stdout, stderr } = await run(
    ['ask', '--json', '--on-trip', 'drop', '--profile', 'mine', ...args, 'How many?'],
    { env: { XDG_CONFIG_HOME: config, ...env } },
  )
  if (stdout === '') return stderr
  const { end } = JSON.parse(stdout) as { end: { type: string; guard?: string } }
  return { exitCode, end: end.guard ?? end.type }
}

const tripped = { exitCode: 7, end: 'thinking-loop' }
const finished = { exitCode: 0, end: 'finished' }

describe('the loop guard', () => {
  it('ends a sample that goes round, unless it is switched off: by flag, variable or profile', async () => {
    expect(await ending([])).toEqual(tripped)
    expect(await ending(['--no-loop-guard'])).toEqual(finished)
    expect(await ending([], { env: { MAGI_LOOP_GUARD: 'false' } })).toEqual(finished)
    expect(await ending([], { loop: false })).toEqual(finished)
    expect(await ending(['--loop-guard'], { loop: false })).toEqual(tripped)
    expect(await ending(['--loop-guard'], { env: { MAGI_LOOP_GUARD: '0' } })).toEqual(tripped)
  })

  it('is tuned by the profile, signal by signal', async () => {
    const patient = { thinking: { period: { sentenceChars: 5_000 }, nothingNew: false } }
    expect(await ending([], { loop: patient })).toEqual(finished)
    expect(await ending([], { loop: { thinking: { nothingNew: false } } })).toEqual(tripped)
    expect(await ending(['--no-loop-guard'], { loop: { thinking: { nothingNew: false } } })).toEqual(finished)
  })

  it('watches a forced answer too, unless it is switched off', async () => {
    const thoughts = chatStream({ thinking: 'one two three four', text: '42' })
    const circling = chatStream({ text: Array.from({ length: 20 }, () => sentence), shape: 'generate' })
    const { run } = await cliWith(thoughts, circling, thoughts, circling)
    const args = ['ask', '--json', '--max-thinking-tokens', '2', 'How many?']
    const watched = await run(args)
    expect(watched.exitCode).toBe(7)
    expect(JSON.parse(watched.stdout)).toMatchObject({
      end: { guard: 'thinking-budget' },
      forced: false,
      forcedEnd: { type: 'tripped', guard: 'answer-loop' },
    })
    const unwatched = await run([...args, '--no-loop-guard'])
    expect(unwatched.exitCode).toBe(0)
    expect(JSON.parse(unwatched.stdout)).toMatchObject({ end: { guard: 'thinking-budget' }, forced: true })
  })

  it('names the key of a setting that cannot be', async () => {
    const said = await ending([], { loop: { thinking: { period: { repaets: 3 } } } })
    expect(said).toMatch(/mine\.json.*limits\.loop.*repaets/s)
  })
})

const recordings = sharedPath('recordings')
describe.skipIf(recordings === undefined)('a loop recorded from a real runtime', () => {
  const loops = recordings === undefined ? [] : readRecordings(recordings)

  it.each([
    { name: '0.24.0/loop-thinking-greedy', guard: 'thinking-loop', drawn: 375, recorded: 1_155 },
    { name: '0.32.15/loop-thinking-greedy', guard: 'thinking-loop', drawn: 375, recorded: 630 },
    { name: '0.24.0/loop-content-greedy', guard: 'answer-loop', drawn: 51, recorded: 2_200 },
  ])('$name: trips after $drawn of $recorded tokens, and the runtime is stopped', async (loop) => {
    const { name, guard, drawn, recorded } = loop
    const recording = loops.find((each) => each.name === name)
    if (recording === undefined) return expect.fail(`${name} is not among the recordings`)
    const whole = recordedReply(recording)
    // The runtime goes on for as long as it is not stopped: what is sent is more than is read.
    const going: Reply = { ...whole, steps: [...whole.steps.slice(0, drawn + 100), stall] }

    const finished = await cliWith(whole)
    const unguarded = await finished.run(['ask', '--json', '--no-loop-guard', 'Go on.'])
    expect(tokensOf(unguarded.stdout)).toBe(recorded)

    const { run, ollama } = await cliWith(going)
    const { exitCode, stdout, stderr } = await run(['ask', '--json', '--on-trip', 'drop', 'Go on.'])
    expect(exitCode).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({ end: { type: 'tripped', guard }, tokens: { output: drawn } })
    expect(stderr).toContain(`warning: stopped by ${guard}: the last `)
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })
})

function tokensOf(sample: string): number {
  const { end, tokens } = JSON.parse(sample) as { end: { type: string }; tokens: { output: number } }
  expect(end.type).toBe('finished')
  return tokens.output
}

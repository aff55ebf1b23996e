import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sample } from '../../src/sample/sample.ts'
import { defaultReply } from '../support/default-replies.ts'
import { FakeClock, passUntil } from '../support/fake-clock.ts'
import { emptyFolder } from '../support/folder.ts'
import { runCli, startCli, type WireBody } from '../support/run-cli.ts'
import { type Handler, ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream, end, json, send, stall, stream } from '../support/scripted-reply.ts'
import { readRun } from '../support/vote-script.ts'
import { sampleLines, textLine } from '../support/wire-lines.ts'
import { CountedClock } from './support/counted-clock.ts'

const problems = 10
const samples = 2 * problems
const retryStride = 2 ** 20

/** Goes to and fro between two readings, and never ends by itself. */
const circling = stream(
  ...Array.from({ length: 60 }, () =>
    send(textLine({ thinking: 'Or it is meant the other way, and then the answer is another one. ' })),
  ),
  stall,
)
const settled = chatStream({ thinking: 'I take it the usual way.', text: 'Final answer: 8' })
const forcedOut = stream(...sampleLines({ text: '8', shape: 'generate' }).map((line) => send(line)), end)

/** A model that circles at first: under a seed it was not drawn with before, it settles. */
function model(): Handler {
  const drawn = new Set<number>()
  return ({ path, body }) => {
    if (path === '/api/generate') return forcedOut
    const seed = Number((body as WireBody).options['seed'])
    drawn.add(seed)
    return drawn.has((seed - retryStride + 2 ** 31) % 2 ** 31) ? settled : circling
  }
}

async function measured(args: readonly string[], { renders = true } = {}) {
  const draw = model()
  const ollama = await ScriptedOllama.start(...Array.from({ length: 4 * samples }, () => draw))
  onTestFinished(() => ollama.close())
  if (!renders) {
    ollama.on('/api/chat', (request) => {
      const { _debug_render_only: asksPrompt, messages } = request.body as Partial<WireBody>
      if (asksPrompt === true) return json({ message: { content: '' }, done: false })
      return messages?.length === 0 ? defaultReply(request, ollama.installed) : draw(request)
    })
  }
  const home = emptyFolder()
  const folder = join(home, 'run')
  const shared = new FakeClock()
  const clock = new CountedClock(shared)
  const env = { OLLAMA_HOST: ollama.host, HOME: home, XDG_STATE_HOME: join(home, 'state') }
  const running = await startCli(
    ['bench', 'ambiguous', '-n', '2', '--seed', '7', '--preset', 'steady', '--run-dir', folder, ...args],
    { env, clock },
  )
  await passUntil(shared, running.result)
  const { exitCode, stderr } = await running.result
  expect({ exitCode, timers: clock.pendingTimers }, stderr).toEqual({ exitCode: 0, timers: 0 })
  const verified = await runCli(['runs', 'verify', folder], { env })
  expect(verified.exitCode, verified.stdout).toBe(0)
  const closed = await Promise.all(ollama.drawn.map((request) => request.closed))
  return { drawn: (await readRun(folder)).samples, closed, stderr }
}

const endings = (drawn: readonly Sample[]) => {
  const names = drawn.map((sample) => {
    const { end: ending, forced, answer } = sample
    const name = ending.type === 'tripped' ? ending.guard : ending.type
    return [name, ...(forced ? ['forced'] : []), answer.type].join(', ')
  })
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, names.filter((each) => each === name).length]),
  )
}

describe('problems that can be read in two ways, and a model that goes to and fro', () => {
  it('drop: each sample ends as tripped, and its request is stopped', async () => {
    const { drawn, closed } = await measured(['--on-trip', 'drop'])
    expect(endings(drawn)).toEqual({ 'thinking-loop, none': samples })
    expect(closed).toEqual(Array.from({ length: samples }, () => 'hung-up'))
  })

  it('retry: each sample is drawn once more, under another seed, and both attempts are kept', async () => {
    const { drawn, closed } = await measured(['--on-trip', 'retry'])
    expect(endings(drawn)).toEqual({ 'thinking-loop, none': samples, 'finished, found': samples })
    expect(new Set(drawn.map(({ seed }) => seed)).size).toBe(2 * samples)
    expect(closed.filter((each) => each === 'hung-up')).toHaveLength(samples)
  })

  it('force, where the runtime does not tell how: says so before the first sample, and draws again', async () => {
    const { drawn, stderr } = await measured(['--on-trip', 'force'], { renders: false })
    expect(stderr).toMatch(
      /is loaded\nThe model cannot be made to answer from its thinking \(the runtime does not tell the prompt it renders\): a sample that trips is drawn again instead\.\n/,
    )
    expect(endings(drawn)).toEqual({ 'thinking-loop, none': samples, 'finished, found': samples })
  })

  it('force: each sample is made to answer from what it has, keeps its trip, and abstains', async () => {
    const { drawn } = await measured(['--on-trip', 'force'])
    expect(endings(drawn)).toEqual({ 'thinking-loop, forced, found': samples })
    for (const { tokens, text } of drawn) {
      expect(text).toContain('8')
      expect(tokens.output).toBeGreaterThan(tokens.thinking)
    }
  })
})

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { seed, serving } from '../serve/serving.ts'
import { emptyFolder } from '../support/folder.ts'
import { end, hold, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'

/** A Python that has what `python/requirements.txt` names; `.ci/run` makes one. */
const python = process.env['MAGI_TEST_PYTHON']
if (python === undefined)
  process.stderr.write(
    'skipped: MAGI_TEST_PYTHON names no Python with test/real/python/requirements.txt, so no client of Python was run\n',
  )

const model = 'magistral:24b-vote4'
const winner = 'It is so.\n\nFinal answer: 42'
const won = ['42', '42', '41', '42']
const tied = ['42', '41', '41', '42']
const said = 'The vote is tied: 42 and 41 have 2 ballots each of 4.'
const served = { flags: { rule: 'all' } }

interface Given {
  readonly names?: readonly string[]
  readonly thinking?: string
  readonly content?: string
  readonly vote?: unknown
  readonly error?: string
}

/** Runs a program of that Python, and gives what it printed. */
function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const home = emptyFolder()
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: home, LLM_USER_PATH: home },
      // Without it litellm asks another host for prices as soon as it is loaded.
      ...{ LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONIOENCODING: 'utf-8' },
      ...env,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<{ stdout: string; stderr: string; exitCode: number | null }>((resolve) =>
    child.on('close', (exitCode) => resolve({ stdout, stderr, exitCode })),
  )
  return { child, ended }
}

interface Question {
  readonly address: string
  readonly model?: string
  readonly what: 'list' | 'whole' | 'stream' | 'cancel'
}

async function ask(client: string, questions: readonly Question[]): Promise<Given[]> {
  const script = fileURLToPath(new URL('python/ask.py', import.meta.url))
  const steps = questions.map((each) => ({ client, model, ...each }))
  const { stdout, stderr } = await run(python ?? '', [script, JSON.stringify(steps)]).ended
  const line = stdout.trim().split('\n').at(-1) ?? ''
  if (!line.startsWith('[')) throw new Error(`${client} printed no JSON: ${stdout}${stderr}`)
  return JSON.parse(line) as Given[]
}

/** A vote of which one sample is whole, and the others are held. */
function held() {
  const [first = '', ...rest] = sampleLines({ thinking: 'Let me think.', text: ['42'] })
  const reply = stream(send(first), hold(), ...rest.map((line) => send(line)), end)
  return bySeed(seed, ['42', reply, reply, reply])
}

describe.skipIf(python === undefined)('Python’s client', { timeout: 180_000 }, () => {
  it.each([['openai'], ['ollama'], ['litellm'], ['litellm-ollama']])(
    '%s chats, streamed and not, is told of ties and errors, and leaves half-way, down to the runtime',
    async (client) => {
      const { address } = await serving(bySeed(seed, won), served)
      const even = await serving(bySeed(seed, tied), served)
      const strict = await serving(bySeed(seed, tied), { ...served, noConsensus: 'error' })
      const left = await serving(held(), served)
      const [streamed, whole, ...others] = await ask(client, [
        { address, what: 'stream' },
        { address, what: 'whole' },
        { address: even.address, what: 'stream' },
        { address: strict.address, what: 'whole' },
        { address: strict.address, what: 'stream' },
        { address, model: 'nobody:1b-vote4', what: 'whole' },
        { address: left.address, what: 'cancel' },
      ])
      const thinking = expect.stringMatching(/42 leads with 3 of 4\n?$/)
      expect([streamed, whole]).toMatchObject([
        { content: winner, thinking },
        { content: winner, thinking },
      ])
      if (client === 'openai') {
        const vote = { type: 'won', answer: '42', votes: 3, ballots: 4 }
        expect([streamed?.vote, whole?.vote]).toMatchObject([vote, vote])
      }
      expect(others).toMatchObject([
        { content: said },
        { error: expect.stringContaining(said) },
        { error: expect.stringContaining('tied') },
        { error: expect.stringContaining("model 'nobody:1b-vote4' not found") },
        { thinking: expect.stringMatching(/^sample 0: 42/) },
      ])
      const [first, ...rest] = await Promise.all(left.ollama.drawn.map(({ closed }) => closed))
      expect([first, new Set(rest)]).toEqual(['finished', new Set(['hung-up'])])
      await left.served.votes.over()
    },
  )

  it.each([['openai'], ['ollama']])('%s lists models, and those that vote', async (client) => {
    const { address } = await serving([], { listed: ['vote4'] })
    const [listed] = await ask(client, [{ address, what: 'list' }])
    expect(listed?.names).toEqual(['magistral:24b', model])
  })
})

describe.skipIf(python === undefined)('the command llm with llm-ollama', { timeout: 180_000 }, () => {
  const llm = (address: string, ...args: string[]) =>
    run(python ?? '', ['-m', 'llm', ...args], { OLLAMA_HOST: address })

  /** It knows those models alone that are listed. */
  const listed = { ...served, listed: ['vote4'] }

  it('lists the model and the one that votes each by itself', async () => {
    const { address } = await serving([], listed)
    const { stdout } = await llm(address, 'models').ended
    const names = stdout.split('\n').filter((line) => line.startsWith('Ollama: '))
    expect(names).toEqual(['Ollama: ollama/magistral:24b', `Ollama: ollama/${model}`])
  })

  it('gets the winner, streamed and not, and is told of a tie', async () => {
    const { address } = await serving(bySeed(seed, won), listed)
    expect(await llm(address, '-m', `ollama/${model}`, 'What is 6 × 7?').ended).toMatchObject({
      stdout: `${winner}\n`,
      exitCode: 0,
    })
    const { stdout } = await llm(address, '-m', `ollama/${model}`, '--no-stream', 'What is 6 × 7?').ended
    expect(stdout).toBe(`${winner}\n`)
    const strict = await serving(bySeed(seed, tied), { ...listed, noConsensus: 'error' })
    const { stderr, exitCode } = await llm(strict.address, '-m', `ollama/${model}`, 'What is 6 × 7?').ended
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('tied')])
  })

  it('stops its samples at Ctrl-C', async () => {
    const { address, ollama, served: endpoint } = await serving(held(), listed)
    const { child, ended } = llm(address, '-m', `ollama/${model}`, 'What is 6 × 7?')
    while (ollama.drawn.length < 3) await ollama.arrived(ollama.requests.length + 1)
    child.kill('SIGINT')
    await ended
    const endings = await Promise.all(ollama.drawn.map(({ closed }) => closed))
    expect(endings).toEqual(['finished', 'hung-up', 'hung-up'])
    await endpoint.votes.over()
  })
})

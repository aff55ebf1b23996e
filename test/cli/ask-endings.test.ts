import { describe, expect, it } from 'vitest'
import { sampleSchema } from '../../src/sample/sample.ts'
import { FakeClock, passUntil } from '../support/fake-clock.ts'
import { type CliOptions, cliWith, runCli } from '../support/run-cli.ts'
import type { ScriptedOllama } from '../support/scripted-ollama.ts'
import {
  chatStream,
  end,
  errorReply,
  hold,
  type Reply,
  reset,
  send,
  stall,
  stream,
} from '../support/scripted-reply.ts'
import { sampleLines, textLine, wireLine } from '../support/wire-lines.ts'

const endless = (lines: string[]) => stream(...lines.map((line) => send(line)), stall)
const begun = sampleLines({ thinking: 'one two', text: 'Final answer: 42', doneReason: false })

interface Ending {
  readonly name: string
  readonly reply: Reply
  readonly args?: readonly string[]
  readonly exitCode: number
  readonly stdout: string
  /** On stderr, somewhere. */
  readonly says: string
  readonly end: unknown
}

const endings: Ending[] = [
  {
    name: 'finished',
    reply: chatStream({ thinking: 'hm', text: '42' }),
    exitCode: 0,
    stdout: '42\n',
    says: 'hm',
    end: { type: 'finished', reason: 'stop' },
  },
  {
    name: 'cut off at the output limit, with some text',
    reply: chatStream({ text: 'It is', doneReason: 'length' }),
    exitCode: 0,
    stdout: 'It is\n',
    says: 'cut off at the output limit after 3 tokens; --max-tokens changes it',
    end: { type: 'finished', reason: 'length' },
  },
  {
    name: 'cut off at the output limit while it thought',
    reply: chatStream({ thinking: 'hm', doneReason: 'length' }),
    args: ['--on-trip', 'drop'],
    exitCode: 7,
    stdout: '',
    says: 'cut off at the output limit after 2 tokens',
    end: { type: 'finished', reason: 'length' },
  },
  {
    name: 'finished without any answer text',
    reply: chatStream({ thinking: 'hm' }),
    exitCode: 0,
    stdout: '',
    says: 'The model ended without an answer.',
    end: { type: 'finished', reason: 'stop' },
  },
  {
    name: 'finished without the kind of answer that was asked for',
    reply: chatStream({ text: 'I would rather not say.' }),
    args: ['--answer', 'number'],
    exitCode: 4,
    stdout: 'I would rather not say.\n',
    says: 'No answer of the kind that --answer asks for',
    end: { type: 'finished', reason: 'stop' },
  },
  {
    name: 'past its thinking budget',
    reply: endless(begun),
    args: ['--max-thinking-tokens', '1', '--on-trip', 'drop'],
    exitCode: 7,
    stdout: '',
    says: 'stopped by thinking-budget: 2 thinking tokens, 1 allowed',
    end: { type: 'tripped', guard: 'thinking-budget', detail: expect.any(String) },
  },
  {
    name: 'an error line',
    reply: stream(send(textLine({ text: 'It' })), send(wireLine({ error: 'unexpected EOF' })), end),
    exitCode: 1,
    stdout: 'It\n',
    says: 'failed: runtime-error: unexpected EOF',
    end: { type: 'failed', code: 'runtime-error', message: 'runtime-error: unexpected EOF' },
  },
  {
    name: 'a 500 for a wrong option type',
    reply: errorReply(500, 'option "temperature" must be of type float32'),
    exitCode: 1,
    stdout: '',
    says: 'failed: runtime-error: option "temperature" must be of type float32',
    end: {
      type: 'failed',
      code: 'runtime-error',
      message: 'runtime-error: option "temperature" must be of type float32',
    },
  },
  {
    name: 'a stream that just ends',
    reply: stream(send(textLine({ text: 'It' })), end),
    exitCode: 1,
    stdout: 'It\n',
    says: 'failed: ended-without-done',
    end: { type: 'failed', code: 'ended-without-done', message: expect.any(String) },
  },
  {
    name: 'a connection that breaks',
    reply: stream(send(textLine({ text: 'It' })), reset),
    exitCode: 1,
    stdout: 'It\n',
    says: 'failed: reset',
    end: { type: 'failed', code: 'reset', message: expect.any(String) },
  },
  {
    name: 'a prompt that does not fit',
    reply: errorReply(400, 'the input length exceeds the context length'),
    exitCode: 1,
    stdout: '',
    says: 'failed: prompt-too-long',
    end: { type: 'failed', code: 'prompt-too-long', message: expect.any(String) },
  },
]

describe.each(endings)('a sample that ended: $name', ({ reply, args = [], exitCode, stdout, says, end }) => {
  it('gives its text, its exit code and the reason', async () => {
    const { run } = await cliWith(reply)
    const result = await run(['ask', ...args, 'What is 6 × 7?'])
    expect({ exitCode: result.exitCode, stdout: result.stdout }).toEqual({ exitCode, stdout })
    expect(result.stderr).toContain(says)
  })

  it('is one JSON object on stdout', async () => {
    const { run } = await cliWith(reply)
    const result = await run(['ask', '--json', ...args, 'What is 6 × 7?'])
    expect(result.exitCode).toBe(exitCode)
    expect(sampleSchema.parse(JSON.parse(result.stdout)).end).toEqual(end)
  })
})

describe('a limit of time', () => {
  const talks = stream(send(begun[0] ?? ''), stall)
  it.each([
    ['--first-part-timeout', '90s', stream(stall), 90_000, 'stopped by first-part-timeout'],
    ['--idle-timeout', '500ms', talks, 500, 'stopped by idle-timeout'],
    ['--timeout', '1.5s', talks, 1_500, 'stopped by total-timeout'],
  ])('ends the sample at its moment: %s %s', async (flag, limit, reply, ms, says) => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith(reply)
    const running = await start(['ask', flag, limit, '--on-trip', 'drop', 'x'], { clock })
    await ollama.arrived(5)
    await clock.advance(ms - 1)
    expect(running.stderr).not.toContain(says)
    await clock.advance(1)
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' })
    expect(stderr).toContain(says)
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })
})

describe('what stops the command before a sample', () => {
  async function refused(
    args: readonly string[],
    options?: CliOptions,
    change?: (ollama: ScriptedOllama) => void,
  ) {
    const { ollama, run } = await cliWith()
    change?.(ollama)
    const result = await run(['ask', '--json', ...args, 'x'], options)
    expect(result.stdout).toBe('')
    expect(ollama.drawn).toEqual([])
    return result
  }

  it('is a runtime that nobody runs: at once, exit 5', async () => {
    const { ollama, run } = await cliWith()
    const { host } = ollama
    await ollama.close()
    const { exitCode, stdout, stderr } = await run(['ask', '--json', 'x'])
    await ollama.listenAgain()
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' })
    expect(stderr).toContain(`error: No runtime answers at ${host}: connect ECONNREFUSED`)
    expect(stderr).toContain('Start it (ollama serve), or name its address by --host or OLLAMA_HOST.')
  })

  it('is a model that is not there: exit 6, with what is, and what to do', async () => {
    const { exitCode, stderr } = await refused(['--model', 'magistrel:24b'])
    expect(exitCode).toBe(6)
    expect(stderr).toBe(
      'error: Model "magistrel:24b" is not installed.\n' +
        'Installed: magistral:24b. Nearest: magistral:24b. To get it: ollama pull magistrel:24b (or import a GGUF file with ollama create, and name it with --model).\n',
    )
  })

  it('is a model that the runtime would ask another host for: exit 2', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.installed = ollama.installed.map((model) => ({ ...model, remoteHost: 'https://ollama.com' }))
    })
    expect(exitCode).toBe(6)
    expect(stderr).toContain('magistral:24b (remote)')
    const named = await refused(['--model', 'magistral:24b'], {}, (ollama) => {
      ollama.installed = ollama.installed.map((model) => ({ ...model, remoteHost: 'https://ollama.com' }))
    })
    expect(named.exitCode).toBe(2)
    expect(named.stderr).toContain('the runtime sends its requests to https://ollama.com')
  })

  it('is a model that does not load: exit 1, with the reason of the runtime', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.on(
        '/api/chat',
        errorReply(500, 'model requires more system memory (20 GiB) than is available (8 GiB)'),
      )
    })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('model requires more system memory (20 GiB)')
    expect(stderr).toContain('Ask for a smaller window')
  })

  it('is a load that takes too long: exit 1', async () => {
    const clock = new FakeClock()
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['ask', 'x'], { clock, env: { MAGI_LOAD_TIMEOUT: '20m' } })
    await ollama.arrived(4)
    await clock.advance(20 * 60_000)
    const { exitCode, stderr } = await running.result
    expect(exitCode).toBe(1)
    expect(stderr).toContain('magistral:24b was not loaded within 1200 s.')
  })

  it('is something else than a runtime: exit 5', async () => {
    const { exitCode, stderr } = await refused([], {}, (ollama) => {
      ollama.on('/api/version', {
        headers: { 'content-type': 'text/html' },
        steps: [send('<html>Log in'), end],
      })
    })
    expect(exitCode).toBe(5)
    expect(stderr).toContain('is no Ollama server')
  })
})

describe('a stop from outside', () => {
  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
    ['SIGHUP', 143, 'terminated'],
  ] as const)('%s cancels the sample and the work of the runtime', async (signal, exitCode, why) => {
    const { ollama, start } = await cliWith(endless(begun))
    const running = await start(['ask', '--json', 'x'])
    await running.shows('one two')
    running.signal(signal)
    const result = await running.result
    expect(result.exitCode).toBe(exitCode)
    expect(sampleSchema.parse(JSON.parse(result.stdout)).end).toEqual({ type: 'cancelled', why })
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })

  it('keeps what was shown of the answer', async () => {
    const { start } = await cliWith(endless(begun))
    const running = await start(['ask', 'x'])
    await running.shows('answer: 42')
    running.signal('SIGINT')
    const { exitCode, stdout, stderr } = await running.result
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: 'Final answer: 42\n' })
    expect(stderr).toMatch(
      /one two\ninterrupted: stopping. Ctrl-C again leaves at once.\ncancelled: interrupted\n$/,
    )
  })

  it('while the model loads ends the load', async () => {
    const { ollama, start } = await cliWith()
    ollama.on('/api/chat', stream(stall))
    const running = await start(['ask', 'x'])
    const load = await ollama.arrived(4)
    running.signal('SIGINT')
    expect(await running.result).toMatchObject({ exitCode: 130, stdout: '' })
    expect(await load.closed).toBe('hung-up')
  })

  it('at the second time leaves at once', async () => {
    const { start } = await cliWith(endless(begun))
    const running = await start(['ask', 'x'])
    await running.shows('one two')
    running.signal('SIGINT')
    running.signal('SIGINT')
    expect(running.left).toEqual([130])
    await running.result
  })

  it('a stdout that nobody reads any more ends it quietly, and the work of the runtime', async () => {
    const [first = '', second = '', ...rest] = begun.slice(2)
    const pause = hold()
    const { ollama, start } = await cliWith(
      stream(
        send(begun[0] ?? ''),
        send(first),
        pause,
        send(second),
        ...rest.map((line) => send(line)),
        stall,
      ),
    )
    const running = await start(['ask', '--hide-thinking', 'x'])
    await running.shows('Final')
    running.closeStdout()
    pause.release()
    expect(await running.result).toEqual({
      exitCode: 1,
      stdout: 'Final',
      stderr: expect.stringMatching(/is loaded\n$/),
    })
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
  })
})

it('sends a request again that nobody took, and takes exit 5 when nobody ever does', async () => {
  const clock = new FakeClock()
  const { ollama, start } = await cliWith()
  const running = await start(['ask', '--json', '--on-trip', 'drop', 'x'], { clock })
  await running.shows('is loaded')
  await ollama.close()
  await passUntil(clock, running.result)
  const { exitCode, stdout, stderr } = await running.result
  await ollama.listenAgain()
  expect(exitCode).toBe(5)
  expect(sampleSchema.parse(JSON.parse(stdout)).end).toMatchObject({ type: 'failed', code: 'refused' })
  expect(stderr.match(/; trying again in \d+\.\d s/g)).toHaveLength(4)
})

it('runs without a runtime only as far as it needs none', async () => {
  expect(await runCli(['ask', '--answer', 'nmber', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
})

describe('a sample that trips', () => {
  const stuck = endless(begun)

  it('is made to answer from what it has, unless told otherwise', async () => {
    const forced = chatStream({ text: ['42', '.'], shape: 'generate' })
    const { ollama, run } = await cliWith(stuck, forced)
    const { exitCode, stdout, stderr } = await run(['ask', '--max-thinking-tokens', '1', 'What is 6 × 7?'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Final answer: 42.\n' })
    expect(stderr).toContain('stopped by thinking-budget')
    expect(stderr).toContain('answering from what it has')
    expect(await ollama.drawn[0]?.closed).toBe('hung-up')
    expect(ollama.drawn[1]?.body).toMatchObject({
      raw: true,
      prompt: '[INST]What is 6 × 7?[/INST]<think>\none two\n</think>\n\nFinal answer: ',
    })
  })

  it('is drawn again under another seed with --on-trip retry', async () => {
    const { ollama, run } = await cliWith(stuck, chatStream({ text: '42' }))
    const { exitCode, stdout } = await run([
      ...['ask', '--json', '--seed', '7', '--max-thinking-tokens', '1', '--on-trip', 'retry', 'x'],
    ])
    expect(exitCode).toBe(0)
    expect(sampleSchema.parse(JSON.parse(stdout))).toMatchObject({
      seed: 8,
      attempt: 2,
      text: '42',
      index: 0,
    })
    expect(ollama.drawn).toHaveLength(2)
  })
})

import { describe, expect, it } from 'vitest'
import { sampleSchema } from '../../../src/sample/sample.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { cliWith } from '../../support/run-cli.ts'
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
} from '../../support/scripted-reply.ts'
import { sampleLines, textLine, wireLine } from '../../support/wire-lines.ts'

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
    exitCode: 7,
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
    name: 'finished within its thinking',
    reply: chatStream({ thinking: 'hm' }),
    args: ['--on-trip', 'drop'],
    exitCode: 4,
    stdout: '',
    says: 'The model stopped within its thinking, before any answer.',
    end: { type: 'finished', reason: 'in-thinking' },
  },
  {
    name: 'finished within a thought that its tags open and nothing closes',
    reply: chatStream({ text: '<think>hm' }),
    args: ['--on-trip', 'drop'],
    exitCode: 4,
    stdout: '',
    says: 'The model stopped within its thinking, before any answer.',
    end: { type: 'finished', reason: 'in-thinking' },
  },
  {
    name: 'finished without any text',
    reply: chatStream({}),
    exitCode: 4,
    stdout: '',
    says: 'The model ended without an answer.',
    end: { type: 'finished', reason: 'stop' },
  },
  {
    name: 'cut off at the output limit, although an answer of that kind stands in what came',
    reply: chatStream({ text: 'Final answer: 4', doneReason: 'length' }),
    args: ['--answer', 'number'],
    exitCode: 7,
    stdout: 'Final answer: 4\n',
    says: 'cut off at the output limit',
    end: { type: 'finished', reason: 'length' },
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

it('ends a model that writes nothing but closing tags', async () => {
  const tags = Array.from({ length: 400 }, () => send(textLine({ text: '[/THINK]\n' })))
  const { ollama, run } = await cliWith(stream(send(textLine({ thinking: 'one two' })), ...tags, stall))
  const { exitCode, stderr } = await run(['ask', '--on-trip', 'drop', 'x'])
  expect(exitCode).toBe(7)
  expect(stderr).toContain('stopped by answer-loop')
  expect(await ollama.drawn[0]?.closed).toBe('hung-up')
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
    const running = await start(['ask', '--on-trip', 'drop', 'x'])
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
    const running = await start(['ask', '--hide-thinking', '--on-trip', 'drop', 'x'])
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

describe('an answer that is cut, and another that follows', () => {
  /** Ten lines of one kind in the answer, which the guard of loops ends. */
  const looping = stream(
    send(textLine({ thinking: 'hm' })),
    ...Array.from({ length: 400 }, () => send(textLine({ text: 'again and ' }))),
    stall,
  )

  it('leaves one answer on stdout, and the cut one on stderr', async () => {
    const { run } = await cliWith(looping, chatStream({ text: '42' }))
    const { exitCode, stdout, stderr } = await run(['ask', 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Final answer: 42\n' })
    expect(stderr).toContain('hm\nagain and again and again')
    expect(stderr).toContain('stopped by answer-loop')
  })

  it('does so where the sample is drawn again', async () => {
    const { run } = await cliWith(looping, chatStream({ text: '42' }))
    const { exitCode, stdout, stderr } = await run(['ask', '--on-trip', 'retry', 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
    expect(stderr).toContain('again and again and again')
  })

  it('forces an answer out of a model that stops within its thinking', async () => {
    const { ollama, run } = await cliWith(
      chatStream({ thinking: 'Six sevens. ' }),
      chatStream({ text: '42' }),
    )
    const { exitCode, stdout, stderr } = await run(['ask', '--json', 'x'])
    expect({ exitCode, draws: ollama.drawn.length }).toEqual({ exitCode: 0, draws: 2 })
    expect(sampleSchema.parse(JSON.parse(stdout))).toMatchObject({
      text: 'Final answer: 42',
      end: { type: 'finished', reason: 'in-thinking' },
      forced: true,
      forcedEnd: { type: 'finished', reason: 'stop' },
    })
    expect(stderr).toContain('ended within its thinking; answering from what it has')
  })

  it('draws it again where that is asked for', async () => {
    const { run } = await cliWith(chatStream({ thinking: 'Six sevens. ' }), chatStream({ text: '42' }))
    const { exitCode, stdout, stderr } = await run(['ask', '--on-trip', 'retry', 'x'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '42\n' })
    expect(stderr).toContain('ended within its thinking; drawing again')
  })
})

describe('a prompt of more words than the window has tokens', () => {
  it.each(['ask', 'vote'])('is refused by %s before anything is sent', async (command) => {
    const { ollama, run } = await cliWith(chatStream({ text: '42' }))
    const prompt = 'word '.repeat(2_048)
    const { exitCode, stdout, stderr } = await run([command, '-o', 'num_ctx=2048', prompt])
    expect({ exitCode, stdout, drawn: ollama.drawn }).toEqual({ exitCode: 2, stdout: '', drawn: [] })
    expect(stderr).toMatch(
      /has at least 20\d\d tokens \(its words\), and the window holds 2048: it cannot fit\./,
    )
  })

  it('is sent where it may fit', async () => {
    const { ollama, run } = await cliWith(chatStream({ text: '42' }))
    expect(await run(['ask', '-o', 'num_ctx=2048', 'word '.repeat(2_000)])).toMatchObject({ exitCode: 0 })
    expect(ollama.drawn).toHaveLength(1)
  })
})

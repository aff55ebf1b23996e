import { afterEach, describe, expect, it } from 'vitest'
import type { DrawRequest, Message } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { gather, partsOf } from '../support/gather.ts'
import { type Recording, readRecordings, recordedReply } from '../support/recordings.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream } from '../support/scripted-reply.ts'
import { sharedPath } from '../support/shared.ts'

const never = new AbortController().signal

let ollama: ScriptedOllama

afterEach(() => ollama.close())

async function draw(reply: Parameters<ScriptedOllama['draws']>[0], request: Partial<DrawRequest>) {
  ollama = await ScriptedOllama.start(reply as never)
  const whole: DrawRequest = { model: 'magistral:24b', messages: [], options: { num_ctx: 4_096 }, ...request }
  return partsOf(createOllamaDriver(ollama.host).draw(whole, never))
}

it('continues a rendered prompt as it is, with the own parser of the runtime kept away', async () => {
  const rawPrompt = '[INST]What is 6 x 7?[/INST]<think>\nsix times seven\n</think>\n\nThe answer is \\boxed{'
  const parts = await draw(chatStream({ text: ['42', '}.'], shape: 'generate' }), {
    rawPrompt,
    startsIn: 'answer',
    think: true,
    keepAlive: -1,
  })
  expect(gather(parts)).toMatchObject({ thinking: '', text: '42}.', tokens: { thinking: 0, answer: 2 } })
  expect(ollama.requests.map(({ path, body }) => ({ path, body }))).toEqual([
    {
      path: '/api/generate',
      body: {
        model: 'magistral:24b',
        prompt: rawPrompt,
        raw: true,
        think: false,
        options: { num_ctx: 4_096 },
        keep_alive: -1,
        shift: false,
        truncate: false,
        stream: true,
      },
    },
  ])
})

it('sends the thinking and the beginning of the answer as a last message', async () => {
  const messages: Message[] = [
    { role: 'user', content: 'What is 6 x 7?' },
    { role: 'assistant', thinking: 'six times seven', content: 'The answer is \\boxed{' },
  ]
  await draw(chatStream({ text: '42}.' }), { messages, think: true, startsIn: 'answer' })
  expect(ollama.requests[0]?.body).toMatchObject({ messages, think: true })
})

it('splits by the tags that the request names', async () => {
  const parts = await draw(chatStream({ text: ['<reason>six</rea', 'son>', '42'] }), {
    messages: [{ role: 'user', content: 'What is 6 x 7?' }],
    thinkTags: [{ open: '<reason>', close: '</reason>' }],
  })
  expect(gather(parts)).toMatchObject({ thinking: 'six', text: '42' })
})

const folder = sharedPath('recordings')

describe.skipIf(folder === undefined)('recorded continuations', () => {
  const recordings = new Map(
    (folder === undefined ? [] : readRecordings(folder)).map((recording) => [recording.name, recording]),
  )

  const cases: [name: string, startsIn: 'thinking' | 'answer', thinking: string, text: string][] = [
    ['0.24.0/force-chat-thinking', 'answer', '', '12}.'],
    ['0.24.0/force-raw-closed-only', 'answer', '', 'The answer is \\boxed{15}.'],
    ['0.24.0/force-raw-think-false', 'answer', '', '15}.'],
    ['0.32.15/force-chat-thinking', 'answer', '', '15}.'],
    ['0.32.15/force-raw-think-false', 'answer', '', '12}.'],
    ['0.24.0/prefill-content', 'answer', '', '14}.'],
    [
      '0.24.0/prefill-content-inside-thinking',
      'thinking',
      ' 15. 9 plus 6 = 15, 15 - 9 = 6.\n',
      'The answer is \\boxed{6}.',
    ],
    [
      '0.32.15/prefill-content-inside-thinking',
      'thinking',
      ' 15. 9 + 6 = 15, 15 + 6 = 21.\n',
      'The answer is \\boxed{12}.',
    ],
    ['0.32.15/continue-thinking-raw-midway', 'thinking', ' 9 + 6 = 15.\n', 'The answer is \\boxed{10}.'],
    // The runtime's parser splits here: what it calls content stands behind the trace.
    [
      '0.32.15/prefill-open-tag',
      'thinking',
      '9 plus 6. 9 + 6 = 15. 9 + 6 = 24. 24 + 6 = 34.\n',
      'The answer is \\boxed{24}.',
    ],
    [
      '0.24.0/continue-thinking-raw',
      'thinking',
      '9 + 6. 9 - 2 = 8, 9 - 2 = 5, 5 - 2 = 4. So it is 4.\n',
      'The answer is \\boxed{4}.',
    ],
  ]
  for (const [name, startsIn, thinking, text] of cases) {
    it(`${name} goes on in the ${startsIn}`, async () => {
      const parts = await draw(recordedReply(recordings.get(name) as Recording), { startsIn, rawPrompt: 'x' })
      expect(gather(parts)).toMatchObject({ thinking, text, end: { type: 'finished', reason: 'stop' } })
      expect(parts.some(({ type }) => type === 'recast')).toBe(false)
    })
  }

  it('0.32.15/debug-render-chat-prefill shows that a beginning of the answer is honoured', async () => {
    const recording = recordings.get('0.32.15/debug-render-chat-prefill') as Recording
    ollama = await ScriptedOllama.start()
    ollama.on('/api/chat', recordedReply(recording))
    const messages = recording.request.body?.['messages'] as Message[]
    const prompt = await createOllamaDriver(ollama.host).renderPrompt({ model: 'm', messages, options: {} })
    expect(prompt?.endsWith(messages.at(-1)?.content as string)).toBe(true)
  })
})

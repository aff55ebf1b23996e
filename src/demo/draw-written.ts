import type { ServerResponse } from 'node:http'
import type { Problem } from '../config/problem.ts'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { seedCount } from '../ground/seed.ts'
import { type DemoMessage, demoModelName, demoWindow, renderDemoPrompt } from './demo-model.ts'
import type { DemoRequest } from './demo-request.ts'
import { sampleFor } from './known-problems.ts'
import { play } from './play.ts'
import type { Slots } from './slots.ts'
import { playForced, playTokens, tokensOf } from './written-sample.ts'

/** What the demo runtime keeps between requests. */
export interface DemoState {
  readonly problems: readonly Problem[]
  /** Window of the model as loaded, in tokens; 0 while it is not. */
  window: number
  readonly slots: Slots
  readonly tokenDelayMs: number
  readonly clock: Clock
}

/** An answer that is no stream. */
export interface PlainReply {
  readonly status: number
  readonly body: unknown
}

/**
 * Answers a chat or a generate request: loads, unloads, renders, refuses, or plays a written sample into the response.
 *
 * @returns What to send, or `undefined` where the response has been written.
 */
export async function drawWritten(
  endpoint: 'chat' | 'generate',
  request: DemoRequest,
  response: ServerResponse,
  state: DemoState,
): Promise<PlainReply | undefined> {
  const messages = endpoint === 'chat' ? request.messages : generateMessages(request)
  if (messages.length === 0) {
    state.window = request.unloads ? 0 : windowAsked(request)
    return { status: 200, body: emptyReply(endpoint, request.unloads ? 'unload' : 'load') }
  }
  state.window = windowAsked(request)
  const prompt = request.raw ? request.prompt : renderDemoPrompt(messages)
  if (request.renderOnly) return { status: 200, body: renderedReply(endpoint, prompt) }

  const promptTokens = tokensOf(prompt).length
  if (promptTokens >= state.window && request.refusesLongPrompts) {
    return { status: 400, body: { error: tooLong(promptTokens, state.window) } }
  }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const give = await state.slots.take(gone.signal)
  if (give === undefined) return undefined
  try {
    await play(response, {
      ...whatToPlay(request, messages, state),
      endpoint,
      stream: request.stream,
      promptTokens,
      maxTokens: Math.min(outputLimit(request), Math.max(0, state.window - promptTokens)),
      tokenDelayMs: state.tokenDelayMs,
      clock: state.clock,
      signal: gone.signal,
    })
  } finally {
    give()
  }
  return undefined
}

/** The sample for the prompt and the seed; only its answer where the last message has opened it already. */
function whatToPlay(request: DemoRequest, messages: readonly DemoMessage[], state: DemoState) {
  const asked = messages.filter(({ role }) => role !== 'assistant').map(({ content }) => content)
  const sample = sampleFor(asked.join('\n'), seedOf(request), state.problems)
  const last = messages.at(-1)
  const opening = request.raw ? request.prompt : last?.role === 'assistant' ? last.content : undefined
  if (opening !== undefined) return { tokens: playForced(sample, opening), splits: true }
  const cut = defined({ cutAfter: sample.cutAfter })
  return { tokens: playTokens(sample), splits: request.splits, ...cut }
}

/** A seed below 0 is a random one, as in the runtime. */
function seedOf({ options }: DemoRequest): number {
  const { seed } = options
  return typeof seed === 'number' && seed >= 0 ? Math.floor(seed) : Math.floor(Math.random() * seedCount)
}

function outputLimit({ options }: DemoRequest): number {
  const limit = options['num_predict']
  return typeof limit === 'number' && limit > 0 ? limit : Number.POSITIVE_INFINITY
}

/** The window asked for, clamped without a word to the trained one, as in the runtime. */
function windowAsked({ options }: DemoRequest): number {
  const asked = options['num_ctx']
  return typeof asked === 'number' && asked > 0 ? Math.min(asked, demoWindow) : demoWindow
}

function generateMessages({ prompt, messages }: DemoRequest): readonly DemoMessage[] {
  return prompt === '' ? [] : [...messages, { role: 'user', content: prompt }]
}

function emptyReply(endpoint: 'chat' | 'generate', reason: 'load' | 'unload'): unknown {
  const text = endpoint === 'chat' ? { message: { role: 'assistant', content: '' } } : { response: '' }
  return {
    model: demoModelName,
    created_at: new Date().toISOString(),
    ...text,
    done: true,
    done_reason: reason,
  }
}

function renderedReply(endpoint: 'chat' | 'generate', prompt: string): unknown {
  const text = endpoint === 'chat' ? { message: { role: '', content: '' } } : { response: '' }
  return {
    model: demoModelName,
    created_at: new Date().toISOString(),
    ...text,
    done: false,
    _debug_info: { rendered_template: prompt },
  }
}

/** The refusal of the runtime's engine: an error as JSON, in the text of an error as JSON. */
function tooLong(promptTokens: number, window: number): string {
  const message = `request (${promptTokens} tokens) exceeds the available context size (${window} tokens), try increasing it`
  const type = 'exceed_context_size_error'
  return JSON.stringify({ error: { code: 400, message, type, n_prompt_tokens: promptTokens, n_ctx: window } })
}

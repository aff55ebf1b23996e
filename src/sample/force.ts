import type { ModelCard } from '../config/model-card-schema.ts'
import { beginningOf } from '../ground/cut-text.ts'
import { defined } from '../ground/defined.ts'
import type { Guard } from '../guard/guard.ts'
import type { DrawRequest, Message, ModelDetails } from '../runtime/driver.ts'
import { containsControlText, withoutControlText } from './control-text.ts'
import type { Draw } from './draw.ts'
import { estimateTokens } from './limits.ts'
import type { PromptProbe } from './prompt-probe.ts'
import { drawTask, type SamplerPlan, type SampleTask, type SampleWatch } from './sampler.ts'
import { isUnanswered } from './unanswered.ts'

/**
 * How a model is made to answer from what it has thought so far ("budget forcing"; source: Muennighoff et al. 2025, "s1: Simple
 * test-time scaling", arXiv 2501.19393).
 *
 * `chat`: a last assistant message with the thinking and the beginning of the answer, which the runtime leaves open. `raw`: the
 * rendered prompt with the closed thinking behind it. `none`: neither is honoured.
 */
export type ForceWay =
  | { readonly type: 'chat' }
  | { readonly type: 'raw'; readonly prompt: string }
  | { readonly type: 'none'; readonly why: string }

/** What forcing needs beside the way. */
export interface ForcePlan {
  readonly way: ForceWay
  /** Opens the answer, by the model card: `Final answer: `, `\boxed{`. */
  readonly opening: string
  readonly tags: ModelCard['thinkTags']
  /** Output limit of the forced answer, in tokens. */
  readonly answerTokens: number
  /** Guards of the forced request, made new for each: waiting for its slot is no part of the sample's own limits. */
  readonly guards: () => Guard[]
}

/** Where one of several hosts drew a sample. */
export interface DrawPlace {
  /** Its address, without credentials. */
  readonly host: string
  readonly runtimeVersion: string
  /** How long the sample waited for a host, in milliseconds. */
  readonly waitedMs: number
}

/** A draw, and whether its answer was forced out. */
export interface ForcedDraw {
  readonly draw: Draw
  readonly forced: boolean
  /** Absent where there is only one host. */
  readonly place?: DrawPlace
  /** It broke with its host, and is to be drawn again with the same seed: it is no ending of the sample. */
  readonly again?: true
  /** Nothing was drawn, since there is nobody left to draw: why. */
  readonly gone?: string
}

/** Tokens of the tags and of the beginning of a forced answer, and of what is read otherwise in one piece, in the window. */
const seamTokens = 32

/**
 * Finds out how this runtime lets a model go on from a given thought: by the prompt that it would render.
 *
 * @param probe - Asks the runtime; what does not depend on the prompt is asked once.
 * @param request - A request of the run, with its user's text. Where its answer has to fit a format, only the raw prompt will do: in a
 *   chat the runtime holds the format back until the model has thought, and then asks anew.
 * @returns The first way that the rendered prompt shows to be honoured.
 */
export async function findForceWay(
  probe: PromptProbe,
  request: DrawRequest,
  { details, signal }: { readonly details: Pick<ModelDetails, 'addsBos'>; readonly signal?: AbortSignal },
): Promise<ForceWay> {
  if (request.format === undefined && (await probe.continuesChat(request, signal))) return { type: 'chat' }
  const prompt = await probe.rendered(request, request.messages, signal)
  if (prompt === undefined || prompt === '')
    return { type: 'none', why: 'the runtime does not tell the prompt it renders' }
  if (request.messages.some(({ images }) => images !== undefined))
    return { type: 'none', why: 'the prompt holds images' }
  const written = request.messages.find(
    ({ role, content }) => role === 'user' && containsControlText(content),
  )
  if (written !== undefined)
    return { type: 'none', why: 'the prompt holds text that the model would take for a control token' }
  return {
    type: 'raw',
    prompt: details.addsBos ? prompt.replace(/^(<s>|<bos>|<\|begin_of_text\|>)/, '') : prompt,
  }
}

/**
 * Draws a sample, and makes the model answer from what it has when the sample trips, or ends at its output limit without answer
 * text. The sample keeps its ending; the tokens of both requests are counted.
 *
 * Only a forced answer that the model finished by itself counts as forced. What is cut again, or breaks off, is kept as it came, and
 * says nothing.
 */
export async function drawOrForce(
  task: SampleTask,
  plan: SamplerPlan,
  force: ForcePlan,
  signal: AbortSignal,
  watch: SampleWatch & { readonly onForce?: (draw: Draw) => void } = {},
): Promise<ForcedDraw> {
  const draw = await drawTask(task, plan, signal, watch)
  const request = isStuck(draw) ? forcedRequest(task.request, draw, force) : undefined
  if (request === undefined) return { draw, forced: false }
  watch.onForce?.(draw)
  const asked = { ...task, request: request.request }
  const answer = await drawTask(asked, { ...plan, guards: force.guards }, signal, {
    ...watch,
    onPart: beginning(request.begins, watch.onPart),
  })
  const { end, text } = answer
  const whole: Draw = {
    ...joined(draw, answer),
    forcedEnd: end,
    ...(text === '' ? {} : { text: request.behind + request.begins + text }),
    ...(end.type === 'cancelled' ? { end } : {}),
  }
  return { draw: whole, forced: end.type === 'finished' && end.reason === 'stop' && text !== '' }
}

/** Shows how an answer begins, which was written for the model, with the first piece of text that comes behind it. */
function beginning(begins: string, onPart: SampleWatch['onPart']): NonNullable<SampleWatch['onPart']> {
  let left = begins
  return (part, elapsedMs) => {
    const hasText = part.type === 'answer-delta' && part.text !== ''
    onPart?.(hasText ? { ...part, text: left + part.text } : part, elapsedMs)
    if (hasText) left = ''
  }
}

/** Whether a draw ended without an answer of its own, and has something to answer from. */
export function isStuck({ end, text, thinking }: Pick<Draw, 'end' | 'text' | 'thinking'>): boolean {
  if (thinking.trim() === '' && text.trim() === '') return false
  return isUnanswered({ end, text })
}

/**
 * The request that goes on from a draw, the answer text that it goes on behind, and what its own begins with. An answer that has to fit a
 * format is begun anew, and by the model alone.
 */
function forcedRequest(
  request: DrawRequest,
  draw: Draw,
  { way, opening, tags, answerTokens }: ForcePlan,
): { readonly request: DrawRequest; readonly behind: string; readonly begins: string } | undefined {
  if (way.type === 'none') return undefined
  const isFree = request.format === undefined
  const behind = isFree ? draw.text : ''
  const begins = `${behind === '' ? '' : '\n\n'}${isFree ? opening : ''}`
  const thinking = withoutControlText(fitting(draw, request, answerTokens))
  const content = withoutControlText(behind) + begins
  const next = {
    ...request,
    options: { ...request.options, num_predict: answerTokens },
    startsIn: 'answer' as const,
  }
  if (way.type === 'chat') {
    const messages: Message[] = [...request.messages, { role: 'assistant', thinking, content }]
    return { request: { ...next, messages }, behind, begins }
  }
  const opened = way.prompt.trimEnd().endsWith(tags.open) ? way.prompt : `${way.prompt}${tags.open}\n`
  const rawPrompt = `${opened}${thinking}\n${tags.close}\n\n${content}`
  return { request: { ...next, rawPrompt }, behind, begins }
}

/**
 * The thinking up to a sentence's end, short enough that the forced answer fits behind it.
 *
 * Where all of the output limit was used, or of the window, its tail makes room: the part of the text that its share of the tokens stands
 * for.
 */
function fitting({ thinking, counted, usage }: Draw, request: DrawRequest, answerTokens: number): string {
  const { messages, options } = request
  const promptTokens = usage.promptTokens ?? estimateTokens(messages.map(({ content }) => content).join('\n'))
  const inWindow = Number(options['num_ctx'] ?? Number.POSITIVE_INFINITY) - promptTokens - seamTokens
  const most = Math.min(Number(options['num_predict'] ?? Number.POSITIVE_INFINITY), inWindow) - answerTokens
  const tokens = Math.max(1, counted.thinking)
  const share = most > 0 && tokens > most ? most / tokens : 1
  return atSentenceEnd(beginningOf(thinking, Math.floor(thinking.length * share)))
}

/** Cuts behind the last sentence that ends in the second half of a text; a text without one is kept. */
export function atSentenceEnd(text: string): string {
  const ends = [...text.matchAll(/[.!?](?=\s|$)|[。！？]|\n/g)]
  const last = ends.at(-1)
  const end = last === undefined ? 0 : last.index + last[0].length
  return (end >= text.length / 2 ? text.slice(0, end) : text).trimEnd()
}

/** A draw with what its forced answer cost. */
function joined(draw: Draw, answer: Draw): Draw {
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a + b
  const outputTokens = sum(draw.usage.outputTokens, answer.usage.outputTokens)
  const promptTokens = answer.usage.promptTokens ?? draw.usage.promptTokens
  return {
    ...draw,
    usage: defined({ outputTokens, promptTokens }),
    counted: {
      thinking: draw.counted.thinking + answer.counted.thinking,
      answer: draw.counted.answer + answer.counted.answer,
    },
    elapsedMs: draw.elapsedMs + answer.elapsedMs,
  }
}

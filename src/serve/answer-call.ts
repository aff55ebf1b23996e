import type { ServerResponse } from 'node:http'
import type { Clock } from '../ground/clock.ts'
import { defined } from '../ground/defined.ts'
import { endingText } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import type { AskedCall, Call } from './call.ts'
import { Following, type Show } from './following.ts'
import type { Lingering } from './lingering.ts'
import { ollamaWire } from './ollama-wire.ts'
import { openaiWire } from './openai-wire.ts'
import { RefusedError, refusalOf } from './refusal.ts'
import { Reply } from './reply.ts'
import { responsesWire } from './responses-wire.ts'
import type { ServedVote } from './served-vote.ts'
import type { NamedModel, VirtualSpec } from './virtual-model.ts'
import { type NoConsensus, shownAnswer, voteEnding } from './vote-ending.ts'
import type { VoteStart, Votes } from './votes.ts'
import type { Ending, Wire } from './wire.ts'

/** How the endpoint answers. */
export interface AnswerTerms {
  readonly votes: Votes
  readonly lingering: Lingering
  readonly clock: Clock
  readonly show: Show
  readonly noConsensus: NoConsensus
  /** Told of what is thrown on the way. */
  readonly onFault?: ((thrown: unknown) => void) | undefined
}

/** Answers with a vote, one guarded sample, or several. Nothing is thrown for what becomes of it. */
export async function answerCall(
  asked: AskedCall,
  model: NamedModel,
  response: ServerResponse,
  terms: AnswerTerms,
): Promise<void> {
  const { call } = asked
  const { clock } = terms
  const wire = wireOf(call, clock)
  const reply = new Reply({ response, wire, stream: call.stream, clock })
  const left = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) left.abort('the client left')
  })
  const spec: VirtualSpec = model.type === 'virtual' ? model.spec : {}
  const isVote = spec.n !== undefined || (call.magi.n !== undefined && model.type === 'virtual')
  const { magi, seed, system, keepAlive, format } = call
  const start: VoteStart = {
    client: asked.client,
    model: model.type === 'virtual' ? model.base : model.name,
    question: { history: call.history, prompt: call.prompt, images: call.images, ...defined({ format }) },
    say: { command: isVote ? 'vote' : 'ask', spec, magi, ...defined({ seed, system, keepAlive }) },
    answer: defined({ choices: magi.choices, language: magi.language }),
  }
  try {
    if (!isVote) return await answerSamples(call, start, reply, left.signal, terms)
    if (call.choices > 1)
      throw new RefusedError(400, 'n: a vote has one answer.', 'Say magi.n for its samples.')
    const vote = terms.lingering.taken(asked) ?? (await terms.votes.start(start))
    await answerVote({ vote, asked, reply, left: left.signal }, terms)
  } catch (thrown) {
    terms.onFault?.(thrown)
    if (!left.signal.aborted) reply.fail(refusalOf(thrown))
  }
}

function wireOf(call: Call, clock: Clock): Wire {
  switch (call.shape) {
    case '/v1/responses':
      return responsesWire(call, clock)
    case '/v1/chat/completions':
      return openaiWire(call, clock)
    default:
      return ollamaWire(call, clock)
  }
}

interface VoteAnswer {
  readonly vote: ServedVote
  readonly asked: AskedCall
  readonly reply: Reply
  readonly left: AbortSignal
}

async function answerVote({ vote, asked, reply, left }: VoteAnswer, terms: AnswerTerms): Promise<void> {
  const { call } = asked
  const { runId } = vote.run.manifest
  const leave = () => terms.lingering.left(vote, asked)
  // It may have left while its vote was begun.
  if (left.aborted) return leave()
  left.addEventListener('abort', leave, { once: true })
  reply.open({ 'x-magi-run': runId, ...ignoredHeader(call) })
  const following = new Following(terms.show, (text) => reply.thinking(text))
  const place = vote.ticket.place()
  if (place !== undefined && place > 1) following.progress(`waiting for a slot: place ${place}`)
  const unfollow = vote.follow(following)
  try {
    const outcome = await vote.over
    if (left.aborted) return
    const { noConsensus } = terms
    const ended = voteEnding(outcome, { noConsensus, thinking: following.text, shown: call })
    if (ended.type === 'refused') reply.fail(ended.refusal)
    else reply.end(ended.ending, { headers: { 'x-magi-vote': ended.summary } })
  } finally {
    unfollow()
    left.removeEventListener('abort', leave)
  }
}

/** What the client asked for and a vote does not take: the samples would be equal, or cut before they answer. */
function ignoredHeader({ maxAnswerTokens, ignored }: Call): Record<string, string> {
  const notes = [
    ...(ignored.length === 0 ? [] : [`ignored: ${ignored.join(', ')}`]),
    ...(maxAnswerTokens === undefined ? [] : ['max_tokens cuts the answer shown']),
  ]
  return notes.length === 0 ? {} : { 'x-magi-note': notes.join('; ') }
}

/** Answers with guarded samples, as many as there are choices; the first is streamed as it comes. */
async function answerSamples(
  call: Call,
  start: VoteStart,
  reply: Reply,
  left: AbortSignal,
  { votes, clock, show }: AnswerTerms,
): Promise<void> {
  const startMs = clock.nowMs()
  const isAlone = call.choices === 1
  reply.open({ 'x-magi-vote': 'none; reason=one-sample' })
  const seeds = Array.from({ length: call.choices }, (_, at) =>
    call.seed === undefined ? undefined : call.seed + at,
  )
  // What is forced out or drawn again would contradict what was shown: an answer is streamed only once it is whole.
  const samples = await Promise.all(
    seeds.map((seed) =>
      votes.ask({ ...start, say: { ...start.say, seed } }, left, {
        onPart: (part) => {
          if (isAlone && show !== 'none' && part.type === 'thinking-delta') reply.thinking(part.text)
        },
      }),
    ),
  )
  const failed = samples.find(({ sample }) => sample.text.trim() === '' && sample.end.type !== 'finished')
  if (failed !== undefined && isAlone) {
    const { end } = failed.sample
    const message = end.type === 'failed' ? end.message : `The sample has no answer: ${endingText(end)}.`
    throw new RefusedError(end.type === 'failed' && end.code === 'refused' ? 502 : 400, message)
  }
  reply.end(
    sampleEnding(
      samples.map(({ sample }) => sample),
      call,
      clock.nowMs() - startMs,
    ),
    { headers: {} },
  )
}

function sampleEnding(samples: readonly Sample[], call: Call, elapsedMs: number): Ending {
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0)
  return {
    answers: samples.map(({ text, thinking, end }) => ({
      ...shownAnswer({ text, isCut: end.type !== 'finished' || end.reason === 'length' }, call),
      thinking: call.hideThinking ? '' : thinking,
    })),
    usage: {
      prompt: samples[0]?.tokens.prompt ?? 0,
      output: sum(({ tokens }) => tokens.output),
      thinking: sum(({ tokens }) => tokens.thinking),
    },
    elapsedMs,
  }
}

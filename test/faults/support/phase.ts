import type { Clock } from '../../../src/ground/clock.ts'
import { after, end, type Reply, type Step, send, stall, stream } from '../../support/scripted-reply.ts'
import { sampleLines } from '../../support/wire-lines.ts'

/** What a sample says when nothing goes wrong. */
export const wholeThinking = 'Six sevens. That is'
export const wholeText = 'Final answer: 42'

const lines = sampleLines({ thinking: wholeThinking, text: wholeText })
/** The request for a forced answer gets the end of it: its beginning is written for the model. */
const forcedLines = sampleLines({ text: ['4', '2'], shape: 'generate' })

/** Where in the life of a sample something goes wrong. */
export interface Phase {
  readonly name: string
  /** Lines that came before, on the same connection; `undefined` where the request has not been answered yet. */
  readonly before: readonly string[] | undefined
  /** Lines that would come. */
  readonly rest: readonly string[]
  /** Silence before it goes wrong, in milliseconds. */
  readonly silentMs: number
  /** The first request trips, and it goes wrong in the one that is to force an answer out. */
  readonly forced: boolean
  /** What has come of the sample until then. */
  readonly came: { readonly thinking: string; readonly text: string }
  /** What has come of it when all the rest came too. */
  readonly all: { readonly thinking: string; readonly text: string }
}

const all = { thinking: wholeThinking, text: wholeText }
const nothing = { thinking: '', text: '' }
/** A thinking budget of two tokens trips on the third. */
export const budget = 2
const tripped = { thinking: 'Six sevens. That', text: '' }
const plain = { silentMs: 0, forced: false, all }
const forced = { silentMs: 0, forced: true, all: { ...tripped, text: wholeText } }

/** The phases, in the order of time. */
export const phases: readonly Phase[] = [
  { ...plain, name: 'before the headers', before: undefined, rest: lines, came: nothing },
  { ...plain, name: 'queued for 10 min', before: undefined, rest: lines, came: nothing, silentMs: 600_000 },
  {
    ...plain,
    name: 'in the thinking',
    before: lines.slice(0, 2),
    rest: lines.slice(2),
    came: { thinking: 'Six sevens.', text: '' },
  },
  {
    ...plain,
    name: 'in the answer',
    before: lines.slice(0, 6),
    rest: lines.slice(6),
    came: { thinking: wholeThinking, text: 'Final answer:' },
  },
  { ...plain, name: 'after the last part', before: lines.slice(0, 7), rest: lines.slice(7), came: all },
  { ...plain, name: 'after done', before: lines, rest: [], came: all },
  { ...forced, name: 'forced: before the headers', before: undefined, rest: forcedLines, came: tripped },
  {
    ...forced,
    name: 'forced: in the answer',
    before: forcedLines.slice(0, 1),
    rest: forcedLines.slice(1),
    came: { ...tripped, text: 'Final answer: 4' },
  },
]

/** What goes wrong. */
export interface Fault {
  readonly name: string
  /** What is answered to a request in place of a sample; absent: what `middle` says, under status 200. */
  readonly begin?: (rest: Rest) => Reply
  /** What comes in place of the rest of a sample that has begun; absent: it cannot happen there. */
  readonly middle?: (rest: Rest) => readonly Step[]
  /** Whether the rest of the sample comes all the same. */
  readonly bringsRest?: boolean
  /** Some of the rest comes before a limit ends the sample. */
  readonly bringsSome?: boolean
  /** Many bytes, that take no time of the clock. */
  readonly timeStands?: boolean
  /** What happens to the runtime itself when the reply comes to its `hold`. */
  readonly runtime?: 'stops' | 'restarts'
}

/** What a fault may use of the sample that it breaks. */
export interface Rest {
  readonly lines: readonly string[]
  readonly clock: Clock
}

/** The phases in which a fault can happen. Many bytes take no time, so they cannot wait for one to pass. */
export function possiblePhases(fault: Fault): Phase[] {
  return phases.filter(({ before, silentMs }) =>
    before === undefined
      ? (fault.begin ?? fault.middle) !== undefined && !(fault.timeStands && silentMs > 0)
      : fault.middle !== undefined,
  )
}

/** The reply in which a fault happens in a phase where it can. */
export function faultyReply({ begin, middle }: Fault, phase: Phase, clock: Clock): Reply {
  const rest = { lines: phase.rest, clock }
  const { before, silentMs } = phase
  const broken = middle?.(rest) ?? []
  if (before !== undefined) return stream(...before.map((line) => send(line)), ...broken)
  const reply = begin?.(rest) ?? stream(...broken)
  return silentMs === 0 ? reply : { ...reply, steps: [after(clock, silentMs), ...reply.steps] }
}

/** A first request that trips by its thinking budget. */
export const trippingReply = stream(...lines.slice(0, 4).map((line) => send(line)), stall)

/** A sample without any trouble. */
export const wellReply = stream(...lines.map((line) => send(line)), end)

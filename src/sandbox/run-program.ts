import type { Clock } from '../ground/clock.ts'
import { onAbort } from '../ground/on-abort.ts'
import type { CarriedOut, Frame } from './frame-schema.ts'
import type { Interpreter } from './interpreter.ts'
import { measureProcess } from './measure-process.ts'
import type {
  InputOutcome,
  ProgramInput,
  ProgramOutcome,
  SandboxJob,
  SandboxLimit,
  SandboxLimits,
} from './sandbox.ts'

/** What a program is run with. */
export interface RunPlan {
  /** An interpreter that nothing has run in. */
  readonly take: () => Promise<Interpreter>
  readonly limits: SandboxLimits
  readonly clock: Clock
}

/** After this many inputs over a limit, the rest count as over it. */
const mostOverLimit = 2
/** How often a job is given to another interpreter, where one ended before the program began: that is no deed of the program's. */
const mostFreshStarts = 2
/** How often the use of a process is looked at, in milliseconds. */
const lookEveryMs = 100

/** Where a job stood when its interpreter ended. */
interface Stretch {
  readonly outcomes: Map<number, InputOutcome>
  /** Of the step that the interpreter did not get past: an input, or the import of the program. */
  readonly broken?: { readonly at: number | 'load'; readonly outcome: InputOutcome }
  readonly unparsable?: string
  /** The interpreter ended before it began with anything, and not for a limit. */
  readonly isUnbegun?: boolean
}

/**
 * Runs a program on its inputs, each once and in order. An interpreter that a fatal error or a limit has ended is followed by a fresh one
 * for the inputs that are left.
 *
 * @throws The reason of the signal, where it aborts.
 */
export async function runProgram(job: SandboxJob, plan: RunPlan): Promise<ProgramOutcome> {
  const outcomes: InputOutcome[] = []
  const startMs = plan.clock.nowMs()
  let spentMs = 0
  for (let first = 0, loads = 0, freshStarts = 0; ; loads++) {
    const interpreter = await plan.take()
    const stretchMs = plan.clock.nowMs()
    const stretch = await runStretch(interpreter, job, first, plan, plan.limits.programWallTimeMs - spentMs)
    spentMs += plan.clock.nowMs() - stretchMs
    if (stretch.isUnbegun === true && freshStarts < mostFreshStarts) {
      freshStarts += 1
      loads -= 1
      continue
    }
    if (stretch.unparsable !== undefined) return { kind: 'unparsable', message: stretch.unparsable }
    for (let at = first; stretch.outcomes.has(at); at++) {
      outcomes.push(stretch.outcomes.get(at) as InputOutcome)
    }
    if (stretch.broken !== undefined && outcomes.length < job.inputs.length) {
      if (stretch.broken.at === 'load' && loads === 0 && outcomes.length === 0) {
        return { kind: 'failed-to-load', outcome: stretch.broken.outcome }
      }
      outcomes.push(stretch.broken.outcome)
    }
    const limit = restIsOver(outcomes) ?? (spentMs >= plan.limits.programWallTimeMs ? 'wall-time' : undefined)
    while (limit !== undefined && outcomes.length < job.inputs.length) {
      outcomes.push({ kind: 'over-limit', limit })
    }
    if (outcomes.length === job.inputs.length) {
      return { kind: 'ran', outcomes, wallTimeMs: plan.clock.nowMs() - startMs }
    }
    first = outcomes.length
  }
}

/** The limit that the rest is over, where enough inputs were. */
function restIsOver(outcomes: readonly InputOutcome[]): SandboxLimit | undefined {
  const over = outcomes.flatMap((outcome) => (outcome.kind === 'over-limit' ? [outcome.limit] : []))
  return over.length >= mostOverLimit ? over.at(-1) : undefined
}

/** One interpreter's share of a job: up to its end, or to the step that ended it. */
async function runStretch(
  { child, begin }: Interpreter,
  job: SandboxJob,
  first: number,
  { limits, clock }: RunPlan,
  leftMs: number,
): Promise<Stretch> {
  const outcomes = new Map<number, InputOutcome>()
  let at: number | 'load' | undefined
  let stepMs = clock.nowMs()
  let stepCpuMs: number | undefined
  let over: SandboxLimit | undefined
  let said: InputOutcome | undefined
  let unparsable: string | undefined
  let isDone = false
  const stopAt = (limit: SandboxLimit) => {
    over ??= limit
    child.kill()
  }

  let cancelStep = () => {}
  const onFrame = (frame: Frame) => {
    if ('begin' in frame) {
      cancelStep()
      at = frame.begin
      stepMs = clock.nowMs()
      stepCpuMs = undefined
      cancelStep = clock.setTimer(() => stopAt('wall-time'), limits.inputWallTimeMs)
    } else if ('unparsable' in frame) unparsable = frame.unparsable
    else if ('load' in frame) said = outcomeOf(frame.load)
    else if ('over' in frame) said = { kind: 'over-limit', limit: frame.over }
    else if ('failed' in frame) said = failed(frame.failed)
    else if ('end' in frame) {
      isDone = true
      child.kill() // by itself it would wait for what its threads compile
    } else if (frame.input === at) outcomes.set(at, outcomeOf(frame.outcome, job.inputs[at]))
  }

  const look = async () => {
    const use = child.pid === undefined ? undefined : await measureProcess(child.pid)
    if (use === undefined) return
    if (use.residentBytes > limits.memoryBytes) stopAt('memory')
    // The first look of a step is where its CPU time begins: what came before it, since the step began, is left out.
    stepCpuMs ??= use.cpuMs - Math.min(use.cpuMs, clock.nowMs() - stepMs)
    if (use.cpuMs - stepCpuMs > limits.inputCpuTimeMs) stopAt('cpu-time')
  }
  let cancelLook = () => {}
  const lookAgain = () => {
    cancelLook = clock.setTimer(() => void look().then(() => isOver || lookAgain()), lookEveryMs)
  }
  let isOver = false

  const cancelAll = clock.setTimer(() => stopAt('wall-time'), leftMs)
  const forget = job.signal === undefined ? () => {} : onAbort(job.signal, child.kill)
  try {
    job.signal?.throwIfAborted()
    const { program, inputs } = job
    begin({ program, inputs, first, mostOutputBytes: limits.outputBytes }, onFrame)
    lookAgain()
    const { signal, trouble } = await child.ended
    job.signal?.throwIfAborted()
    if (unparsable !== undefined) return { outcomes, unparsable }
    if (isDone) return { outcomes }
    const ending =
      over === undefined
        ? (said ?? failed(endText(signal, trouble)))
        : { kind: 'over-limit' as const, limit: over }
    // A step whose outcome is there already is over: the interpreter ended between it and the next.
    const broken = typeof at === 'number' && outcomes.has(at) ? at + 1 : (at ?? 'load')
    const isUnbegun = at === undefined && over === undefined && said === undefined
    return { outcomes, broken: { at: broken, outcome: ending }, isUnbegun }
  } finally {
    isOver = true
    for (const cancel of [cancelStep, cancelLook, cancelAll, forget]) cancel()
    child.kill()
  }
}

function endText(signal: string | null, trouble: string): string {
  const how =
    signal === null ? 'the interpreter ended before it was done' : `the interpreter was ended by ${signal}`
  const line = trouble.trim().split('\n').at(-1)?.slice(0, mostMessage) ?? ''
  return line === '' ? how : `${how}: ${line}`
}

/** Longest message of a failed interpreter, in characters. */
const mostMessage = 200

function failed(message: string): InputOutcome {
  return { kind: 'interpreter-failed', message: message.slice(0, mostMessage) }
}

function outcomeOf({ said, printed }: CarriedOut, input?: ProgramInput): InputOutcome {
  if (said[0] === 'value') return { kind: 'value', canonical: said[1], printed }
  const [, exceptionClass, message, exitCode] = said
  if (exceptionClass === 'MemoryError') return { kind: 'over-limit', limit: 'memory' }
  // A whole program that ends itself with success has ended as others do.
  if (input?.kind === 'stdin' && exitCode === 0) return { kind: 'value', canonical: '["none"]', printed }
  return { kind: 'exception', exceptionClass, message, printed }
}

import type { AnswerContext } from '../answer/answer.ts'
import { defined } from '../ground/defined.ts'
import type { Message } from '../runtime/driver.ts'
import type { Draw } from '../sample/draw.ts'
import type { OnTrip } from '../sample/drawer.ts'
import { requireRoom, type SamplePlan } from '../sample/plan.ts'
import type { Sample } from '../sample/sample.ts'
import type { Retry } from '../sample/sampler.ts'
import type { Part } from '../stream/part.ts'
import { jitter, randomSeed } from './chance.ts'
import { plannedRequest } from './open-model.ts'
import type { OpenModel } from './opened-model.ts'
import type { LoadListeners, NoticeWeight, RunWorld } from './run.ts'
import type { RunSettings } from './settings.ts'
import { requireAttempts } from './vote-run.ts'

/** What one sample is drawn for. */
export interface AskQuestion {
  readonly settings: RunSettings
  /** What was said before the prompt, oldest first; no system text. */
  readonly history?: readonly Message[] | undefined
  readonly prompt: string
  /** Base64, for a model that sees. */
  readonly images?: readonly string[] | undefined
  /** A JSON schema that the answer must fit. */
  readonly format?: unknown
  /** What answer is looked for in the text; absent: none, only text is wanted. */
  readonly answer?: AnswerContext | undefined
  /** How often the sample may be asked for, or drawn under `retry`: 1 or more. */
  readonly maxAttempts?: number | undefined
}

/** What would be sent for one sample. */
export interface AskDraft extends OpenModel {
  readonly question: AskQuestion
  readonly plan: SamplePlan
  readonly seed: number
  readonly onTrip: OnTrip
}

/** Told of what happens to the sample. All must be quick. */
export interface AskListeners extends LoadListeners {
  /** What the user should know of the model while it is drawn from, once each. */
  readonly onNotice?: ((text: string, weight: NoticeWeight) => void) | undefined
  readonly onPart?: ((part: Part) => void) | undefined
  /** A request that failed before anything came is sent again. */
  readonly onRetry?: ((retry: Retry) => void) | undefined
  /** The sample tripped, and the model is made to answer from what it has. */
  readonly onForce?: ((draw: Draw) => void) | undefined
  /** The sample tripped, and is drawn again under another seed. */
  readonly onAgain?: ((draw: Draw) => void) | undefined
}

/** One sample, and the draw that it was made of. */
export interface AskResult {
  readonly sample: Sample
  readonly draw: Draw
}

/**
 * Plans one sample: what would be sent. Nothing is sent.
 *
 * @throws UsageError for a value that cannot be used.
 */
export function planAsk(target: OpenModel, question: AskQuestion): AskDraft {
  const { settings, history, prompt, images, format, maxAttempts } = question
  requireAttempts(maxAttempts)
  const plan = plannedRequest(settings, target.model, {
    prompt,
    instruct: false,
    format,
    ...defined({ history, images }),
  })
  requireRoom(plan)
  const seed = settings.maybe('seed') ?? randomSeed()
  return { ...target, question, plan, seed, onTrip: settings.get('onTrip') }
}

/** Loads the model of one sample. */
export async function loadAsk(
  { executor, plan, question }: AskDraft,
  { clock, signal }: RunWorld,
  { onBusy }: LoadListeners = {},
): Promise<void> {
  await executor.load(plan.request, {
    limitMs: question.settings.get('loadTimeout'),
    clock,
    random: jitter,
    ...defined({ signal, onBusy }),
  })
}

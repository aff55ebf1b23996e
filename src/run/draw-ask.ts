import { defined } from '../ground/defined.ts'
import { drawAlone, expectsThinking } from '../sample/drawer.ts'
import { recordOf } from '../sample/record.ts'
import { answerOf } from '../vote/answer-of.ts'
import { answerEngine } from './answer-engine.ts'
import type { AskDraft, AskListeners, AskResult } from './ask.ts'
import { jitter } from './chance.ts'
import type { RunWorld } from './run.ts'

/**
 * Draws one guarded sample of a model that is loaded. What becomes of it, a limit or a broken connection included, is its ending: nothing is
 * thrown for it.
 */
export async function drawAsk(
  { executor, model, plan, seed, onTrip, question }: AskDraft,
  { clock, signal }: RunWorld,
  { onNotice, onPart, onRetry, onForce, onAgain }: AskListeners = {},
): Promise<AskResult> {
  const { answer, maxAttempts } = question
  const drawerFor = executor.open({
    ...{ limits: plan.limits, onTrip, clock, random: jitter },
    thinks: expectsThinking({ request: plan.request, model }),
    ...defined({ maxAttempts, signal }),
    onNotice: (text) => onNotice?.(text, 'warning'),
  })
  const drawer = await drawerFor(plan.request)
  if (drawer.notice !== undefined) onNotice?.(drawer.notice, 'note')
  const first = { problem: 'p1', index: 0, seed, attempt: 1 }
  const { task, draw, forced } = await drawAlone(drawer, first, signal ?? new AbortController().signal, {
    ...(onPart === undefined ? {} : { onPart: (part) => onPart(part) }),
    ...defined({ onRetry, onForce, onAgain }),
  })
  const engine = answerEngine(answer ?? {}, plan.request.format)
  if (answer !== undefined) await engine.ready()
  const sample = recordOf(task, draw, answerOf(draw, answer, engine.extract, forced), forced)
  return { sample, draw }
}

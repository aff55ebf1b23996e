import { defined } from '../ground/defined.ts'
import { drawAlone, openDrawer } from '../sample/drawer.ts'
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
  { driver, model, plan, seed, onTrip, question }: AskDraft,
  { clock, signal }: RunWorld,
  { onNotice, onPart, onRetry, onForce, onAgain }: AskListeners = {},
): Promise<AskResult> {
  const { answer, maxAttempts } = question
  const drawer = await openDrawer(driver, {
    ...{ request: plan.request, limits: plan.limits, onTrip, model, clock, random: jitter },
    ...defined({ maxAttempts, signal }),
    onNotice: (text) => onNotice?.(text, 'warning'),
  })
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

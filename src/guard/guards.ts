import { firstPartGuard } from './first-part.ts'
import type { Guard } from './guard.ts'
import { idleGuard } from './idle.ts'
import { loopDefaults } from './loop-settings.ts'
import type { Limits } from './schema.ts'
import { loopGuard } from './thinking-loop.ts'
import { defaultMaxThinkingTokens } from './thinking-share.ts'
import { tokenBudgetGuard } from './token-budget.ts'
import { totalGuard } from './total.ts'

const noLoop = { thinking: false, answer: false } as const

/**
 * The guards of one sample, made new for each: they remember what they saw.
 *
 * Where two would trip on the same event, the first in this order gives the reason.
 *
 * @param limits - What the sample may take; a limit that is left out has no guard, a loop setting that is left out is the default.
 */
export function guardsFor(limits: Limits): Guard[] {
  const { firstPartMs, idleMs, totalMs, thinkingTokens, answerTokens, allTokens } = limits
  const loop = limits.loop === false ? noLoop : (limits.loop ?? loopDefaults)
  const isDerived = allTokens !== undefined && thinkingTokens === defaultMaxThinkingTokens(allTokens)
  const guards: Guard[] = []
  if (firstPartMs !== undefined) guards.push(firstPartGuard(firstPartMs))
  if (idleMs !== undefined) guards.push(idleGuard(idleMs))
  if (totalMs !== undefined) guards.push(totalGuard(totalMs))
  if (thinkingTokens !== undefined)
    guards.push(tokenBudgetGuard('thinking', thinkingTokens, isDerived ? allTokens : undefined))
  if (answerTokens !== undefined) guards.push(tokenBudgetGuard('answer', answerTokens))
  if (allTokens !== undefined) guards.push(tokenBudgetGuard('all', allTokens))
  if (loop.thinking !== false) guards.push(loopGuard('thinking', loop.thinking))
  if (loop.answer !== false) guards.push(loopGuard('answer', loop.answer))
  return guards
}

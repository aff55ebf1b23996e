import type { Guard } from './guard.ts'
import { type LoopSettings, loopDefaults } from './loop-settings.ts'
import { watchNothingNew } from './nothing-new.ts'
import { watchPeriod } from './period.ts'

/** Whether and where a text runs in a loop, by which signal, and on what. */
export type LoopVerdict =
  | { readonly tripped: false }
  | {
      readonly tripped: true
      readonly signal: 'period' | 'nothing-new'
      /** Length of the text up to which it had to be read, in UTF-16 code units. */
      readonly atChars: number
      readonly detail: string
    }

/**
 * Ends a sample whose thinking, or answer, runs in a loop.
 *
 * Two signals: the text ends in exact repeats of one unit, or nearly all of its last words only repeat what it has written. The
 * verdict and its place depend on the text alone, not on the pieces it comes in.
 *
 * @param watched - Which of the two texts; the other is not looked at.
 * @param settings - When to trip.
 */
export function loopGuard(
  watched: 'thinking' | 'answer',
  settings: LoopSettings = loopDefaults[watched],
): Guard {
  const read = watchLoop(settings)
  return {
    name: `${watched}-loop`,
    inspect(event) {
      if (event.type === 'wake' || event.type === 'end') return undefined
      if (event.type === 'recast' || event.type !== `${watched}-delta`) return undefined
      const verdict = read(event.text)
      return verdict.tripped
        ? `${verdict.detail}, at character ${verdict.atChars} of the ${watched}`
        : undefined
    },
    wakeAtMs: () => Number.POSITIVE_INFINITY,
  }
}

/**
 * Reads a recorded text as the guard would have while it was written, and says where it would have tripped.
 *
 * @param text - Any text.
 * @param settings - When to trip; as for thinking unless told otherwise.
 */
export function findLoop(text: string, settings: LoopSettings = loopDefaults.thinking): LoopVerdict {
  return watchLoop(settings)(text)
}

/** Takes a text piece by piece; once it has tripped, the verdict stays. */
function watchLoop(settings: LoopSettings): (piece: string) => LoopVerdict {
  const period = settings.period === false ? undefined : watchPeriod(settings.period)
  const nothingNew = settings.nothingNew === false ? undefined : watchNothingNew(settings.nothingNew)
  let verdict: LoopVerdict = { tripped: false }
  let length = 0

  function readChar(code: number): LoopVerdict | undefined {
    const repetition = period?.read(code)
    const old = nothingNew?.(code)
    if (repetition !== undefined) {
      const { unit, chars } = repetition
      const times = Math.floor(chars / unit.length)
      const detail = `the last ${chars} characters are ${times} times the same ${unit.length}: ${excerpt(unit)}`
      return { tripped: true, signal: 'period', atChars: length, detail }
    }
    if (old === undefined || settings.nothingNew === false) return undefined
    // Exact repeats are full of old words too, but it is for the other signal to say how many are too many.
    if (period !== undefined && period.times() >= 2) return undefined
    const { words, ngram } = settings.nothingNew
    const detail = `nothing new: ${old} of the last ${words} words repeat what was written before, ${ngram} words at a time`
    return { tripped: true, signal: 'nothing-new', atChars: length, detail }
  }

  return (piece) => {
    for (let i = 0; i < piece.length && !verdict.tripped; i++) {
      length++
      verdict = readChar(piece.charCodeAt(i)) ?? verdict
    }
    return verdict
  }
}

/** The beginning of a text on one line, quoted. Control and direction characters are the model's, and stay out of messages. */
function excerpt(text: string): string {
  const line = [...text.replace(/[\p{C}\p{Z}]+/gu, ' ')]
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 59).join('')}…` : line.join(''))
}

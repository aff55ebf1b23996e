import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnswerContext, Extraction } from '../../../src/answer/answer.ts'
import { extractAnswer } from '../../../src/answer/extract/extract.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'
import { sharedPath } from '../../support/shared.ts'

interface Vector {
  readonly id: string
  readonly settings?: { readonly language?: string }
  readonly contested?: string
  readonly hostile?: boolean
  readonly profile?: string
  readonly status?: string
}

interface ExtractVector extends Vector {
  readonly text: string
  readonly expected: string | null
  readonly compare: string
  readonly choices?: readonly string[]
}

interface EqualVector extends Vector {
  readonly form: string
  readonly gold: string
  readonly pred: string
  readonly equal: boolean
}

const extractPath = sharedPath('vectors', 'math-extract.shared.jsonl')
const equalPath = sharedPath('vectors', 'math-equal.shared.jsonl')

/** The vectors that count: agreed upon, and asking for no special mode. */
function core<V extends Vector>(path: string | undefined): V[] {
  if (path === undefined) return []
  const all = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as V)
  return all.filter((v) => !v.contested && !v.hostile && !v.profile && !v.status)
}

function contextOf(vector: Vector & { readonly choices?: readonly string[] }): AnswerContext {
  const language = vector.settings?.language
  return {
    ...(language === undefined ? {} : { language }),
    ...(vector.choices === undefined ? {} : { choices: vector.choices }),
  }
}

function valueIn(extraction: Extraction): string | undefined {
  return extraction.type === 'found' ? extraction.value : undefined
}

function isRight(vector: ExtractVector): boolean {
  const context = contextOf(vector)
  const value = valueIn(extractAnswer(vector.text, context))
  const equals =
    value !== undefined &&
    (value.trim() === vector.expected || sameAnswer(value, vector.expected ?? '', context).same)
  switch (vector.compare) {
    case 'exact':
    case 'equiv':
      return equals
    case 'not-equiv':
      return !equals
    case 'none':
      return value === undefined
    case 'choice':
    case 'choice-set':
      return value === vector.expected
    case 'not-choice':
      return value !== vector.expected
    default:
      return true
  }
}

describe.skipIf(extractPath === undefined)('texts of known answer', () => {
  const vectors = core<ExtractVector>(extractPath)
  const missed = vectors.filter((vector) => !isRight(vector)).map((vector) => vector.id)

  it('has its answer found in at least 98 % of the core', () => {
    expect({ missed, share: 1 - missed.length / vectors.length >= 0.98 }).toEqual({ missed, share: true })
  })

  it('takes no option for another', () => {
    const choices = vectors.filter((vector) => /choice/.test(vector.compare))
    expect(choices.length).toBeGreaterThan(20)
    expect(choices.filter((vector) => !isRight(vector))).toEqual([])
  })

  it('finds nothing where a text says nothing', () => {
    const silent = vectors.filter((vector) => vector.compare === 'none')
    expect(silent.length).toBeGreaterThan(1)
    expect(silent.filter((vector) => !isRight(vector))).toEqual([])
  })
})

describe.skipIf(equalPath === undefined)('pairs of running texts', () => {
  const vectors = core<EqualVector>(equalPath).filter((vector) => vector.form === 'prose')

  it('are told together or apart in at least 97 % of the core, with no false merge', () => {
    const wrong = vectors.filter((vector) => {
      const context = contextOf(vector)
      const [a, b] = [
        valueIn(extractAnswer(vector.gold, context)),
        valueIn(extractAnswer(vector.pred, context)),
      ]
      const same = a !== undefined && b !== undefined && sameAnswer(a, b, context).same
      return same !== vector.equal
    })
    const missed = wrong.map((vector) => vector.id)
    const merged = wrong.filter((vector) => !vector.equal).map((vector) => vector.id)
    expect({ missed, merged, share: 1 - wrong.length / vectors.length >= 0.97 }).toEqual({
      missed,
      merged: [],
      share: true,
    })
  })
})

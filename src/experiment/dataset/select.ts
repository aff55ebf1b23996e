import type { Problem } from '../../config/problem.ts'
import { UsageError } from '../../ground/errors.ts'
import { nearestNames } from '../../ground/nearest-name.ts'
import { randomSource, shuffled } from '../../ground/random.ts'

/** Which problems of a set to take. */
export interface Selection {
  /** Language tag: `pt` takes `pt` and `pt-BR`, `pt-BR` only itself. */
  readonly language?: string
  readonly ids?: readonly string[]
  /** Seed of a random order. */
  readonly shuffleSeed?: number
  /** Most problems, at least 1. */
  readonly limit?: number
}

/**
 * Takes problems out of a set: by language, then by id, then shuffled, then the first so many. Without a shuffle the order is the file's.
 *
 * @throws UsageError for an unknown id, a language no problem has, and a limit below 1.
 */
export function selectProblems(
  problems: readonly Problem[],
  { language, ids, shuffleSeed, limit }: Selection,
): Problem[] {
  let taken = [...problems]
  if (language !== undefined) taken = inLanguage(taken, language)
  if (ids !== undefined) taken = withIds(taken, ids)
  if (shuffleSeed !== undefined) taken = shuffled(taken, randomSource(shuffleSeed))
  if (limit === undefined) return taken
  if (!Number.isInteger(limit) || limit < 1) {
    throw new UsageError(`--limit ${limit} takes no problem.`, { fix: 'Give a whole number from 1.' })
  }
  return taken.slice(0, limit)
}

function inLanguage(problems: readonly Problem[], wanted: string): Problem[] {
  const tag = wanted.toLowerCase()
  const taken = problems.filter(({ language = '' }) => {
    const own = language.toLowerCase()
    return own === tag || own.startsWith(`${tag}-`)
  })
  if (taken.length > 0) return taken
  const languages = [...new Set(problems.flatMap(({ language }) => language ?? []))]
  throw new UsageError(`No problem is in the language "${wanted}".`, {
    fix: languages.length === 0 ? 'The problems name no language.' : `Use one of: ${languages.join(', ')}.`,
  })
}

function withIds(problems: readonly Problem[], ids: readonly string[]): Problem[] {
  const known = new Set(problems.map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  const [first] = unknown
  if (first !== undefined) {
    const near = nearestNames(first, known)
    throw new UsageError(`No problem has the id ${unknown.map((id) => `"${id}"`).join(', ')}.`, {
      fix:
        near.length === 0
          ? 'Ids are those of the file, or numbers from 1.'
          : `Did you mean ${near.join(', ')}?`,
    })
  }
  const wanted = new Set(ids)
  return problems.filter(({ id }) => wanted.has(id))
}

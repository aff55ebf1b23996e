import { largestSeed } from '../ground/seed.ts'
import type { Message } from '../runtime/driver.ts'
import type { Call } from './call.ts'

/** What one side said, whatever the shape it came in. */
export interface Turn {
  readonly role: string
  readonly content: string
  readonly images: readonly string[]
  /** There is more in it than text and images. */
  readonly isOdd?: boolean
}

/**
 * System text, history and prompt of a conversation; `undefined` where it does not end with something that a person says, or where more was said
 * than text and images.
 */
export function conversation(
  turns: readonly Turn[],
): Pick<Call, 'system' | 'history' | 'prompt' | 'images'> | undefined {
  const isSystem = ({ role }: Turn) => role === 'system' || role === 'developer'
  const system = turns
    .filter(isSystem)
    .map(({ content }) => content)
    .filter((text) => text !== '')
    .join('\n\n')
  const said = turns.filter((turn) => !isSystem(turn))
  const last = said.at(-1)
  if (last?.role !== 'user' || (last.content.trim() === '' && last.images.length === 0)) return undefined
  if (said.some(({ role, isOdd = false }) => isOdd || (role !== 'user' && role !== 'assistant')))
    return undefined
  const history = said.slice(0, -1).map(
    ({ role, content, images }): Message => ({
      role: role as 'user' | 'assistant',
      content,
      ...(images.length === 0 ? {} : { images }),
    }),
  )
  return { ...(system === '' ? {} : { system }), history, prompt: last.content, images: last.images }
}

/** Of a request without a conversation that a vote could be held on. */
export const nothingSaid = { history: [], prompt: '', images: [] } as const

/** A seed as the samples take it: others say any number. */
export function seedOf(seed: number | undefined): number | undefined {
  if (seed === undefined || !Number.isSafeInteger(seed)) return undefined
  return Math.abs(seed) % (largestSeed + 1)
}

/** A number of tokens; nothing where it stands for no limit, as -1 does. */
export function limitOf(tokens: number | undefined): number | undefined {
  return tokens !== undefined && tokens > 0 ? tokens : undefined
}

import { isFields } from '../ground/fields.ts'
import type { Manifest } from './manifest.ts'

/** Keys that a resumed run may change: they say who ran it and when, not what was drawn. */
const free = new Set([
  'schema',
  'runId',
  'createdAt',
  'magiVersion',
  'commandLine',
  'runtime',
  'slots',
  'loadMs',
  'keepAlive',
])

/** Digests say that something differs, and not what: that is said beside them. */
const digests: Readonly<Record<string, string>> = {
  'model.digest': 'another model file under that name',
  'dataset.hash': 'the problems were changed, or their selection',
  'dataset.prompts': 'the text around the problems was changed: the template, or the words of the model card',
}

/**
 * What differs between a run as begun and as asked for now, one sentence a key. Only keys present in `now` are compared.
 */
export function differences(begun: Manifest, now: Partial<Manifest>): string[] {
  return Object.keys(now)
    .filter((key) => !free.has(key))
    .flatMap((key) => compare(key, begun[key as keyof Manifest], now[key as keyof Manifest]))
}

function compare(path: string, begun: unknown, now: unknown): string[] {
  if (isFields(begun) && isFields(now)) {
    const keys = new Set([...Object.keys(begun), ...Object.keys(now)])
    return [...keys].flatMap((key) => compare(`${path}.${key}`, begun[key], now[key]))
  }
  const [before, after] = [JSON.stringify(begun), JSON.stringify(now)]
  if (before === after) return []
  const about = digests[path]
  return [`${path} was ${shorten(before)}, is ${shorten(after)}${about === undefined ? '' : ` (${about})`}`]
}

function shorten(text: string | undefined): string {
  if (text === undefined) return 'not set'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

import { beginningOf } from '../ground/cut-text.ts'
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
  'hosts',
  'slots',
  'loadMs',
  'keepAlive',
])

/** Digests say that something differs, and not what: that is said beside them. */
const digests: Readonly<Record<string, string>> = {
  'model.digest': 'another model file under that name',
  'model.template': 'its template, system text or parameters were changed',
  'dataset.hash': 'the problems were changed, or their selection',
  'dataset.prompts': 'the text around the problems was changed: the template, or the words of the model card',
}

/** What a person calls what a manifest has by another name. */
const names: Readonly<Record<string, string>> = {
  'limits.loop': 'the loop guard (--loop-guard)',
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
  if (JSON.stringify(begun) === JSON.stringify(now)) return []
  const [before, after] =
    path === 'limits.loop' ? [begun, now].map(guardText) : [JSON.stringify(begun), JSON.stringify(now)]
  const about = digests[path]
  const name = names[path] ?? path
  return [`${name} was ${shorten(before)}, is ${shorten(after)}${about === undefined ? '' : ` (${about})`}`]
}

/** The loop guard as a person knows it: its settings, on, or off. */
function guardText(loop: unknown): string {
  return loop === false ? 'off' : isFields(loop) ? `on, ${JSON.stringify(loop)}` : 'on'
}

function shorten(text: string | undefined): string {
  if (text === undefined) return 'not set'
  return text.length > 80 ? `${beginningOf(text, 77)}…` : text
}

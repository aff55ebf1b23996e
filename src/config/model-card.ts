import type { ModelCard } from './model-card-schema.ts'
import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'

const kind: NamedConfigKind<ModelCard> = {
  folder: 'models',
  noun: 'model card',
  schema: async () => (await import('./model-card-schema.ts')).modelCardSchema,
}

/** Every model card: the built-in ones, and those in `models/` of the given folders. */
export function listModelCards(folders?: ConfigFolders): Promise<NamedConfig<ModelCard>[]> {
  return listNamed(kind, folders)
}

/**
 * A model card by its own name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadModelCard(nameOrPath: string, folders?: ConfigFolders): Promise<NamedConfig<ModelCard>> {
  return loadNamed(kind, nameOrPath, folders)
}

/** What helps to tell which card an installed model is of, beside its name: as the runtime tells it, where it does. */
export interface ModelTraits {
  readonly capabilities?: readonly string[]
  readonly template?: string
  readonly system?: string
}

/**
 * The card of an installed model.
 *
 * In this order: the version that its name says; the think tags in its template or system text, and whether it sees; the names
 * that cards list; a card for all that think; the card that asks for nothing. So `magistral:24b` is 2506, as the runtime's library has
 * it, until its template says otherwise.
 *
 * @param model - The name as installed: `magistral:24b`, `hf.co/unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL`.
 * @param cards - Cards to choose from; one of them with neither `match` nor names.
 * @param traits - What the runtime tells of the model; more of it makes the choice surer.
 * @throws Error if no card takes any model: add one with neither `match` nor names.
 */
export function cardFor(model: string, cards: readonly ModelCard[], traits: ModelTraits = {}): ModelCard {
  const name = modelName(model)
  const lists = (card: ModelCard) => card.names.some((known) => modelName(known).base === name.base)
  const named = cards.filter((card) => lists(card) || matches(card.match?.name, name.base))
  const thinks = traits.capabilities?.includes('thinking') === true
  const card =
    named.find((each) => saysVersion(name, each)) ??
    byTraits(named, traits) ??
    named.find(lists) ??
    named[0] ??
    cards.find((each) => thinks && each.match?.anyThinking === true) ??
    cards.find((each) => each.match === undefined && each.names.length === 0)
  if (card === undefined)
    throw new Error('No model card takes any model: add one with neither "match" nor names.')
  return card
}

/** Whether the pattern fits a name. */
function matches(pattern: string | undefined, base: string): boolean {
  return pattern !== undefined && new RegExp(pattern).test(base)
}

/** Whether the name says that it is the card's version: `2509`, not as a part of a longer number. */
export function saysVersion({ base, tag = '' }: ModelName, card: ModelCard): boolean {
  return (card.match?.versions ?? []).some((version) =>
    new RegExp(`(?<![\\d.])${version.replace(/[^\w]/g, '\\$&')}(?![\\d]|\\.\\d)`).test(`${base}:${tag}`),
  )
}

function byTraits(cards: readonly ModelCard[], traits: ModelTraits): ModelCard | undefined {
  const texts = `${traits.template ?? ''}\n${traits.system ?? ''}`
  const sees = traits.capabilities?.includes('vision') === true
  const tagged = cards.filter((card) => card.version !== undefined && texts.includes(card.thinkTags.open))
  return tagged.find((card) => card.vision === sees) ?? tagged[0]
}

/** A model's name in its parts, in lower case. */
export interface ModelName {
  /** Registry and name, without the tag: `hf.co/unsloth/magistral-small-2509-gguf`; the library's own registry is left out. */
  readonly base: string
  /** After the colon; absent where none is written. */
  readonly tag?: string
}

/** Takes a model's name apart, as the runtime does: case does not count, and the library is the registry of names without one. */
export function modelName(written: string): ModelName {
  const [, base = '', tag] = /^(.*?)(?::([^/:]*))?$/s.exec(written.trim().toLowerCase()) ?? []
  const short = base
    .replace(/^https?:\/\//, '')
    .replace(/^huggingface\.co\//, 'hf.co/')
    .replace(/^(registry\.ollama\.ai\/)?library\//, '')
  return tag === undefined ? { base: short } : { base: short, tag }
}

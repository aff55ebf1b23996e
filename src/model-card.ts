import { z } from 'zod'
import {
  type ConfigFolders,
  listNamed,
  loadNamed,
  type NamedConfig,
  type NamedConfigKind,
} from './named-config.ts'
import { configNameSchema, sourceSchema } from './preset.ts'

const text = z.string().min(1)

const patternSchema = z.string().refine((pattern) => {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}, 'a regular expression')

const scoreSchema = z.strictObject({
  /** Of which model, where it is not the card's own: a relative, for comparison. */
  model: text.exactOptional(),
  benchmark: text,
  /** `pass@1`, `maj@64`: how many samples stand behind one answer. */
  metric: z.string().regex(/^(pass|maj)@[1-9]\d*$/, 'pass@k or maj@k'),
  percent: z.number().min(0).max(100),
  source: sourceSchema,
})

export const modelCardSchema = z.strictObject({
  name: configNameSchema,
  title: text,
  source: sourceSchema,
  /** Release, as the names of its files say it (`2506`); absent on cards that stand for many models. */
  version: text.exactOptional(),
  /** What makes an installed model one of this card; a card with neither `match` nor names takes what no other takes. */
  match: z
    .strictObject({
      /** Pattern of the model's name, in lower case, without registry and tag. Cards of one pattern are one family. */
      name: patternSchema,
      /** How the name says the version; a name that says another one is another card's. */
      versions: z.array(text).exactOptional(),
      /** Takes every model that lists the capability `thinking`, whatever its name. */
      anyThinking: z.boolean().exactOptional(),
    })
    .exactOptional(),
  /** Names it is installed under, in the order to try them. */
  names: z.array(text),
  /** What to pull or import where it is not installed. */
  pull: text.exactOptional(),
  thinkTags: z.strictObject({ open: text, close: text }),
  vision: z.boolean().exactOptional(),
  /** Recommended window, in tokens. */
  window: z.int().min(1).exactOptional(),
  sampling: z
    .strictObject({ temperature: z.number(), top_p: z.number(), source: sourceSchema })
    .exactOptional(),
  answer: z.strictObject({
    /** How the model is asked to mark its answer: `line` begins with words, `boxed` is `\boxed{}`. */
    marker: z.enum(['line', 'boxed']),
    /** Added to the prompt of a vote, so that the answer can be found. */
    instruction: text,
    /** Opens the answer that is forced out after a trip; the model goes on from there. */
    opening: z.string().min(1),
  }),
  /** Whether to ask for thinking where the model lists the capability. */
  thinkByDefault: z.boolean(),
  /** Whether the model thinks only because its system text tells it to: then `--system` may switch thinking off. */
  thinkingNeedsSystem: z.boolean(),
  /** System text to send where the model brings none of its own; written for Magi. */
  system: text.exactOptional(),
  /** Published figures, never Magi's own. */
  scores: z.array(scoreSchema),
})

/** What is known of a model version. */
export type ModelCard = z.infer<typeof modelCardSchema>

const kind: NamedConfigKind<typeof modelCardSchema> = {
  folder: 'models',
  noun: 'model card',
  schema: modelCardSchema,
}

/** Every model card: the built-in ones, and those in `models/` of the given folders. */
export function listModelCards(folders?: ConfigFolders): NamedConfig<ModelCard>[] {
  return listNamed(kind, folders)
}

/**
 * A model card by its own name, or by the path of a user's own file.
 *
 * @throws UsageError for an unknown name (with the nearest one) and for a file that is wrong.
 */
export function loadModelCard(nameOrPath: string, folders?: ConfigFolders): NamedConfig<ModelCard> {
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
  const [, base = '', tag] = /^(.*?)(?::([^/:]*))?$/.exec(written.trim().toLowerCase()) ?? []
  const short = base
    .replace(/^https?:\/\//, '')
    .replace(/^huggingface\.co\//, 'hf.co/')
    .replace(/^(registry\.ollama\.ai\/)?library\//, '')
  return tag === undefined ? { base: short } : { base: short, tag }
}

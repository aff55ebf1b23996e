import { cardFor, modelName, saysVersion } from '../config/model-card.ts'
import type { ModelCard } from '../config/model-card-schema.ts'
import { ModelNotFoundError, UsageError } from '../ground/errors.ts'
import { nearestNames } from '../ground/nearest-name.ts'
import type { InstalledModel } from '../runtime/driver.ts'

/** A model that is installed. */
export interface FoundModel {
  readonly type: 'found'
  /** The name as installed. */
  readonly name: string
  readonly digest: string
  /** The card as far as the list tells; ask `cardFor` again with the runtime's details. */
  readonly card: ModelCard
}

/** What became of a model's name: found, not here, could be several, or would be sent to another host. */
export type ModelResolution =
  | FoundModel
  | { readonly type: 'missing'; readonly nearest: readonly string[]; readonly pull: string }
  | { readonly type: 'ambiguous'; readonly names: readonly string[] }
  | { readonly type: 'remote'; readonly name: string; readonly host: string }

/** What to look for, and among what. */
export interface ModelQuestion {
  /** The name asked for; absent: the newest Magistral Small that is installed. */
  readonly asked?: string
  readonly installed: readonly InstalledModel[]
  readonly cards: readonly ModelCard[]
  /** Whether models may be used that the runtime would ask another host for. */
  readonly allowRemote?: boolean
}

/** The family that is looked for when no model is named. */
const defaultModel = 'magistral-small'

/**
 * Finds the installed model that a name means.
 *
 * The name itself, case aside and `:latest` implied, always wins. A name without a tag also means its only other tag. A name that
 * stands on a card means what is installed of that card, under whatever name; if it says no version (`magistral`,
 * `magistral-small`), what is installed of the card's family, newest version first. A name with a tag means nothing but itself.
 */
export function resolveModel({
  asked = defaultModel,
  installed,
  cards,
  allowRemote = false,
}: ModelQuestion): ModelResolution {
  const wanted = modelName(asked)
  const usable = installed.filter((model) => allowRemote || model.remoteHost === undefined)
  const sameBase = (model: InstalledModel) => modelName(model.name).base === wanted.base
  const exact = (model: InstalledModel) =>
    sameBase(model) && (modelName(model.name).tag ?? 'latest') === (wanted.tag ?? 'latest')
  const found = (model: InstalledModel): FoundModel => ({
    type: 'found',
    name: model.name,
    digest: model.digest,
    card: cardFor(model.name, cards, model),
  })

  const itself = installed.find(exact)
  if (itself?.remoteHost !== undefined && !allowRemote) {
    return { type: 'remote', name: itself.name, host: itself.remoteHost }
  }
  if (itself !== undefined) return found(itself)

  const candidates = wanted.tag === undefined ? cardsMeant(asked, cards) : []
  const tagged = wanted.tag === undefined ? usable.filter(sameBase) : []
  const [only] = tagged
  if (only !== undefined && (tagged.length === 1 || candidates.length > 0)) return found(only)
  if (tagged.length > 1) return { type: 'ambiguous', names: tagged.map((model) => model.name) }

  for (const card of candidates) {
    const ofCard = usable.filter((model) => cardFor(model.name, cards, model).name === card.name)
    const [first] = ofCard.sort((a, b) => placeOf(a, card) - placeOf(b, card))
    if (first !== undefined) return found(first)
  }
  const nearest = nearestNames(
    wanted.base,
    usable.map((model) => model.name),
  )
  return { type: 'missing', nearest, pull: whatToPull(asked, candidates.length > 0 ? candidates : cards) }
}

/** What to pull for a name: what the card says that lists it, or one it may be misspelt for; else the name itself. */
function whatToPull(asked: string, cards: readonly ModelCard[]): string {
  const { base, tag } = modelName(asked)
  if (tag !== undefined) return asked
  const pulls = new Map<string, string>()
  for (const { name, names, pull } of cards) {
    if (pull === undefined) continue
    for (const each of [name, ...names]) pulls.set(modelName(each).base, pull)
  }
  const alike = base.includes('/')
    ? []
    : [...pulls.keys()].filter((each) => Math.abs(each.length - base.length) <= 2)
  return pulls.get(base) ?? pulls.get(nearestNames(base, alike, 1)[0] ?? '') ?? asked
}

function isBase(name: string, base: string): boolean {
  return modelName(name).base === base
}

/** Place of an installed model in the card's list of names; last where the card does not list it. */
function placeOf(model: InstalledModel, card: ModelCard): number {
  const place = card.names.findIndex((name) => isBase(name, modelName(model.name).base))
  return place < 0 ? card.names.length : place
}

/** Cards that a name stands for, newest version first; none where it stands on no card. */
function cardsMeant(asked: string, cards: readonly ModelCard[]): ModelCard[] {
  const wanted = modelName(asked)
  const listed = cards.filter(
    (card) =>
      card.version !== undefined && [card.name, ...card.names].some((name) => isBase(name, wanted.base)),
  )
  const versioned = listed.filter((card) => saysVersion(wanted, card))
  if (versioned.length > 0) return versioned
  const families = new Set(listed.map((card) => card.match?.name))
  return cards
    .filter((card) => card.version !== undefined && families.has(card.match?.name))
    .sort((a, b) => ((a.version ?? '') > (b.version ?? '') ? -1 : 1))
}

/** What to look for, and which installed models would do in its place: those that think. */
export interface RequiredModel extends ModelQuestion {
  readonly wouldDo?: readonly string[]
}

/**
 * The installed model that a name means, or an error that says what to do.
 *
 * @throws ModelNotFoundError with what is installed, what is nearest, and what to pull or import.
 * @throws UsageError for a model that the runtime would ask another host for.
 */
export function requireModel({ wouldDo = [], ...question }: RequiredModel): FoundModel {
  const resolution = resolveModel(question)
  const asked = question.asked ?? defaultModel
  switch (resolution.type) {
    case 'found':
      return resolution
    case 'ambiguous':
      throw new ModelNotFoundError(`Model "${asked}" is installed with several tags.`, {
        fix: `Name one of them: ${resolution.names.join(', ')}.`,
      })
    case 'remote':
      throw remoteModel(resolution)
    case 'missing':
      throw new ModelNotFoundError(`Model "${asked}" is not installed.`, {
        fix: missingFix(resolution, question.installed, wouldDo),
      })
  }
}

/** What stops a command for a model that the runtime would ask another host for. */
export function remoteModel({ name, host }: { readonly name: string; readonly host: string }): UsageError {
  return new UsageError(
    `Model "${name}" is not on this machine: the runtime sends its requests to ${host}.`,
    {
      fix: 'Choose a model that is installed here, or add --allow-remote if the prompts may leave.',
    },
  )
}

function missingFix(
  { nearest, pull }: { nearest: readonly string[]; pull: string },
  installed: readonly InstalledModel[],
  wouldDo: readonly string[],
): string {
  const names = installed.map((model) =>
    model.remoteHost === undefined ? model.name : `${model.name} (remote)`,
  )
  return [
    names.length === 0 ? 'Nothing is installed.' : `Installed: ${names.join(', ')}.`,
    ...(nearest.length === 0 ? [] : [`Nearest: ${nearest.join(', ')}.`]),
    ...(wouldDo.length === 0
      ? []
      : [`To use what is there: ${wouldDo.map((name) => `-m ${name}`).join(' or ')}.`]),
    `To get it: ollama pull ${pull} (or import a GGUF file with ollama create, and name it with --model).`,
  ].join(' ')
}

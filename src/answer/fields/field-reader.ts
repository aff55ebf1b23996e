import type { AnswerContext } from '../answer.ts'
import { schemaChecks } from '../json-schema.ts'
import { Election } from './elect.ts'
import type { Elected } from './elected.ts'
import { ascending, type Electorates } from './electorates.ts'
import { type FieldClasses, fieldClasses } from './field-class.ts'
import type { FieldReader, FieldTally, ProseField } from './field-tally.ts'
import { goodFields } from './good-fields.ts'
import { canonicalText, type Json, jsonText, objectOf, plainValue, readJson, unfit } from './json-value.ts'
import { hasFields } from './schema-fields.ts'
import { isSchema, type Schema } from './schema-keywords.ts'
import { SchemaNodes } from './schema-nodes.ts'

/**
 * What reads answers of one schema field by field.
 *
 * @param schema - A JSON schema (draft 4, 7 or 2020-12).
 * @param context - Language of the texts.
 * @throws UsageError where the schema is none that can be checked.
 */
export function fieldReader(schema: unknown, context: Pick<AnswerContext, 'language'> = {}): FieldReader {
  const root: Schema = isSchema(schema) ? schema : true
  const nodes = new SchemaNodes(root)
  const check = schemaChecks(root)
  const fits = check(root)
  const classes = fieldClasses(context)
  const terms = {
    nodes,
    classes,
    fits: (part: Schema, value: Json) => check(part)(plainValue(value)),
  }
  /** A ballot as it can vote: whole where it fits, else its good fields; `unfit` where nothing of it is good. */
  const votingPart = (value: Json): Json => {
    return fits(plainValue(value)) ? value : goodFields(value, root, terms)
  }
  const reader: FieldReader = {
    hasFields: hasFields(root),
    same(a, b) {
      const { counts, voters } = reader.tally([
        { index: 0, answer: a },
        { index: 1, answer: b },
      ])
      return voters.length === 2 && counts.every(({ options }) => options.length === 1)
    },
    unsupported: nodes.unsupported(),
    fits,
    fitsInPart(json) {
      const value = readJson(JSON.stringify(json) ?? '')
      return value !== undefined && votingPart(value) !== unfit
    },
    tally(ballots) {
      const inOrder = [...ballots].sort((left, right) => left.index - right.index)
      const read = inOrder.flatMap(({ index, answer }) => {
        const value = readJson(answer)
        return value === undefined ? [] : [{ ballot: index, value }]
      })
      const held = read.flatMap(({ ballot, value: written }) => {
        const value = votingPart(written)
        return value === unfit ? [] : [{ ballot, value }]
      })
      /** Ballots that are whole: where only some fields of one were good, it is no answer by itself. */
      const wholes = held.filter(({ value }) => fits(plainValue(value)))
      const election = new Election(terms)
      const elected = election.elect(root, '', true, held)
      const voters = held.map(({ ballot }) => ballot)
      const closest = election.electorates.closest(
        wholes.length > 0 ? wholes.map(({ ballot }) => ballot) : voters,
      )
      const medoid = inOrder.find(({ index }) => index === closest)
      const prose: ProseField[] = []
      const value = put(elected, election.electorates, prose, closest)
      return {
        counts: election.electorates.counts,
        alignments: election.alignments,
        prose,
        voters,
        ...(medoid === undefined ? {} : { medoid }),
        ...assembledOf(value, read, { fits, classes }),
      }
    },
  }
  return reader
}

/** Puts what is elected together; prose comes whole from the ballot that agrees most, or of those that have it the one that does. */
function put(
  elected: Elected,
  electorates: Electorates,
  prose: ProseField[],
  medoid: number | undefined,
): Json | undefined {
  const below = (each: Elected) => put(each, electorates, prose, medoid)
  switch (elected.type) {
    case 'absent':
      return undefined
    case 'value':
      return elected.value
    case 'object':
      return objectOf(
        elected.entries.flatMap(([name, each]) => {
          const value = below(each)
          return value === undefined ? [] : [[name, value] as const]
        }),
      )
    case 'array':
      return elected.items.map(below).filter((value) => value !== undefined)
    default: {
      const { path, texts } = elected
      const sample = medoid !== undefined && texts.has(medoid) ? medoid : electorates.closest(texts.keys())
      const text = sample === undefined ? undefined : texts.get(sample)
      if (sample === undefined || text === undefined) return undefined
      prose.push({ path, value: JSON.stringify(text), sample })
      return text
    }
  }
}

function assembledOf(
  value: Json | undefined,
  ballots: readonly { readonly ballot: number; readonly value: Json }[],
  { fits, classes }: { readonly fits: (json: unknown) => boolean; readonly classes: FieldClasses },
): Pick<FieldTally, 'assembled' | 'fits' | 'exact'> {
  if (value === undefined || value === unfit) return { fits: false, exact: [] }
  const keyOf = (each: Json) => canonicalText(each, (number) => classes(number, 'exact'))
  const key = keyOf(value)
  const exact = ballots.filter((each) => keyOf(each.value) === key).map(({ ballot }) => ballot)
  return { assembled: jsonText(value), fits: fits(plainValue(value)), exact: exact.sort(ascending) }
}

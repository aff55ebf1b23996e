import { hasFields } from '../../answer/fields/schema-fields.ts'
import { UsageError } from '../../ground/errors.ts'
import { type PolicySource, policySettings, type VotingPolicy } from '../policy.ts'

const ofFields = ['voteBy', 'coherent', 'salvage'] as const

/**
 * The policy of a vote as the schema of its answers allows it: by field where they have fields and nothing says otherwise. It is said in full, so that a
 * run says how it was held.
 *
 * @param schema - What answers must fit, where they are JSON of a schema.
 * @param origins - Where each setting came from.
 * @throws UsageError for a flag that asks for a vote by field where there are no fields.
 */
export function policyForSchema(
  policy: VotingPolicy,
  schema: unknown,
  origins: PolicySource['origins'],
): VotingPolicy {
  const { voteBy, coherent: _coherent, salvage: _salvage, ...rest } = policy
  if (hasFields(schema)) {
    if (voteBy !== 'whole') return { ...policy, voteBy: 'field' }
    requireNone(['coherent', 'salvage'], origins, 'They are of a vote by field: leave --vote-by whole out.')
    return { ...rest, voteBy }
  }
  const fix =
    schema === undefined
      ? 'Say with --schema FILE what the answers are.'
      : 'Give a schema of an object, or of an array of objects.'
  requireNone(voteBy === 'whole' ? ['coherent', 'salvage'] : ofFields, origins, fix)
  return rest
}

function requireNone(
  names: readonly (typeof ofFields)[number][],
  origins: PolicySource['origins'],
  fix: string,
) {
  for (const name of names) {
    const origin = origins[policySettings[name]]
    const isSaid = origin !== undefined && origin.value !== false
    // What a file or a variable says is for those runs that have fields.
    if (!isSaid || !(origin.from.startsWith('--') || origin.from === name)) continue
    throw new UsageError(`${origin.from} is given, and there are no fields to vote on.`, { fix })
  }
}

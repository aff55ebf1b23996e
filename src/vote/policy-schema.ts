import { z } from 'zod'
import { tiePolicies, voteUnits } from './outcome-terms.ts'
import type { VotingPolicy } from './policy.ts'
import { schedules } from './schedule.ts'

/** The fields of a voting policy, as the manifest of a run has them among its own. */
export const policyShape = {
  /** Samples asked for (of each problem). */
  n: z.int().min(1),
  /** Fewest samples before the rule may stop. */
  min: z.int().min(0),
  rule: z.string(),
  schedule: z.enum(Object.keys(schedules) as (keyof typeof schedules)[]),
  tie: z.enum(tiePolicies),
  /** Most further samples that a tie may ask for. */
  extendBy: z.int().min(0),
  quorum: z.number().min(0).max(1).exactOptional(),
  countForced: z.boolean(),
  /** Absent in a run without a schema, and in one that was begun when answers were voted on as wholes alone. */
  voteBy: z.enum(voteUnits).exactOptional(),
  coherent: z.boolean().exactOptional(),
  salvage: z.boolean().exactOptional(),
} satisfies { readonly [Field in keyof VotingPolicy]-?: z.ZodType<VotingPolicy[Field]> }

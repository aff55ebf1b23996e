import { z } from 'zod'
import type { VotingPolicy } from './policy.ts'
import { schedules } from './schedule.ts'
import { tiePolicies } from './vote.ts'

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
} satisfies { readonly [Field in keyof VotingPolicy]-?: z.ZodType<VotingPolicy[Field]> }

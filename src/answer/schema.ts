import { z } from 'zod'
import { answerKinds } from './answer.ts'

/** A kind of answer. */
export const answerKindSchema = z.enum(answerKinds)

/** A kind that can be asked for: a kind, or `auto`. */
export const askedKindSchema = z.enum([...answerKinds, 'auto'])

import { readFileSync } from 'node:fs'
import { builtInPath } from '../ground/package-root.ts'
import type { WrittenSample } from './written-sample.ts'

/** What the clause says; of the notice, whose length its two cases dispute, as each sample reads it. */
interface Reading {
  readonly notice_days: number
  readonly tenant?: string
  readonly rent?: number
  readonly begins?: string
  readonly fees?: readonly { readonly for: string; readonly amount: number }[]
  readonly why: string
}

const key = { for: 'key deposit', amount: 60 }
const reminder = { for: 'reminder', amount: 25 }

/** Eight readings: each right in most fields, and hardly two of them alike. */
const readings: readonly Reading[] = [
  { notice_days: 28, why: 'Four weeks are the rule; thirty days are for letters from abroad.' },
  { notice_days: 30, why: 'The clause names thirty days, and four weeks are about as long.' },
  { notice_days: 28, rent: 1580, why: 'Notice is due four weeks before the end of the year.' },
  { notice_days: 28, fees: [reminder, key], why: 'Nobody is abroad here, so four weeks hold.' },
  { notice_days: 30, begins: '2027-03-03', why: 'Thirty days are the only number of days that is named.' },
  { notice_days: 28, tenant: 'N. Lindqvist', why: 'Four weeks, which are 28 days.' },
  { notice_days: 28, fees: [key], why: 'The general rule is four weeks.' },
  { notice_days: 30, why: 'To be safe the longer of the two times is taken.' },
]

let clause: string | undefined

/** The clause of the demo, which `configs/schemas/clause.json` describes. */
export function clausePrompt(): string {
  clause ??= readFileSync(builtInPath('schemas', 'clause.txt'), 'utf8').trim()
  return clause
}

/** The written sample of the clause for a seed. */
export function clauseSample(seed: number): WrittenSample {
  const reading = readings[Math.abs(seed) % readings.length] as Reading
  const { notice_days, tenant = 'Nora Lindqvist', rent = 1850, begins = '2027-03-01' } = reading
  const { fees = [key, reminder], why } = reading
  const value = { tenant, rent, currency: 'EUR', begins, notice_days, renews: true, fees, why }
  return {
    thinking: `Let me go through the clause sentence by sentence. ${why} The other figures stand as they are.`,
    answer: JSON.stringify(value),
    value: JSON.stringify(value),
  }
}

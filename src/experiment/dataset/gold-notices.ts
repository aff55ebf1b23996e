import type { DatasetFault } from './faults.ts'
import { idNames, promptNames } from './field-names.ts'
import type { FieldNames } from './format.ts'
import { problemFields } from './problem-fields.ts'
import type { RecordPlace } from './record.ts'
import type { ProblemReading } from './to-problem.ts'

/** Follows how the gold answers of a file were come by, and whether one is missing. */
export class GoldNotices {
  readonly #fields: FieldNames
  readonly #counts = { written: 0, announced: 0, prose: 0, none: 0 }
  readonly #missing: DatasetFault[] = []
  #firstAnnounced: { readonly at: RecordPlace; readonly answer: string } | undefined
  #firstProse: RecordPlace | undefined

  /** @param fields - What the user said of the fields. */
  constructor(fields: FieldNames) {
    this.#fields = fields
  }

  add({ gold, withoutGold, problem }: ProblemReading, at: RecordPlace): void {
    this.#counts[gold ?? 'none'] += 1
    if (withoutGold !== undefined) this.#missing.push(withoutGold)
    if (gold === 'announced' && problem?.answer !== undefined)
      this.#firstAnnounced ??= { at, answer: [problem.answer].flat().join(' or ') }
    if (gold === 'prose') this.#firstProse ??= at
  }

  /**
   * A gold answer that is missing is a fault where others are there, or where the user says which field holds it. A file without any is a set of
   * questions to vote on.
   */
  get faults(): readonly DatasetFault[] {
    const { written, announced, prose } = this.#counts
    return written + announced + prose > 0 || this.#fields.answer !== undefined ? this.#missing : []
  }

  /**
   * What the user should know of them: a sentence each.
   *
   * @param names - Names of the fields of the file.
   */
  notices(names: readonly string[]): string[] {
    const { announced, prose } = this.#counts
    const notices: string[] = []
    if (this.#missing.length > 0 && this.faults.length === 0) notices.push(this.#noGold(names))
    if (this.#firstAnnounced !== undefined) {
      const { at, answer } = this.#firstAnnounced
      notices.push(
        `${golds(announced)} taken out of the text that announces ${announced === 1 ? 'it' : 'them'} (line ${at.line}: ${short(answer)})`,
      )
    }
    if (this.#firstProse !== undefined) {
      notices.push(
        `${golds(prose)} long text that announces no answer, compared as it stands (first: line ${this.#firstProse.line}); --field answer=NAME names another field, --answer text says that they are texts`,
      )
    }
    return notices
  }

  #noGold(names: readonly string[]): string {
    const used = new Set<string>([
      ...problemFields,
      ...promptNames,
      ...idNames,
      ...Object.values(this.#fields),
    ])
    const others = names.filter((name) => !used.has(name)).slice(0, 10)
    const hint =
      others.length === 0
        ? ''
        : `; if one of its other fields holds it (${others.join(', ')}): --field answer=NAME`
    return `no problem has a gold answer: votes are reported, and no accuracy${hint}`
  }
}

function golds(count: number): string {
  return count === 1 ? '1 gold answer is' : `${count.toLocaleString('en-US')} gold answers are`
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

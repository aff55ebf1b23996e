/** One question with its recorded samples, in launch order: what a simulation or an estimate works on. */
export interface RecordedQuestion {
  /** Where it was recorded: the name of a trace file without its endings, or a run id. */
  readonly source: string
  readonly dataset?: string
  readonly model?: string
  readonly id: string
  /** The known answer; absent where there is none. */
  readonly gold?: string
  /** By launch index: the answer as extracted, `null` where there was none. */
  readonly answers: readonly (string | null)[]
  /** By launch index: the class of equivalent answers, from 0; -1 for an abstention. */
  readonly classes: readonly number[]
  /** The class of the known answer, `never` if no sample gave it; absent where no answer is known. */
  readonly goldClass?: number | 'never'
  /** By launch index: tokens generated; absent where nobody counted. */
  readonly tokens?: readonly number[]
}

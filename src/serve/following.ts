import type { Part } from '../stream/part.ts'
import type { VoteFollower } from './served-vote.ts'

/** What of thinking is shown while a vote is drawn. */
export type Show = 'progress' | 'followed' | 'none'

/** Makes of what happens in a vote what a client is shown as thinking: a line a ballot, the thinking of one sample, or nothing. */
export class Following implements VoteFollower {
  readonly #show: Show
  readonly #say: (text: string) => void
  #index: number | undefined
  /** A line was begun and not ended. */
  #isOpen = false
  /** Everything that was shown. */
  text = ''

  constructor(show: Show, say: (text: string) => void) {
    this.#show = show
    this.#say = say
  }

  progress(line: string): void {
    if (this.#show === 'progress') this.#write(`${line}\n`)
  }

  part(part: Part, index: number): void {
    if (this.#show !== 'followed' || part.type !== 'thinking-delta') return
    this.#index ??= index
    if (this.#index === index) this.#write(part.text)
  }

  ended(index: number, isFinished: boolean): void {
    if (this.#show !== 'followed' || this.#index !== index || isFinished) return
    this.#write(`${this.#isOpen ? '\n' : ''}sample ${index} did not finish; another one is followed\n`)
    this.#index = undefined
  }

  #write(text: string): void {
    if (text === '') return
    this.text += text
    this.#isOpen = !text.endsWith('\n')
    this.#say(text)
  }
}

import type { Refusal } from './refusal.ts'

/** What an answer comes to. */
export interface Ending {
  /** The whole answers; one but for a request for several choices. */
  readonly answers: readonly { readonly text: string; readonly thinking: string; readonly isCut: boolean }[]
  readonly usage: {
    /** Tokens of the prompt, once. */
    readonly prompt: number
    /** Tokens written, of all samples. */
    readonly output: number
    readonly thinking: number
  }
  /** The vote as `magi vote --json` tells it; absent where there was none. */
  readonly magi?: unknown
  readonly elapsedMs: number
}

/** How an answer is written in the shape of one client. */
export interface Wire {
  readonly streamType: string
  /** What comes at once, before anything is known. */
  first(): string
  thinking(text: string): string
  answer(text: string, choice: number): string
  /** A chunk that says nothing, so that nobody takes silence for death. */
  alive(): string
  /** What ends a stream, behind everything that was said of the answers. */
  last(ending: Ending): string
  /** What ends a stream that came to nothing. */
  failure(refusal: Refusal): string
  /** The body of an answer that is not streamed. */
  whole(ending: Ending): unknown
  /** The body of a refusal. */
  refusal(refusal: Refusal): unknown
}

import type { Message } from '../runtime/driver.ts'
import type { MagiWish } from './wire-schema.ts'

/** The shapes that a question can come in, by the path it is sent to. */
export type CallShape = '/api/chat' | '/api/generate' | '/v1/chat/completions' | '/v1/responses'

/** What a client asks, whichever shape it came in. */
export interface Call {
  readonly shape: CallShape
  /** The model as the client wrote it. */
  readonly model: string
  readonly stream: boolean
  readonly system?: string
  /** What was said before the prompt, without old thinking. */
  readonly history: readonly Message[]
  readonly prompt: string
  readonly images: readonly string[]
  readonly format?: unknown
  readonly magi: MagiWish
  /** Answers that are asked for side by side. */
  readonly choices: number
  /** Most tokens of the answer that is shown. */
  readonly maxAnswerTokens?: number
  /** Texts before which the answer that is shown ends. */
  readonly stops: readonly string[]
  readonly hideThinking: boolean
  readonly includeUsage: boolean
  readonly seed?: number
  /** How long the model is to stay loaded, as the runtime takes it. */
  readonly keepAlive?: string | number
  /** Names of what the client said of sampling, which a vote does not take. */
  readonly ignored: readonly string[]
  /** Why no vote is held on it, whatever its model; absent: one may be. */
  readonly unvoted?: Unvoted
}

/** One request that Magi answers itself. */
export interface AskedCall {
  readonly call: Call
  readonly client: string
  /** Two requests with the same key ask the same of the same. */
  readonly key: string
  /** The client says that it sends the request again. */
  readonly isRetry: boolean
}

/** Why a request gets no vote. */
export type Unvoted = 'tools' | 'load' | 'raw' | 'logprobs' | 'few-tokens' | 'task' | 'asked-off' | 'shape'

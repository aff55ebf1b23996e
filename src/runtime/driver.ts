import type { Part } from '../stream/part.ts'
import type { Side, ThinkTags } from '../stream/split-thinking.ts'

/** Levels or switch of thinking, as the runtime takes it. */
export type Think = boolean | 'low' | 'medium' | 'high' | 'max'

/** One message of a chat. `images` are base64. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  readonly thinking?: string
  readonly images?: readonly string[]
}

/** Options in the runtime's own key names (`num_ctx`, `temperature` …). */
export type RuntimeOptions = Readonly<Record<string, number | boolean | string | readonly string[]>>

/** Everything one sample's request says. */
export interface DrawRequest {
  /** The model's name as installed. */
  readonly model: string
  readonly messages: readonly Message[]
  readonly options: RuntimeOptions
  /** Absent: not sent, since the model does not list the capability. */
  readonly think?: Think
  /** How long the model stays loaded after the last request, as the runtime writes it (`30m`, seconds, -1). */
  readonly keepAlive?: string | number
  /** `json` or a JSON schema that the answer must fit. */
  readonly format?: unknown
  /** Tags of the thinking, beside the known ones. */
  readonly thinkTags?: readonly ThinkTags[]
  /**
   * Where the text that comes back begins: `thinking` where the prompt ends inside an open trace that the runtime will not split off
   * itself, `answer` behind a closed one. Absent: the text tells.
   */
  readonly startsIn?: Side
  /**
   * A prompt as the model sees it, template and control tokens included, to be continued in place of `messages`. Whatever stands
   * in it as a control token is one: no text of a user or a model may be put into it unchecked.
   */
  readonly rawPrompt?: string
}

/** A model that the runtime lists. */
export interface InstalledModel {
  readonly name: string
  readonly digest: string
  readonly sizeBytes?: number
  readonly capabilities?: readonly string[]
  /** Set when the runtime would send requests for it elsewhere (a cloud model): the host it names. */
  readonly remoteHost?: string
}

/** What the runtime says of one model. */
export interface ModelDetails {
  readonly capabilities: readonly string[]
  /** The chat template that the runtime uses; '' where it gives none. */
  readonly template: string
  /** The name of a renderer that is built into the runtime and makes the prompt in place of the template. */
  readonly renderer?: string
  /** The name of a parser that is built into the runtime and splits thinking off by itself. */
  readonly parser?: string
  /** The model's own system text; '' where there is none. */
  readonly system: string
  /** `PARAMETER` lines of the model, in the runtime's key names; the values of one that is repeated (`stop`) on lines of their own. */
  readonly parameters: Readonly<Record<string, string>>
  /** The window the model was trained with, in tokens. */
  readonly trainedContext?: number
  /** Memory of the key-value cache for one token of one slot at 16 bits, in bytes, where the model's shape is known. */
  readonly cacheBytesPerToken?: number
  /** The runtime puts the token that begins a text before every prompt: a raw prompt must not begin with it. */
  readonly addsBos?: boolean
  readonly parameterSize?: string
  readonly quantization?: string
  readonly remoteHost?: string
}

/** A model in the runtime's memory. */
export interface LoadedModel {
  readonly name: string
  readonly digest: string
  readonly sizeBytes?: number
  /** How much of it is on the GPU, in bytes; less than `sizeBytes` means that the CPU does a part. */
  readonly gpuBytes?: number
  /** The window of each slot, in tokens, as loaded. */
  readonly context?: number
}

/**
 * Speaks to one runtime. Calls about the runtime throw `MagiError`s, since a run cannot start without them; a draw never throws for
 * what comes back: it is the sample's `end`.
 */
export interface Driver {
  /** The address, without credentials. */
  readonly host: string
  version(signal?: AbortSignal): Promise<string>
  models(signal?: AbortSignal): Promise<readonly InstalledModel[]>
  /** @throws ModelNotFoundError where the runtime does not know the name. */
  details(model: string, signal?: AbortSignal): Promise<ModelDetails>
  loaded(signal?: AbortSignal): Promise<readonly LoadedModel[]>
  /** Loads the model with the options of the run, and waits until it is ready. Aborting it aborts the load. */
  load(request: Omit<DrawRequest, 'messages'>, signal?: AbortSignal): Promise<void>
  /** The prompt as the runtime would render it, without generating; `undefined` where it does not tell. */
  renderPrompt(request: DrawRequest, signal?: AbortSignal): Promise<string | undefined>
  /**
   * Draws one sample. Leaving the iteration early, or aborting, closes the connection, and the runtime stops generating.
   * The last part is `end`, unless the signal was aborted: then the iteration just ends. `isSent` says whether the request is on its way;
   * absent where that is not told.
   */
  draw(request: DrawRequest, signal: AbortSignal): AsyncIterable<Part> & { readonly isSent?: boolean }
}

/** The parts of one draw. */
export type PartSource = ReturnType<Driver['draw']>

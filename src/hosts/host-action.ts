/** A host as it is configured. */
export interface HostTerms {
  readonly name: string
  readonly slots: number
  /** Whether it has answered; else it is asked before anything is drawn on it. */
  readonly isThere: boolean
}

/** A sample that is to be drawn on some host. */
export interface HostJob {
  /** Unique for each attempt, ascending. */
  readonly id: number
  /** The sample: the same for all its attempts. */
  readonly key: string
  /** The model that it is drawn from, told apart from other models. */
  readonly model: string
  /** Whether it was drawn before, and comes before those that were not. */
  readonly isAgain: boolean
  /** Whether the model may be drawn from on a host, by place. */
  readonly mayUse: (host: number) => boolean
}

/** What is to be done now. */
export type HostAction<Job extends HostJob> =
  | { readonly type: 'start'; readonly job: Job; readonly host: number }
  /** Load a model on a host that has it not in memory: one request, whose end `loaded` tells. */
  | { readonly type: 'load'; readonly job: Job; readonly host: number }
  /** Ask a host whether it is there, and is what it was: `probed` tells. */
  | { readonly type: 'probe'; readonly host: number }
  /** Draw something tiny on a host, to see whether it serves: `proved` tells. */
  | { readonly type: 'prove'; readonly job: Job; readonly host: number }
  /** The sample broke on several hosts that went on serving others: it is not drawn again. */
  | { readonly type: 'condemn'; readonly job: Job; readonly why: string }
  /** No host is left for it, or none came back in time. */
  | { readonly type: 'give-up'; readonly job: Job; readonly why: string }

/** How a sample ended on a host. */
export type HostEnding =
  /** As samples do: finished, tripped, refused for what it asks. */
  | { readonly type: 'served'; readonly tokens: number }
  /** It broke after the host took it, or nothing came of it. */
  | { readonly type: 'broke'; readonly message: string }
  /** Nobody took it. */
  | { readonly type: 'refused' }
  /** The host's queue was full. */
  | { readonly type: 'busy'; readonly retryAfterMs?: number | undefined }
  /** The host has not, or no longer, what is asked of it. */
  | { readonly type: 'unfit'; readonly why: string }
  | { readonly type: 'cancelled' }

/** What came of a load: nobody took it, it failed, or it showed that the host is another than it should be. */
export type LoadEnding =
  | { readonly type: 'loaded' | 'refused' }
  | { readonly type: 'failed' | 'unfit'; readonly why: string }

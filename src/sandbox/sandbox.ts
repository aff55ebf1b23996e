/** What to run a program on: a call of a function, a whole program fed from standard input, or tests run after it. */
export type ProgramInput =
  | {
      readonly kind: 'call'
      readonly entryPoint: string
      /** Python source of the argument list, for example `[1, 2], k=3`; it is evaluated inside the sandbox. */
      readonly arguments: string
    }
  | { readonly kind: 'stdin'; readonly text: string }
  | {
      readonly kind: 'check'
      /** Python source that runs after the program, in its namespace. Where it raises nothing, the outcome is the value `None`. */
      readonly source: string
    }

/** A limit of the sandbox that a program can pass. */
export type SandboxLimit = 'wall-time' | 'cpu-time' | 'memory' | 'output'

/** What a program did on one input. An ending is a value. */
export type InputOutcome =
  | {
      readonly kind: 'value'
      /** The value by type and structure, as JSON text: {@link CanonicalValue}. */
      readonly canonical: string
      /** What was written to standard output. */
      readonly printed: string
    }
  | {
      readonly kind: 'exception'
      /** Name of the class; with its module where it is not one of Python's own: `decimal.InvalidOperation`. */
      readonly exceptionClass: string
      readonly message: string
      readonly printed: string
    }
  | { readonly kind: 'over-limit'; readonly limit: SandboxLimit }
  | {
      /** The interpreter ended before it said what the program did: a fatal error, or it was killed. */
      readonly kind: 'interpreter-failed'
      readonly message: string
    }

/**
 * A value of Python by type and structure. Numbers are text, so that none is rounded: an `int` in decimal digits, a `float` as Python's `repr`
 * writes it, `nan` and `inf` as their words. Sets and dicts are sorted by the text of their items, so that equal ones are written alike.
 * Anything else is its class and its `repr`, cut; what is too deep or too large is `too-large`.
 */
export type CanonicalValue =
  | readonly ['int' | 'float' | 'str' | 'bytes', string]
  | readonly ['bool', boolean]
  | readonly ['none']
  | readonly ['complex', string, string]
  | readonly ['list' | 'tuple' | 'set' | 'frozenset', readonly CanonicalValue[]]
  | readonly ['dict', readonly (readonly [CanonicalValue, CanonicalValue])[]]
  | readonly ['other', string, string]
  | readonly ['too-large']

/** What a program did on all inputs, one outcome each, in their order. */
export type ProgramOutcome =
  | { readonly kind: 'ran'; readonly outcomes: readonly InputOutcome[]; readonly wallTimeMs: number }
  | { readonly kind: 'unparsable'; readonly message: string }
  | {
      /** It did not get past its own import: what happened there. */
      readonly kind: 'failed-to-load'
      readonly outcome: InputOutcome
    }

/** How much a program may take. Times in milliseconds, sizes in bytes. */
export interface SandboxLimits {
  /** Wall time of one input. */
  readonly inputWallTimeMs: number
  /** CPU time of one input. */
  readonly inputCpuTimeMs: number
  /** Wall time of one program on all its inputs. */
  readonly programWallTimeMs: number
  /** What one input may write to standard output. */
  readonly outputBytes: number
  /** Resident memory of the process that the program runs in. */
  readonly memoryBytes: number
}

/** What to run: a program, and the inputs to run it on. */
export interface SandboxJob {
  /** Python source. */
  readonly program: string
  readonly inputs: readonly ProgramInput[]
  readonly limits?: Partial<SandboxLimits>
  readonly signal?: AbortSignal
}

/** Runs programs that nobody trusts, each in an interpreter of its own. */
export interface Sandbox {
  run(job: SandboxJob): Promise<ProgramOutcome>
  close(): Promise<void>
}

/** One wall round a program, and whether it stands on this machine. */
export interface Wall {
  readonly name: 'python' | 'node' | 'system'
  readonly stands: boolean
  /** How it stands, or what is missing. */
  readonly text: string
  /** What to do where it is missing. */
  readonly fix?: string
}

/** The walls of the sandbox on this machine. */
export type WallReport = readonly Wall[]

/** How a sandbox is opened. */
export interface SandboxOptions {
  /** The user says that no network wall is needed: what keeps programs off the network is then Python's side alone. */
  readonly trustNetworkToPython?: boolean
  /** Where the memory snapshot of the interpreter is kept from one process to the next. */
  readonly cacheFolder: string
  readonly limits?: Partial<SandboxLimits>
  readonly signal?: AbortSignal
}

/** A sandbox, or which wall is missing: then no code is run. */
export type OpenedSandbox =
  | { readonly kind: 'open'; readonly sandbox: Sandbox; readonly walls: WallReport }
  | {
      readonly kind: 'missing'
      readonly walls: WallReport
      readonly reason: string
      readonly fix: string
    }

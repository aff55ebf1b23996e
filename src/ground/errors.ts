import { fileReason, isFileError } from './file-error.ts'

/**
 * The exit code of the process for each way a command can end.
 *
 * 0 answered · 1 failed · 2 wrong usage or configuration · 3 no consensus · 4 no answer to count · 5 runtime unreachable ·
 * 6 model not installed · 7 stopped by a limit before an answer · 130 interrupted · 143 terminated.
 */
export const exitCodes = {
  answered: 0,
  failed: 1,
  usage: 2,
  noConsensus: 3,
  noAnswer: 4,
  unreachable: 5,
  modelMissing: 6,
  limit: 7,
  interrupted: 130,
  terminated: 143,
} as const

/** A process exit code that Magi uses. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * What stops a whole command. What goes wrong in one sample is a value, its ending, and is never thrown.
 *
 * `message` says what happened, with the value; `fix` says what to do; programs match on `code`.
 */
export abstract class MagiError extends Error {
  /** A stable name for programs, in lower-case words joined by hyphens. */
  abstract readonly code: string
  /** The exit code of a command that stops for this. */
  abstract readonly exitCode: ExitCode
  /** What the reader can do about it. */
  readonly fix: string

  constructor(message: string, { fix, cause }: { fix: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.fix = fix
  }
}

/** Wrong usage, configuration or input: a flag, a file or a value that cannot be used. Nothing was changed. */
export class UsageError extends MagiError {
  readonly code = 'usage'
  readonly exitCode = exitCodes.usage
}

/** No runtime answered at the host. */
export class UnreachableError extends MagiError {
  readonly code = 'unreachable'
  readonly exitCode = exitCodes.unreachable
}

/** The model is not on this machine. */
export class ModelNotFoundError extends MagiError {
  readonly code = 'model-not-found'
  readonly exitCode = exitCodes.modelMissing
}

/** The runtime answered, but the command cannot go on: the model does not load, or it refuses the options. */
export class RuntimeError extends MagiError {
  readonly code = 'runtime-error'
  readonly exitCode = exitCodes.failed
}

/** The runtime takes no further work at the moment: its queue is full. Later it may. */
export class BusyError extends MagiError {
  readonly code = 'busy'
  readonly exitCode = exitCodes.failed
  /** How long it asks to wait before the next request, in milliseconds, where it says. */
  readonly retryAfterMs?: number

  constructor(message: string, about: { fix: string; cause?: unknown; retryAfterMs?: number }) {
    super(message, about)
    if (about.retryAfterMs !== undefined) this.retryAfterMs = about.retryAfterMs
  }
}

/** The run folder cannot be written, read or taken over. */
export class RunFolderError extends MagiError {
  readonly code = 'run-folder'
  readonly exitCode = exitCodes.failed
}

/** The system did not answer in time. The call cannot be taken back, and keeps the process from ending by itself. */
export class StuckError extends RunFolderError {}

/** The text of anything thrown; of a refused call to the file system why it was refused, without its path: `permission denied (EACCES)`. */
export function messageOf(thrown: unknown): string {
  if (isFileError(thrown)) return fileReason(thrown)
  return thrown instanceof Error ? thrown.message : String(thrown)
}

import type { Executor } from '../hosts/executor.ts'
import type { RunHost } from '../journal/manifest.ts'
import type { Driver } from '../runtime/driver.ts'
import type { PreparedModel } from '../sample/prepare.ts'

/** A runtime that answered, and the model on it; of several hosts the first, and all of them to draw on. */
export interface OpenModel {
  readonly driver: Driver
  readonly model: PreparedModel
  /** Where samples are drawn. */
  readonly executor: Executor
  /** Set where there are several hosts. */
  readonly hosts?: readonly RunHost[]
  /** Digest of what makes a prompt on each of several hosts. */
  readonly template?: string
}

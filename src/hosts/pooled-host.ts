import type { Driver } from '../runtime/driver.ts'
import type { PreparedModel } from '../sample/prepare.ts'

/** One of several hosts. */
export interface PooledHost {
  readonly driver: Driver
  readonly slots: number
  /** The model on it; absent until it answers. */
  model?: PreparedModel | undefined
}

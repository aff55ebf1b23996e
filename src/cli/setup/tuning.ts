import type { SlotRate } from '../../tune/slot-curve.ts'

/** What a measurement came to. */
export interface Tuning {
  readonly model: { readonly name: string; readonly digest: string }
  readonly host: string
  /** ISO 8601. */
  readonly at: string
  /** Tokens that each sample of the measurement was to have. */
  readonly tokens: number
  /** Tokens of the samples of the votes whose times are told. */
  readonly tokensPerSample: number
  /** By ascending slots; one or more. */
  readonly rates: readonly SlotRate[]
  readonly best: SlotRate
  readonly memory: {
    readonly loadedBytes?: number
    readonly gpuBytes?: number
    /** Of a slot's cache, at 16 bits a number. */
    readonly cacheBytesPerToken?: number
    /** Tokens that a slot holds. */
    readonly window: number
    /** Most samples that came side by side. */
    readonly slotsServed: number
  }
}

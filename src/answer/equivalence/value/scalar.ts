import type { Effort } from '../effort.ts'
import { type DecimalForm, freeNames, type Tree } from '../syntax/tree.ts'
import { isUsable } from './complex.ts'
import { ExactValues } from './exact.ts'
import { type Signature, signatureOf, signaturesAgree } from './numeric.ts'
import { bitLength, type Rational, rational, toDouble } from './rational.ts'
import { Residues, residuesDecide } from './residues.ts'

/** Which layer told two values together or apart. */
export type ValueLayer = 'exact' | 'modular' | 'numeric' | 'form'

/** Evaluates the trees of one answer within one budget. */
export class Evaluation {
  readonly effort: Effort
  readonly exact: ExactValues
  readonly residues: Residues

  constructor(effort: Effort) {
    this.effort = effort
    this.exact = new ExactValues(effort)
    this.residues = new Residues(this.exact, effort)
  }

  /** The value of a tree as far as the layers tell it. */
  scalar(tree: Tree): Scalar {
    return new Scalar(tree, this)
  }
}

/** One value: its key from the layers exact, modular and form, and on demand its numeric signature. */
export class Scalar {
  readonly tree: Tree
  /** `=` exact value, `~` residues, `?` written form. Equal keys are equal values. */
  readonly key: string
  /** The exact value, where there is one. */
  readonly exact: Rational | undefined
  /** Whether another key proves another value, as long as that one decides too. */
  readonly decides: boolean
  /** How it was written, if as a plain decimal. */
  readonly decimal: DecimalForm | undefined
  readonly #evaluation: Evaluation
  #signature: Signature | undefined

  constructor(tree: Tree, evaluation: Evaluation) {
    this.tree = tree
    this.#evaluation = evaluation
    this.key = evaluation.residues.key(tree)
    this.exact = evaluation.exact.of(tree) ?? exactOfKey(this.key)
    this.decides =
      this.exact !== undefined || (this.key.startsWith('~') && residuesDecide(tree, evaluation.exact))
    this.decimal = decimalOf(tree)
  }

  /** The values at the numeric points. */
  get signature(): Signature {
    this.#signature ??= signatureOf(this.tree, this.#evaluation.exact, this.#evaluation.residues)
    return this.#signature
  }

  /** The real number it is, or `undefined`: unknowns, complex values, or out of range. */
  get real(): number | undefined {
    if (this.exact !== undefined) return toDouble(this.exact)
    const [value] = this.signature
    if (this.signature.length !== 1 || value === undefined || value.im !== 0 || !isUsable(value))
      return undefined
    return value.re
  }

  /** The value −x. */
  negated(): Scalar {
    return this.#evaluation.scalar({ type: 'negative', of: this.tree })
  }

  /** Whether it holds no unknown. */
  get isConstant(): boolean {
    return this.exact !== undefined || freeNames(this.tree).length === 0
  }
}

/** A constant that the modular layer recognised (`2y−y−y`) is exact too. */
function exactOfKey(key: string): Rational | undefined {
  if (!key.startsWith('=')) return undefined
  const [top = '0', bottom = '1'] = key.slice(1).split('/')
  return { top: bigintOfHex(top), bottom: bigintOfHex(bottom) }
}

function bigintOfHex(hex: string): bigint {
  return hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`)
}

/** The decimal form of a numeral, through signs and percent. */
function decimalOf(tree: Tree): DecimalForm | undefined {
  if (tree.type === 'number') return tree.decimal
  if (tree.type === 'negative') return decimalOf(tree.of)
  if (tree.type !== 'quotient' || tree.bottom.type !== 'number') return undefined
  const written = decimalOf(tree.top)
  const scale = tree.bottom.value
  const isPercent = scale.bottom === 1n && (scale.top === 100n || scale.top === 1000n)
  if (written === undefined || !isPercent) return undefined
  return {
    digits: written.digits,
    lastPlace: rational(written.lastPlace.top, written.lastPlace.bottom * scale.top),
  }
}

/** Whether two values are one, and the layer that says so. */
export function compareScalars(a: Scalar, b: Scalar): { readonly same: boolean; readonly by: ValueLayer } {
  if (a.key === b.key) return { same: true, by: layerOfKey(a) }
  if (a.exact !== undefined && b.exact !== undefined) return { same: false, by: 'exact' }
  if (a.decides && b.decides) return { same: false, by: 'modular' }
  return { same: numericallySame(a, b), by: 'numeric' }
}

function layerOfKey(scalar: Scalar): ValueLayer {
  if (scalar.exact !== undefined) return 'exact'
  return scalar.decides ? 'modular' : 'form'
}

/** More exact digits than doubles hold are not confirmed by doubles. */
function numericallySame(a: Scalar, b: Scalar): boolean {
  if (isTooPrecise(a) || isTooPrecise(b)) return false
  return signaturesAgree(a.signature, b.signature)
}

/** Whether an exact value has more digits than a double could confirm: it is never joined by the numeric layer. */
export function isTooPrecise(scalar: Scalar): boolean {
  const { exact } = scalar
  return exact !== undefined && bitLength(exact.top) + bitLength(exact.bottom) > 44
}

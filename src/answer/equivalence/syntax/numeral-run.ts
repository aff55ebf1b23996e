import type { Token } from './token.ts'

/**
 * What a comma between two digits is.
 *
 * - `point`: groups of three digits are thousands, anything else is a list (`1,234` · `3,5` is a list);
 * - `comma`: a single comma is the decimal one (`3,5` · `1,234` is 1.234);
 * - `list`: every comma separates;
 * - `grouped`: as `point`, in brackets too (`(1,234,567)` is one number).
 */
export type CommaReading = 'point' | 'comma' | 'list' | 'grouped'

/** Where a numeral stands: at the outer level, inside list brackets, or beside semicolons at its own level. */
export type Level = 'outer' | 'bracket' | 'semicolon'

/** Groups of three after one to three digits, the first of them no zero. */
const grouping = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/
const lakhGrouping = /^\d{1,2}(?:,\d{2})+,\d{3}$/

/** One group of digits: what separates it from the one before (`_` for a space), and whether that can only be inside a numeral. */
interface DigitGroup {
  readonly separator: string
  readonly digits: string
  readonly inside: boolean
}

/** Most groups of one numeral. More of them are a list, which must not be walked once for each of its items. */
const mostGroups = 128

/** Digit groups that follow each other with nothing but one comma, space or apostrophe between. */
export function numeralRun(tokens: readonly Token[], start: number): DigitGroup[] {
  const groups: DigitGroup[] = []
  let index = start
  for (let token = tokens[index]; token?.kind === 'number'; token = tokens[index]) {
    // Two groups that no grouping has end the run: a long list must not be walked once for each of its items.
    if (groups.length > 2 && !isGroupLength(groups.at(-1)) && !isGroupLength(groups.at(-2))) break
    const previous = tokens[index - 1]
    const separator = groups.length === 0 ? '' : previous?.kind === 'number' ? '_' : (previous?.text ?? '')
    groups.push({ separator, digits: token.text, inside: previous?.insideNumeral === true })
    if (groups.length > mostGroups) return groups.slice(0, 1)
    const next = tokens[index + 1]
    const after = tokens[index + 2]
    if (next?.kind === 'number' && next.spaced) index++
    else if (
      after?.kind === 'number' &&
      (next?.text === ',' || next?.text === "'") &&
      !after.spaced &&
      !next.spaced
    )
      index += 2
    else if (after?.kind === 'number' && next?.insideNumeral === true) index += 2
    else break
  }
  return groups
}

/** Thousands have three digits, lakhs two. */
function isGroupLength(group: DigitGroup | undefined): boolean {
  return group?.digits.length === 3 || group?.digits.length === 2
}

interface Numeral {
  readonly text: string
  readonly used: number
  readonly alternatives: readonly CommaReading[]
  readonly groupedPoints: boolean
}

/** The longest numeral that begins the run. */
export function readRun(
  run: readonly DigitGroup[],
  level: Level,
  reading: CommaReading,
  pointsGroup: boolean,
): Numeral {
  const [first] = run
  if (first === undefined) return { text: '', used: 0, alternatives: [], groupedPoints: false }
  const plain = { text: first.digits, used: 1, alternatives: [] as CommaReading[], groupedPoints: false }
  const points = first.digits.split('.')
  if (run.length === 1) {
    const grouped = /^\d{1,3}(?:\.\d{3})+$/.test(first.digits)
    if (points.length > 2) return grouped ? { ...plain, text: points.join('') } : plain
    if (grouped && pointsGroup) return { ...plain, text: points.join(''), groupedPoints: true }
    return { ...plain, groupedPoints: grouped && level !== 'bracket' }
  }
  const spaces = spacedGroups(run)
  if (spaces !== undefined) return spaces
  const commas = leading(run, ',')
  if (commas.length > 1) return commaNumeral(commas, level, reading, plain)
  return plain
}

/** `1 234 567`, `1 234,56`, `1'234`: spaces and apostrophes group threes; a comma after them is decimal. */
function spacedGroups(run: readonly DigitGroup[]): Numeral | undefined {
  const [first, ...rest] = run
  if (first === undefined || !/^\d{1,3}$/.test(first.digits)) return undefined
  let text = first.digits
  let used = 1
  for (const group of rest) {
    const isGroup =
      (group.separator === '_' || group.separator === "'") && /^\d{3}(?:\.\d+)?$/.test(group.digits)
    const isDecimals = used > 1 && group.separator === ',' && /^\d+$/.test(group.digits)
    if (!isGroup && !isDecimals) break
    text += isDecimals ? `.${group.digits}` : group.digits
    used += group.separator === '_' ? 1 : 2
    if (isDecimals || group.digits.includes('.')) break
  }
  return used === 1 ? undefined : { text, used, alternatives: [], groupedPoints: false }
}

function leading(run: readonly DigitGroup[], separator: string): readonly DigitGroup[] {
  const end = run.findIndex((group, index) => index > 0 && group.separator !== separator)
  return end < 0 ? run : run.slice(0, end)
}

function commaNumeral(
  groups: readonly DigitGroup[],
  level: Level,
  reading: CommaReading,
  plain: Numeral,
): Numeral {
  const written = groups.map((group) => group.digits).join(',')
  const whole = (text: string, alternatives: readonly CommaReading[] = []): Numeral => ({
    text,
    used: groups.length * 2 - 1,
    alternatives,
    groupedPoints: false,
  })
  const inside = groups.slice(1).every((group) => group.inside)
  const grouped = grouping.test(written)
  const [head = '', tail = ''] = groups.map((group) => group.digits)
  const oneComma = groups.length === 2 && !tail.includes('.')
  const decimal = oneComma ? `${head.includes('.') ? head.replaceAll('.', '') : head}.${tail}` : undefined
  if (inside) {
    if (grouped) return whole(written.replaceAll(',', ''))
    if (decimal !== undefined) return whole(decimal)
  }
  if (level === 'semicolon' && decimal !== undefined && !grouped) return whole(decimal)
  if (level === 'bracket' && reading !== 'grouped') {
    return grouped && groups.length > 2 ? { ...plain, alternatives: ['grouped'] } : plain
  }
  // Written so that only one reading is left: `1.234,56`, `0,5`, `12345,6`.
  const sure =
    decimal !== undefined &&
    (/^\d{1,3}(?:\.\d{3})+$/.test(head) || /^0$/.test(head) || (head.length > 3 && !head.includes('.')))
  if (sure && reading !== 'list') return whole(decimal, head.includes('.') ? [] : ['list'])
  if (grouped && (reading === 'point' || reading === 'grouped')) {
    // `1,234.50` is no list.
    return whole(written.replaceAll(',', ''), oneComma || written.includes('.') ? [] : ['list'])
  }
  if (reading === 'comma' && decimal !== undefined)
    return whole(decimal, grouped ? ['point', 'list'] : ['list'])
  if (reading === 'comma' && grouped) return whole(written.replaceAll(',', ''), ['list'])
  if (reading === 'comma' && lakhGrouping.test(written)) return whole(written.replaceAll(',', ''))
  if (decimal !== undefined || lakhGrouping.test(written)) return { ...plain, alternatives: ['comma'] }
  return plain
}

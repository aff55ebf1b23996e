import { fitWidth } from '../ground/text-width.ts'

/** A whole number with a comma every three digits: `1,234`. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A share from 0 to 1 in per cent; below 10 % with one digit after the point: `86 %`, `0.4 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  const digits = percent > 0 && percent < 10 ? 1 : 0
  return `${percent.toFixed(digits)} %`
}

/** An upper bound of a share, rounded up so that it stays one: `0 %`, `0.1 %`, `13 %`. */
export function formatBound(share: number): string {
  const percent = share * 100
  const steps = percent < 10 ? 10 : 1
  // A little less than the next step is the step itself, up to the error of the arithmetic.
  return formatShare(Math.ceil(percent * steps - 1e-9) / steps / 100)
}

/** A stretch of time as a person says it: `0.2 s`, `48 s`, `3 min 12 s`, `2 h 5 min`. */
export function formatSpan(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(whole / 60)
  return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** A noun with its number: `1 sample`, `3 samples`. */
export function formatMany(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** One line of a text that may be long or have several: cut with an ellipsis to `most` columns of a terminal. */
export function oneLine(text: string, most = 60): string {
  return fitWidth(text.replace(/\s+/g, ' ').trim(), most)
}

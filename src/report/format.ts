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

/** A stretch of time as a person says it: `0.2 s`, `48 s`, `3 min 12 s`, `2 h 5 min`. */
export function formatSpan(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's')
  return joinUnits(Math.floor(whole / 3_600), 'h', Math.round((whole % 3_600) / 60), 'min')
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** A noun with its number: `1 sample`, `3 samples`. */
export function formatMany(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** One line of a text that may be long or have several: cut with an ellipsis. */
export function oneLine(text: string, most = 60): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

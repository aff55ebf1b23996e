import { formatSpan } from './format.ts'

/** Named values for a person: `num_ctx 40960`, and times as a person says them: `first part 30 min`. */
export function settingWords(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'number' && name.endsWith('Ms'))
      return `${asWords(name.slice(0, -2))} ${formatSpan(value)}`
    return `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`
  })
}

/** `firstPart` as `first part`. */
function asWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

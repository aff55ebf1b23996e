/*
 * What texts of a JSON schema `format` mean, so that two ways to write the same are one. Each gives `undefined` for a text that it is not sure of:
 * then it is compared as text.
 */

/** `2024-01-15`; nothing else is a full date (RFC 3339). */
export function dateKey(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined
}

/** The instant, with every digit of its fraction: `10:00:00+02:00` is `08:00:00Z`. */
export function dateTimeKey(text: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/.exec(text)
  if (parts === null) return undefined
  const [, day, clock, fraction = '', zone = 'Z'] = parts
  const instant = Date.parse(`${day}T${clock}${zone.toUpperCase()}`)
  if (Number.isNaN(instant)) return undefined
  return `${instant} ${fraction.replace(/0+$/, '')}`
}

/** Time of day: seconds that are not written are none, a zone is counted in. */
export function timeKey(text: string): string | undefined {
  const parts = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?([Zz]|[+-]\d{2}:\d{2})?$/.exec(text)
  if (parts === null) return undefined
  const [, hours, minutes, seconds = '0', fraction = '', zone = ''] = parts
  const inDay = Number(hours) * 60 + Number(minutes) - zoneMinutes(zone)
  const minute = ((inDay % 1440) + 1440) % 1440
  return `${minute}:${Number(seconds)}.${fraction.replace(/0+$/, '')}${zone === '' ? '' : ' UTC'}`
}

function zoneMinutes(zone: string): number {
  const parts = /^([+-])(\d{2}):(\d{2})$/.exec(zone)
  if (parts === null) return 0
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  return parts[1] === '-' ? -minutes : minutes
}

/**
 * Months, days and seconds: `P1Y` is `P12M`, `P1W` is `P7D`, `PT1H` is `PT60M`. A day is not always 24 hours, nor a month 30 days: these stay
 * apart.
 */
export function durationKey(text: string): string | undefined {
  const parts =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/.exec(
      text,
    )
  if (parts === null || /[PT]$/.test(text)) return undefined
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1, 8)
    .map((digits) => BigInt(digits ?? 0))
    .map(String)
    .map(Number)
  const fraction = (parts[8] ?? '').replace(/0+$/, '')
  const inSeconds = hours * 3600 + minutes * 60 + seconds
  const key = [years * 12 + months, weeks * 7 + days, inSeconds]
  return key.every(Number.isSafeInteger) ? `${key.join(' ')}.${fraction}` : undefined
}

/** The host of an address in lower case; what stands before it may tell capital letters apart (RFC 5321, 2.4). */
export function emailKey(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  return at < 1 ? undefined : `${text.slice(0, at)}@${text.slice(at + 1).toLowerCase()}`
}

/** The address as the URL standard writes it: scheme and host in lower case, no default port, no dots in its path. */
export function uriKey(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).href : undefined
}

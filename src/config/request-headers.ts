import { UsageError } from '../ground/errors.ts'

/** Headers that are sent with every request, by their names in lower case. Their values are never to be shown or written. */
export type RequestHeaders = Readonly<Record<string, string>>

/** Headers that a request sets itself. */
const ownHeaders = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'connection', 'expect', 'upgrade', 'te', 'trailer'],
  ...['content-type', 'accept', 'keep-alive', 'proxy-connection'],
])

/**
 * Reads headers, one a line as `Name: value`. Empty lines, and lines that begin with `#`, say nothing.
 *
 * @param source - Name of the file or the variable.
 * @throws UsageError that names the line, and never a value.
 */
export function readRequestHeaders(text: string, source: string): RequestHeaders {
  const headers: Record<string, string> = {}
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const where = `${source}, line ${at + 1}`
    const [, name = '', value = ''] = /^([!#$%&'*+.^`|~\w-]+):(.*)$/s.exec(line.trim()) ?? []
    if (name === '')
      throw new UsageError(`${where} is no header.`, { fix: 'Write one header a line, as Name: value.' })
    const key = name.toLowerCase()
    if (ownHeaders.has(key))
      throw new UsageError(`${where}: every request sets the header ${name} itself.`, {
        fix: 'Remove the line.',
      })
    if (headers[key] !== undefined)
      throw new UsageError(`${where}: the header ${name} stands there twice.`, {
        fix: 'Remove one of the lines.',
      })
    if (!/^[\t\x20-\x7e]+$/.test(value) || value.trim() === '')
      throw new UsageError(`${where}: the value of ${name} is empty, or holds more than ASCII text.`, {
        fix: 'Give it printable ASCII text.',
      })
    headers[key] = value.trim()
  }
  return headers
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string }
const versionPattern = new RegExp(`(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.])`, 'g')

/**
 * A text without what differs from one machine, or one run of the tests, to the next. Nothing else is taken out: dates, seeds and
 * durations are fixed by the clock and the flags of a story.
 *
 * @param text - What was printed, or the content of a file.
 * @param root - The temporary folder that the story plays in.
 */
export function normalise(text: string, root: string): string {
  return (
    text
      .replaceAll(root, '<root>')
      .replaceAll(project, '<magi>')
      // The port of an embedded runtime is one that was free; 11434 is the port of the documented default.
      .replace(/\b127\.0\.0\.1:(?!11434\b)\d{5}\b/g, '127.0.0.1:<port>')
      // The end of a run id is random; its time is that of the story's clock.
      .replace(/\b(\d{8}T\d{6}Z)-[a-z2-9]{4}\b/g, '$1-<id>')
      .replace(versionPattern, '<version>')
      // Sizes, times and numbers of the files that a summary was made from.
      .replace(/("stamps": ?)"[^"]*"/g, '$1"<stamps>"')
      // A checksum is taken over the line as it was, with the port in the message of a refused request.
      .replace(/("crc": ?)\d+/g, '$1"<crc>"')
  )
}

/** A text with its control characters made visible, so that a golden file is plain text whose lines end in one way. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0009\u000B-\u001F]/g, (sign) =>
    String.fromCodePoint(0x2400 + (sign.codePointAt(0) ?? 0)),
  )
}

import { UsageError } from '../ground/errors.ts'
import type { AskDefaults, AskedVote } from './desk.ts'
import type { PageRequest } from './page-request.ts'

/** The fields of a form, as a browser sends them. @throws UsageError for a body of another kind. */
export async function readForm(request: Pick<PageRequest, 'headers' | 'body'>): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
    throw new UsageError(
      `A form of the page is sent as application/x-www-form-urlencoded, not as "${type}".`,
      {
        fix: 'Send it from the page, or use /api/chat or /v1/chat/completions.',
      },
    )
  }
  return new URLSearchParams(await request.body())
}

/** What a form asks for; empty fields are left out. */
export function askedVote(form: URLSearchParams): AskedVote {
  const field = (name: string) => form.get(name)?.trim() || undefined
  // A browser ends lines of a form with CR LF; a prompt has LF.
  const prompt = (form.get('question') ?? '').replace(/\r\n?/g, '\n').trim()
  const entries = ['n', 'answer', 'preset'].flatMap((name) => {
    const value = field(name)
    return value === undefined ? [] : [[name, value]]
  })
  return { prompt, ...Object.fromEntries(entries) }
}

/**
 * Refuses what the form cannot ask.
 *
 * @throws UsageError for an empty question, and for a preset that the form does not offer: a request names no file.
 */
export function requireAskable({ prompt, preset }: AskedVote, { presets }: AskDefaults): void {
  if (prompt === '') throw new UsageError('The question is empty.', { fix: 'Write one.' })
  if (preset !== undefined && !presets.includes(preset)) {
    throw new UsageError(`"${preset}" is none of the presets.`, {
      fix: `Take one of: ${presets.join(', ')}.`,
    })
  }
}

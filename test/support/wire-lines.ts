/** What a scripted sample says, in the pieces it says it in. */
export interface ScriptedSample {
  /** Text of `message.thinking`: one message a piece; a plain string is cut into words. */
  readonly thinking?: string | readonly string[]
  /** Text of `message.content`: one message a piece; a plain string is cut into words. */
  readonly text?: string | readonly string[]
  /** Absent: `stop`. `false`: the stream ends without its last line. */
  readonly doneReason?: string | false
  /** Fields of the last line, in the wire's names, over the default ones; `undefined` leaves a field out. */
  readonly counts?: Readonly<Record<string, unknown>>
  readonly model?: string
  /** `chat` (default) or the shape of `/api/generate`. */
  readonly shape?: 'chat' | 'generate'
}

const createdAt = '2026-11-22T10:15:00.123456789Z'

/** JSON as the runtime writes it: `<`, `>` and `&` are escaped inside strings. */
export function wireJson(value: unknown): string {
  const escapes: Record<string, string> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '\u2028': '\\u2028',
    '\u2029': '\\u2029',
  }
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => escapes[char] ?? char)
}

/** One line of the wire: JSON and a line feed. */
export function wireLine(value: unknown): string {
  return `${wireJson(value)}\n`
}

/** A text in pieces like tokens: words with the white space before them. */
export function words(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

function pieces(text: string | readonly string[] | undefined): readonly string[] {
  return typeof text === 'string' ? words(text) : (text ?? [])
}

/** One line that carries text, in the shape of `/api/chat` or of `/api/generate`. */
export function textLine(
  part: { readonly thinking?: string; readonly text?: string },
  { shape = 'chat', model = 'magistral' }: { shape?: 'chat' | 'generate'; model?: string } = {},
): string {
  const thinking = part.thinking === undefined ? {} : { thinking: part.thinking }
  const body =
    shape === 'chat'
      ? { message: { role: 'assistant', content: part.text ?? '', ...thinking } }
      : { response: part.text ?? '', ...thinking }
  return wireLine({ model, created_at: createdAt, ...body, done: false })
}

/** The lines of one whole answer, as the runtime streams them: a message a token, then the line with the counts. */
export function sampleLines(sample: ScriptedSample): string[] {
  const { doneReason = 'stop', counts = {}, model = 'magistral', shape = 'chat' } = sample
  const thinking = pieces(sample.thinking).map((piece) => textLine({ thinking: piece }, { shape, model }))
  const text = pieces(sample.text).map((piece) => textLine({ text: piece }, { shape, model }))
  if (doneReason === false) return [...thinking, ...text]
  const last = {
    model,
    created_at: createdAt,
    ...(shape === 'chat' ? { message: { role: 'assistant', content: '' } } : { response: '' }),
    done: true,
    done_reason: doneReason,
    total_duration: 1_200_000_000,
    load_duration: 2_000_000,
    prompt_eval_count: 21,
    prompt_eval_duration: 30_000_000,
    eval_count: thinking.length + text.length + 1,
    eval_duration: 1_100_000_000,
    ...counts,
  }
  return [...thinking, ...text, wireLine(last)]
}

import type { Part, StreamEnd, Usage } from '../../src/stream/part.ts'

/** A stream as a sample would keep it. */
export interface Gathered {
  thinking: string
  text: string
  /** Counted by parts. */
  tokens: { thinking: number; answer: number }
  /** Absent: the iteration just ended, as after an abort. */
  end?: StreamEnd
  usage?: Usage
  retryable?: true
}

/** Adds parts to what was gathered, as every reader of them does. */
export function gather(parts: Iterable<Part>): Gathered {
  const sum: Gathered = { thinking: '', text: '', tokens: { thinking: 0, answer: 0 } }
  for (const part of parts) {
    switch (part.type) {
      case 'thinking-delta':
        sum.thinking += part.text
        sum.tokens.thinking += part.tokens
        break
      case 'answer-delta':
        sum.text += part.text
        sum.tokens.answer += part.tokens
        break
      case 'recast':
        sum.thinking += sum.text
        sum.text = ''
        sum.tokens = { thinking: sum.tokens.thinking + sum.tokens.answer, answer: 0 }
        break
      case 'end':
        sum.end = part.end
        sum.usage = part.usage
        if (part.retryable) sum.retryable = true
    }
  }
  return sum
}

/** All parts of a stream. */
export async function partsOf(stream: AsyncIterable<Part>): Promise<Part[]> {
  const parts: Part[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

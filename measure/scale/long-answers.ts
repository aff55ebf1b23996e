import { randomSource } from '../../src/ground/random.ts'
import { installedModel } from '../../test/support/default-replies.ts'
import { ScriptedOllama } from '../../test/support/scripted-ollama.ts'
import { end, send, stall, stream } from '../../test/support/scripted-reply.ts'
import { textLine, wireLine } from '../../test/support/wire-lines.ts'

/** A runtime that answers every sum with much thinking, seven times in ten rightly. */
export interface LongAnswers {
  readonly host: string
  /** Answers all draws but the last of so many; settles when that one is asked for, which is kept waiting. */
  stallAt(draws: number): Promise<void>
  close(): Promise<void>
}

/** Characters of a message: larger than a token, since what is measured is the journal and not the stream. */
const pieceLength = 2_000
const syllables = ['na', 'ri', 'to', 'ke', 'lu', 'so', 'mi', 'ba']

/**
 * Starts it on loopback, in this process.
 *
 * @param characters - Of thinking in each sample.
 */
export async function startLongAnswers(characters: number): Promise<LongAnswers> {
  const runtime = await ScriptedOllama.start()
  runtime.installed = [installedModel()]
  const random = randomSource(1)
  const thinking = Buffer.from(thinkingLines(characters, random).join(''))
  let [drawn, most] = [0, Number.POSITIVE_INFINITY]
  let reached = () => {}
  runtime.on('/api/chat', (request) => {
    const { messages = [] } = request.body as { messages?: { content: string }[] }
    runtime.requests.length = 0
    if (messages.length === 0) return stream(send(loaded), end)
    drawn += 1
    if (drawn >= most) {
      reached()
      return stream(stall)
    }
    const [, one = '0'] = /What is (\d+) \+/.exec(messages.at(-1)?.content ?? '') ?? []
    const right = random.below(10) < 7
    const text = `Final answer: ${right ? 2 * Number(one) : random.below(50)}`
    return stream(send(thinking), send(textLine({ text })), send(lastLine(characters)), end)
  })
  return {
    host: runtime.host,
    stallAt(draws) {
      ;[drawn, most] = [0, draws]
      return new Promise((resolve) => {
        reached = resolve
      })
    },
    close: () => runtime.close(),
  }
}

function thinkingLines(characters: number, random: ReturnType<typeof randomSource>): string[] {
  const words = Array.from({ length: Math.ceil(characters / 3) }, () => syllables[random.below(8)])
  const text = words.join(' ').slice(0, characters)
  return Array.from({ length: Math.ceil(characters / pieceLength) }, (_, at) =>
    textLine({ thinking: text.slice(at * pieceLength, (at + 1) * pieceLength) }),
  )
}

const empty = { model: 'magistral:24b', message: { role: 'assistant', content: '' } }
const loaded = wireLine({ ...empty, done: true, done_reason: 'load' })

function lastLine(characters: number): string {
  const counts = { prompt_eval_count: 20, eval_count: Math.round(characters / 4) }
  return wireLine({ ...empty, ...counts, done: true, done_reason: 'stop', eval_duration: 6e10 })
}

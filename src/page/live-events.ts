import type { RunSummary } from '../experiment/result-schema.ts'
import type { Clock } from '../ground/clock.ts'
import { escapeHtml, type Markup } from '../report/html/markup.ts'
import { pause } from '../sample/back-off.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { LiveVote, VoteDesk } from './desk.ts'
import { voteList } from './view/home.ts'
import { controlsId, endedControls, endedText, endId, textsId } from './view/run.ts'
import { liveTexts, type Piece, textId, votePieces } from './view/vote.ts'

/**
 * What the script of the page does, in the order given: `put` gives an element new contents, `add` adds text at the end of one, `end`
 * says that nothing more comes.
 */
export type Change =
  | readonly ['put', id: string, html: string]
  | readonly ['add', id: string, text: string]
  | readonly ['end']

/** Between two looks at the votes, in milliseconds. */
const lookMs = 500

/** Looks without a change after which something is sent all the same, so that a browser that is gone is noticed. */
const quietLooks = 30

/** Remembers what one browser has, and says what it lacks. */
class Shown {
  readonly #texts = new Map<string, string>()
  readonly changes: Change[] = []

  put(id: string, { text }: Markup): void {
    if (this.#texts.get(id) === text) return
    this.#texts.set(id, text)
    this.changes.push(['put', id, text])
  }

  pieces(pieces: Readonly<Record<string, Piece>>): void {
    for (const { id, content } of Object.values(pieces)) this.put(id, content)
  }

  /** A text that mostly grows: only what is new is sent. */
  grow(id: string, text: string): void {
    const before = this.#texts.get(id) ?? ''
    if (before === text) return
    this.#texts.set(id, text)
    if (text.startsWith(before)) this.changes.push(['add', id, cleanForTerminal(text.slice(before.length))])
    else this.changes.push(['put', id, escapeHtml(text)])
  }

  /** An element was made anew, with these texts in it. */
  holds(id: string, text: string): void {
    this.#texts.set(id, text)
  }
}

/** What one browser that watches is told of. */
export interface Watch {
  readonly desk: Pick<VoteDesk, 'votes'>
  readonly clock: Clock
  /** Aborts when the browser has left. */
  readonly signal: AbortSignal
  /** Aborts when the server takes nothing new: the events end with the last vote. */
  readonly closing?: AbortSignal | undefined
}

/** Events for the first page: which votes run, and how each stands. */
export function homeEvents(watch: Watch, formToken: string): AsyncGenerator<string, void, undefined> {
  const shown = new Shown()
  let ids: string | undefined
  return events(watch, shown, () => {
    const votes = watch.desk.votes()
    const nowMs = watch.clock.nowMs()
    const current = votes.map(({ runId }) => runId).join(' ')
    // The list is made anew only when a vote came or went: what has the keyboard's focus stays.
    if (current !== ids) shown.changes.push(['put', 'votes', voteList({ votes, nowMs, formToken }).text])
    ids = current
    for (const vote of votes) shown.pieces(votePieces(vote, nowMs))
    return undefined
  })
}

/**
 * Events for the page of one run: how the vote stands, what the samples in flight write, and how it ended.
 *
 * @param cameTo - What the run came to, asked once the vote is gone.
 */
export function runEvents(
  watch: Watch,
  { runId, formToken }: { readonly runId: string; readonly formToken: string },
  cameTo: () => Promise<RunSummary | undefined>,
): AsyncGenerator<string, void, undefined> {
  const shown = new Shown()
  let inFlight: string | undefined
  return events(watch, shown, () => {
    const vote = watch.desk.votes().find((each) => each.runId === runId)
    if (vote === undefined) {
      return async () => {
        const summary = await cameTo()
        shown.changes.push(
          ['put', endId(runId), endedText(runId, summary).text],
          ['put', controlsId(runId), endedControls(runId, summary, formToken)?.text ?? ''],
          ['put', textsId(runId), ''],
          ['end'],
        )
      }
    }
    shown.pieces(votePieces(vote, watch.clock.nowMs()))
    inFlight = texts(vote, shown, inFlight)
    return undefined
  })
}

/** What the samples in flight write; a list made anew when others are in flight. */
function texts({ runId, texts }: LiveVote, shown: Shown, before: string | undefined): string {
  const current = texts.map(({ index }) => index).join(' ')
  const isOther = current !== before
  if (isOther) shown.changes.push(['put', textsId(runId), liveTexts(runId, texts).text])
  for (const { index, thinking, answer } of texts) {
    for (const [kind, text] of Object.entries({ thinking, answer })) {
      const id = textId(runId, index, kind as 'thinking' | 'answer')
      if (isOther) shown.holds(id, text)
      else shown.grow(id, text)
    }
  }
  return current
}

/** Server-sent events, a message a look at which something changed. */
async function* events(
  { desk, clock, signal, closing }: Watch,
  shown: Shown,
  look: () => (() => Promise<void>) | undefined,
): AsyncGenerator<string, void, undefined> {
  let quiet = 0
  while (!signal.aborted) {
    const isLast = closing?.aborted === true && desk.votes().length === 0
    const atEnd = look()
    await atEnd?.()
    const changes = shown.changes.splice(0)
    quiet = changes.length === 0 ? quiet + 1 : 0
    if (changes.length > 0 || quiet >= quietLooks) {
      yield `data: ${JSON.stringify(changes)}\n\n`
      quiet = 0
    }
    if (atEnd !== undefined || isLast) return
    await pause(lookMs, clock, signal)
  }
}

import type { Part } from './part.ts'

/** Tags between which a model version writes its thinking. */
export interface ThinkTags {
  readonly open: string
  readonly close: string
}

/** The tags known to occur: Magistral Small 2506 and most reasoners write the first, Magistral Small 2507 and 2509 the second. */
export const knownTags: readonly ThinkTags[] = [
  { open: '<think>', close: '</think>' },
  { open: '[THINK]', close: '[/THINK]' },
]

/**
 * Whether a rendered prompt ends with an opening tag, so that what comes back begins inside the thinking. Where the runtime does not
 * split that off itself (it is not asked to think), the request should say `startsIn: 'thinking'`.
 */
export function opensThinking(prompt: string, tags: readonly ThinkTags[] = []): boolean {
  const end = prompt.trimEnd()
  return [...knownTags, ...tags].some(({ open }) => end.endsWith(open))
}

/** On which side of the closing tag a text begins. */
export type Side = 'thinking' | 'answer'

export interface SplitOptions {
  /** Tags beside the known ones. */
  readonly tags?: readonly ThinkTags[]
  /**
   * Where the text begins, if that is known: `thinking` where the prompt ends inside an open trace that the runtime does not split
   * off itself, `answer` where it ends behind a closed one: tags are then text. Absent: the text tells.
   */
  readonly startsIn?: Side
}

/** Text of one message of the runtime. */
export interface MessageText {
  /** What the runtime itself told apart as thinking. */
  readonly thinking: string
  /** Everything else: the answer, and whatever tags the runtime left in. */
  readonly content: string
}

/**
 * - `start`: nothing but white space so far.
 * - `tentative`: answer text, but no thinking was seen: a closing tag would show that all of it was thinking.
 * - `inside`: in a trace.
 * - `lead`: behind a trace, before the answer's first character: another tag here still counts.
 * - `answer`: tags are text.
 */
type State = 'start' | 'tentative' | 'inside' | 'lead' | 'answer'

const notSpace = /\S/

/** Tags in a row, with no text between them, that are still taken for tags. A model that writes more of them goes round in a loop. */
const longestTagRun = 8

/**
 * Tells thinking from answer in one stream of text, wherever the text is cut into messages.
 *
 * Thinking comes in a field of its own, or between tags inside the content. The first tag of the content counts wherever it
 * stands; once thinking was seen, only tags before the answer's first character do, and all later ones are text. So is a
 * tag between backticks: it is a mention. White space after a tag is dropped; all other text is kept as it came. Of more than eight
 * tags in a row the rest is text, so that a model that writes nothing else is seen to loop.
 *
 * - No closing tag: everything after the opening one is thinking.
 * - No opening tag (the prompt held it): text goes out as answer until the closing tag shows what it was; then a `recast` part
 *   says so. `startsIn: 'thinking'` avoids the detour where the caller knows.
 *
 * What could be the beginning of a tag is held back until it is decided, and never lost. The cost of a message does not
 * grow with the stream.
 */
export class ThinkingSplitter {
  readonly #opens: readonly string[]
  readonly #closes: readonly string[]
  readonly #all: readonly string[]
  readonly #closeOf: ReadonlyMap<string, string>
  /** The characters that tags begin with. */
  readonly #firsts: string
  readonly #longest: number
  #state: State = 'start'
  /** Closing tags that end the trace we are in: one where the opening tag was seen, else any. */
  #closers: readonly string[]
  /** White space stands directly behind a tag, and is dropped. */
  #drops = false
  /** White space before the first character, kept until it is known whether a tag follows. */
  #space = ''
  /** What may be the beginning of a tag. */
  #held = ''
  /** The last character before the text at hand, to see a backtick before a tag. */
  #before = ''
  #answerSent = false
  /** Tags since the last text. */
  #tagRun = 0
  /** Tokens that no part has carried yet. */
  #owed = 0

  constructor({ tags = [], startsIn }: SplitOptions = {}) {
    const all = [...knownTags, ...tags]
    this.#opens = [...new Set(all.map(({ open }) => open))]
    this.#closes = [...new Set(all.map(({ close }) => close))]
    this.#all = [...this.#opens, ...this.#closes]
    this.#closeOf = new Map(all.map(({ open, close }) => [open, close]))
    this.#firsts = [...new Set(this.#all.map((tag) => tag.charAt(0)))].join('')
    this.#longest = Math.max(...this.#all.map((tag) => tag.length))
    this.#closers = this.#closes
    if (startsIn === 'thinking') this.#state = 'inside'
    if (startsIn === 'answer') this.#state = 'answer'
  }

  /**
   * Splits one message.
   *
   * @param tokens - How many tokens the message stands for.
   * @returns One part or more, since each message is a sign of life: one without text where the message's own is held back or
   *   dropped. The first with text carries the tokens.
   */
  split(message: MessageText, tokens: number): Part[] {
    const parts: Part[] = []
    this.#owed += tokens
    if (message.thinking !== '') {
      this.#emit(parts, 'thinking-delta', message.thinking)
      // The runtime does the splitting: content stands behind the trace from here on, unless its own tags say otherwise.
      if (this.#state !== 'inside' || this.#closers === this.#closes) this.#enterLead(false)
    }
    this.#read(message.content, parts, false)
    // Tokens of what is held back wait until it is known what that was: given out now they would be counted on the wrong side.
    if (this.#held === '' && this.#owed > 0) this.#settle(parts)
    else if (parts.length === 0) parts.push({ type: this.#silentSide(), text: '', tokens: 0 })
    return parts
  }

  /** What was held back, now that no more text comes. */
  end(): Part[] {
    const parts: Part[] = []
    this.#read('', parts, true)
    this.#emit(parts, this.#state === 'inside' ? 'thinking-delta' : 'answer-delta', this.#space + this.#held)
    this.#space = ''
    this.#held = ''
    if (this.#owed > 0) this.#settle(parts)
    return parts
  }

  /** Gives out tokens that no text carried: those of a tag, or of white space that was dropped. */
  #settle(parts: Part[]): void {
    parts.push({ type: this.#silentSide(), text: '', tokens: this.#owed })
    this.#owed = 0
  }

  #emit(parts: Part[], type: 'thinking-delta' | 'answer-delta', text: string): void {
    if (text === '') return
    this.#tagRun = 0
    if (type === 'answer-delta') this.#answerSent = true
    parts.push({ type, text, tokens: this.#owed })
    this.#owed = 0
  }

  /** The side that a message without text is counted on: before the answer begins, it is a tag that the runtime holds back. */
  #silentSide(): 'thinking-delta' | 'answer-delta' {
    const mayBeTag = (this.#state === 'start' || this.#state === 'lead') && !this.#drops && this.#space === ''
    return this.#state === 'inside' || mayBeTag ? 'thinking-delta' : 'answer-delta'
  }

  #enterInside(closers: readonly string[]): void {
    this.#state = 'inside'
    this.#closers = closers
    this.#drops = true
    this.#before = ''
  }

  #enterLead(drops: boolean): void {
    this.#state = 'lead'
    this.#drops = drops
  }

  #read(text: string, parts: Part[], isLast: boolean): void {
    // What was held back is no longer than a tag, so reading it again costs no more for a long stream than for a short one. Each turn of the loop takes text, or changes the state to one that does.
    let rest = this.#held + text
    this.#held = ''
    while (rest !== '') {
      switch (this.#state) {
        case 'answer':
          this.#emit(parts, 'answer-delta', rest)
          return
        case 'inside':
        case 'tentative':
          rest = this.#readUntilTag(rest, parts, isLast)
          break
        default:
          rest = this.#readLead(rest, parts, isLast)
      }
    }
  }

  /** Reads up to the first character that is no white space, and the tag that may stand there. Returns what is left. */
  #readLead(text: string, parts: Part[], isLast: boolean): string {
    // White space is kept aside until its neighbour is known: before a tag it is dropped, before an answer it belongs to it.
    const at = text.search(notSpace)
    const rest = at === -1 ? '' : text.slice(at)
    if (!this.#drops) this.#space += text.slice(0, text.length - rest.length)
    if (rest === '') return ''
    const tag = this.#all.find((candidate) => rest.startsWith(candidate))
    if (tag !== undefined) {
      this.#space = ''
      // Only tags with nothing between them count: `#emit` begins the run anew.
      this.#tagRun++
      if (this.#tagRun > longestTagRun) {
        this.#state = 'answer'
        return rest
      }
      this.#passTag(tag)
      return rest.slice(tag.length)
    }
    // All that is left is the beginning of a tag: the next message decides. At the end of the stream it is text.
    if (!isLast && this.#all.some((candidate) => candidate.startsWith(rest))) {
      this.#held = rest
      return ''
    }
    this.#state = this.#state === 'start' ? 'tentative' : 'answer'
    this.#emit(parts, 'answer-delta', this.#space)
    this.#space = ''
    return rest
  }

  /** Reads up to the next tag that counts, in a trace or in an answer that may yet turn out to be one. Returns what is left. */
  #readUntilTag(text: string, parts: Part[], isLast: boolean): string {
    const inside = this.#state === 'inside'
    if (inside && this.#drops) {
      const first = text.search(notSpace)
      this.#drops = first === -1
      return first === -1 ? '' : text.slice(first)
    }
    // In a trace only what closes it counts, so that a model may write of opening tags. Outside, where no thinking was seen yet, any does.
    const { at, tag } = this.#find(text, inside ? this.#closers : this.#all, isLast)
    const decided = text.slice(0, at)
    const wasThinking = inside || (tag !== undefined && this.#closes.includes(tag))
    // A closing tag without an opening one: what went out as answer was thinking. Where nothing went out, there is nothing to take back.
    if (wasThinking && !inside && this.#answerSent) parts.push({ type: 'recast' })
    this.#emit(parts, wasThinking ? 'thinking-delta' : 'answer-delta', decided)
    if (tag === undefined) {
      this.#held = text.slice(at)
      // Where nothing was decided, what stood before is still what stands before.
      this.#before = decided.slice(-1) || this.#before
      return ''
    }
    this.#passTag(tag)
    return text.slice(at + tag.length)
  }

  #passTag(tag: string): void {
    // Inside a trace a tag can only end it, even where the one that opens is spelt alike.
    const close = this.#state === 'inside' ? undefined : this.#closeOf.get(tag)
    if (close === undefined) this.#enterLead(true)
    else this.#enterInside([close])
  }

  /** Where the first tag stands, or else where one may begin; the end of the text where neither is. */
  #find(text: string, tags: readonly string[], isLast: boolean): { at: number; tag?: string } {
    for (let at = 0; at < text.length; at++) {
      if (!this.#firsts.includes(text.charAt(at))) continue
      // No longer than a tag: comparing the rest of a long message at each bracket would be quadratic.
      const rest = text.slice(at, at + this.#longest)
      const tag = tags.find((candidate) => rest.startsWith(candidate))
      if (tag === undefined) {
        if (!isLast && tags.some((candidate) => candidate.startsWith(rest))) return { at }
        continue
      }
      // Between backticks it is a mention. Whether a backtick follows may only be known with the next message, so it is held back, too.
      const quoted = (at === 0 ? this.#before : text.charAt(at - 1)) === '`'
      const next = text.charAt(at + tag.length)
      if (!quoted || (next === '' ? isLast : next !== '`')) return { at, tag }
      if (next === '') return { at }
    }
    return { at: text.length }
  }
}

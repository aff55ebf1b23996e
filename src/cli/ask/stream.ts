import { stoppedText } from '../../sample/ending-text.ts'
import type { SampleEnd } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import type { Part } from '../../stream/part.ts'
import { cleanForTerminal, terminalText } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { sayWaiting, waitingForFirstPart } from '../draw/waiting.ts'
import { startSpinner } from '../terminal/spinner.ts'

/** What is shown while one sample comes. */
export interface AskScreen {
  readonly json: boolean
  readonly hideThinking: boolean
  /** Whether the model is known to think before it answers, and was not told not to. */
  readonly thinks: boolean
  /** Whether a sample that is ended before it has answered may be followed by another answer: forced out, or drawn again. */
  readonly mayFollow: boolean
}

/**
 * Shows one sample as it comes: thinking dim on stderr, the answer on stdout, both without escape sequences.
 *
 * As long as no thinking was seen, a closing tag could still show that what came was thinking. So text is held back from stdout
 * until it is sure to be the answer, unless stdout is a terminal and the model is not known to think. Of a model that is,
 * a terminal shows what is held back as it shows thinking: most likely it is. Where it was the answer after all, it is printed once more
 * as that.
 *
 * What is printed on a terminal stands there. A file or another program gets one answer: as long as another may follow, it is held back to
 * its end, and what turns out to be cut goes to stderr.
 */
export class AskStream {
  readonly #context: CommandContext
  readonly #screen: AskScreen
  readonly #outIsTerminal: boolean
  #answer = terminalText()
  #thinking = terminalText()
  #spinner: { stop(): void } | undefined
  #waiting: { stop(): void } | undefined
  #sure: boolean
  #held = ''
  /** The answer of a sample that may yet be cut and followed by another one. */
  #unprinted = ''
  #mayFollow: boolean
  #followsCut = false
  /** Something dim stands on stderr, and its line has not ended. */
  #thought = false
  #answered = false
  #lastCharacter = '\n'

  constructor(context: CommandContext, screen: AskScreen) {
    this.#context = context
    this.#screen = screen
    this.#outIsTerminal = context.cli.stdout.isTTY === true
    this.#sure = this.#isSureAtOnce
    this.#mayFollow = screen.mayFollow && !this.#outIsTerminal
  }

  get #isSureAtOnce(): boolean {
    return this.#outIsTerminal && !this.#screen.thinks
  }

  async start(model: string): Promise<void> {
    this.#spinner = await startSpinner(`waiting for ${model}`, this.#context)
    this.#waiting = sayWaiting(waitingForFirstPart(model), this.#context)
  }

  part(part: Part): void {
    if (part.type === 'end') return
    this.#stopSpinner()
    if (part.type === 'recast') this.#recast()
    // Without text it is a sign of life, and no sign of what is to come.
    else if (part.text === '') return
    else if (part.type === 'thinking-delta') this.#think(part.text)
    else this.#write(part.text)
  }

  retry({ message, waitMs }: Retry): void {
    const text = cleanForTerminal(message)
    this.#context.terminal.note(`${text}; trying again in ${(waitMs / 1_000).toFixed(1)} s`)
  }

  /** The model is made to answer from what it has. */
  forced(end: SampleEnd): void {
    this.#stopSpinner()
    this.#decide()
    this.#dropUnprinted()
    this.#mayFollow = false
    this.#context.terminal.note(`\n${cleanForTerminal(stoppedText(end))}; answering from what it has`)
    this.#thought = false
  }

  /** The sample is drawn again. */
  again(end: SampleEnd): void {
    this.#stopSpinner()
    this.#held = ''
    this.#dropUnprinted()
    this.#answer = terminalText()
    this.#thinking = terminalText()
    this.#sure = this.#isSureAtOnce
    this.#context.terminal.note(`\n${cleanForTerminal(stoppedText(end))}; drawing again`)
    this.#thought = false
    this.#answered = false
  }

  /** Ends the display: what was held back is the answer. */
  end(): void {
    this.#stopSpinner()
    this.#decide()
    this.#mayFollow = false
    this.#print(this.#takeUnprinted())
    if (!this.#answered && this.#thought) this.#context.terminal.err('\n')
    if (this.#lastCharacter !== '\n' && !this.#screen.json) this.#context.terminal.out('\n')
  }

  #stopSpinner(): void {
    this.#waiting?.stop()
    this.#waiting = undefined
    this.#spinner?.stop()
    this.#spinner = undefined
  }

  #think(text: string): void {
    this.#decide()
    this.#dim(text)
  }

  #dim(text: string): void {
    const { terminal } = this.#context
    if (text === '' || this.#screen.hideThinking || terminal.quiet) return
    const clean = this.#thinking.clean(text)
    if (clean === '') return
    this.#thought = true
    terminal.err(terminal.style('dim', clean))
  }

  /** What was held back was the answer, and what comes now is told apart. */
  #decide(): void {
    const held = this.#held
    this.#held = ''
    this.#sure = true
    this.#write(held)
  }

  #write(text: string): void {
    if (text === '') return
    if (!this.#sure) {
      this.#held += text
      if (this.#outIsTerminal) this.#dim(text)
      return
    }
    if (this.#thought && !this.#answered) this.#context.terminal.err('\n')
    this.#answered = true
    this.#print(text)
  }

  #takeUnprinted(): string {
    const text = this.#unprinted
    this.#unprinted = ''
    return text
  }

  /** An answer that was cut is shown as thinking is, since another one follows. */
  #dropUnprinted(): void {
    if (this.#unprinted === '') return
    this.#thinking = terminalText()
    this.#dim(this.#takeUnprinted())
    this.#followsCut = true
  }

  #print(text: string): void {
    if (this.#screen.json) return
    if (this.#mayFollow) {
      this.#unprinted += text
      return
    }
    // What follows a cut answer begins with the break between the two.
    const clean = this.#answer.clean(this.#followsCut ? text.trimStart() : text)
    if (clean === '') return
    this.#followsCut = false
    this.#lastCharacter = clean.at(-1) ?? '\n'
    this.#context.terminal.out(clean)
  }

  /** What came so far was thinking. */
  #recast(): void {
    const held = this.#held
    this.#held = ''
    this.#answered = false
    if (this.#sure) this.#context.terminal.note('\n(what stands above was thinking)')
    else if (!this.#outIsTerminal) this.#dim(held)
    this.#sure = true
  }
}

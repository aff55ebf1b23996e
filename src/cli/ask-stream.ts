import type { Part, Retry, SampleEnd } from '../index.ts'
import { cleanForTerminal, terminalText } from '../stream/terminal-text.ts'
import type { CommandContext } from './command.ts'
import { startSpinner } from './open-model.ts'

/** What is shown while one sample comes. */
export interface AskScreen {
  readonly json: boolean
  readonly hideThinking: boolean
}

/**
 * Shows one sample as it comes: thinking dim on stderr, the answer on stdout, both without escape sequences.
 *
 * Where stdout is no terminal, answer text is held back until it is sure to be the answer: as long as no thinking was seen, a
 * closing tag could still show that what came was thinking.
 */
export class AskStream {
  readonly #context: CommandContext
  readonly #screen: AskScreen
  #answer = terminalText()
  #thinking = terminalText()
  #spinner: { stop(): void } | undefined
  #sure: boolean
  #held = ''
  #thought = false
  #answered = false
  #lastCharacter = '\n'

  constructor(context: CommandContext, screen: AskScreen) {
    this.#context = context
    this.#screen = screen
    this.#sure = context.cli.stdout.isTTY === true
  }

  async start(model: string): Promise<void> {
    this.#spinner = await startSpinner(`waiting for ${model}`, this.#context)
  }

  part(part: Part): void {
    if (part.type === 'end') return
    this.#stopSpinner()
    if (part.type === 'thinking-delta') this.#think(part.text)
    else if (part.type === 'answer-delta') this.#write(part.text)
    else this.#recast()
  }

  retry({ message, waitMs }: Retry): void {
    const said = cleanForTerminal(message)
    this.#context.terminal.note(`${said}; trying again in ${(waitMs / 1_000).toFixed(1)} s`)
  }

  /** The model is made to answer from what it has. */
  forced(end: SampleEnd): void {
    this.#stopSpinner()
    this.#sure = true
    this.#context.terminal.note(`\n${endText(end)}; answering from what it has`)
  }

  /** The sample is drawn again. */
  again(end: SampleEnd): void {
    this.#stopSpinner()
    this.#held = ''
    this.#answer = terminalText()
    this.#thinking = terminalText()
    this.#context.terminal.note(`\n${endText(end)}; drawing again`)
  }

  /** Ends the display. `text` is the whole answer, for what was held back. */
  end(text: string): void {
    this.#stopSpinner()
    if (!this.#answered && this.#thought) this.#context.terminal.err('\n')
    if (!this.#sure && text !== '') this.#print(this.#held)
    if (this.#lastCharacter !== '\n' && !this.#screen.json) this.#context.terminal.out('\n')
  }

  #stopSpinner(): void {
    this.#spinner?.stop()
    this.#spinner = undefined
  }

  #think(text: string): void {
    this.#sure = true
    const { terminal } = this.#context
    if (text === '' || this.#screen.hideThinking || terminal.quiet) return
    this.#thought = true
    const clean = this.#thinking.clean(text)
    if (clean !== '') terminal.err(terminal.style('dim', clean))
  }

  #write(text: string): void {
    if (text === '') return
    if (!this.#sure) {
      this.#held += text
      return
    }
    if (this.#thought && !this.#answered) this.#context.terminal.err('\n')
    this.#answered = true
    this.#print(text)
  }

  #print(text: string): void {
    if (this.#screen.json) return
    const clean = this.#answer.clean(text)
    if (clean === '') return
    this.#lastCharacter = clean.at(-1) ?? '\n'
    this.#context.terminal.out(clean)
  }

  /** What came so far was thinking. */
  #recast(): void {
    const held = this.#held
    this.#held = ''
    this.#answered = false
    if (this.#sure) this.#context.terminal.note('\n(what stands above was thinking)')
    else this.#think(held)
    this.#sure = true
  }
}

function endText(end: SampleEnd): string {
  if (end.type !== 'tripped') return 'cut off at the output limit'
  return cleanForTerminal(`stopped by ${end.guard}: ${end.detail}`)
}

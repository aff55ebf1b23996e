import { existsSync, readFileSync } from 'node:fs'
import type { AskedKind } from '../../answer/answer.ts'
import { letterOfPosition } from '../../answer/option-letters.ts'
import type { Problem } from '../../config/problem.ts'
import { messageOf, UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest-name.ts'
import { builtInPath } from '../../ground/package-root.ts'

/** How a problem is put to the model: a text with places for what differs. */
export interface PromptTemplate {
  /** Path of the file it came from. */
  readonly file: string
  readonly text: string
  /** The lines of each paragraph, cut at the places: texts at even positions, names of places at odd ones. */
  readonly paragraphs: readonly (readonly (readonly string[])[])[]
}

/**
 * What may stand between double braces: the problem, its options one a line, the model card's words on how to mark the answer.
 */
export const templatePlaces = ['prompt', 'choices', 'instruction'] as const

const place = /\{\{\s*([^{}]*?)\s*\}\}/g

/**
 * The template for problems of a kind: the user's own file for every kind, else `configs/prompts/<kind>.txt`, else `default.txt` there.
 *
 * @throws UsageError where the file cannot be read, or is no template.
 */
export function loadTemplate(kind: AskedKind = 'auto', ownFile?: string): PromptTemplate {
  const builtIn = builtInPath('prompts', `${kind}.txt`)
  const file = ownFile ?? (existsSync(builtIn) ? builtIn : builtInPath('prompts', 'default.txt'))
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`The template ${file} cannot be read: ${messageOf(cause)}`, {
      fix: 'Name a text file that is there and may be read.',
      cause,
    })
  }
  return parseTemplate(text, file)
}

/**
 * Checks the text of a template.
 *
 * @throws UsageError for a place that does not exist, and for a template without the problem in it.
 */
export function parseTemplate(text: string, file: string): PromptTemplate {
  const known: readonly string[] = templatePlaces
  for (const found of text.matchAll(place)) {
    const [written, name = ''] = found
    if (known.includes(name)) continue
    const line = text.slice(0, found.index).split('\n').length
    throw new UsageError(`${file}:${line}: ${written} is no place that can be filled.`, {
      fix: `${didYouMean(name, known)} Use ${known.map((each) => `{{${each}}}`).join(', ')}.`.trim(),
    })
  }
  if (!holds(text, 'prompt')) {
    throw new UsageError(`${file}: the problem has no place in this template.`, {
      fix: 'Write {{prompt}} where it shall stand.',
    })
  }
  const plain = text.replace(/^\uFEFF/, '')
  const paragraphs = plain
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => paragraph.split('\n').map((line) => line.split(place)))
  return { file, text: plain, paragraphs }
}

/**
 * The text that is sent for a problem.
 *
 * A place that stays empty leaves no gap of empty lines. What is filled in is never searched for places again.
 *
 * @param instruction - The model card's words on how to mark the answer; absent where no answer is to be found (kind `text`).
 * @throws UsageError where the problem has options and the template no place for them.
 */
export function renderPrompt(
  problem: Problem,
  template: PromptTemplate,
  { instruction = '' }: { readonly instruction?: string } = {},
): string {
  return promptRenderer(template, { instruction })(problem)
}

/** The same for many problems: what stands around those without options is put together once. */
export function promptRenderer(
  template: PromptTemplate,
  { instruction = '' }: { readonly instruction?: string } = {},
): (problem: Problem) => string {
  const hasChoices = holds(template.text, 'choices')
  let withoutChoices: readonly string[] | undefined
  return ({ id, prompt, choices: options }) => {
    let around: readonly string[]
    if (options === undefined || options.length === 0) {
      withoutChoices ??= textsAround(template, { choices: '', instruction })
      around = withoutChoices
    } else if (hasChoices) {
      const choices = options.map((text, position) => `${letterOfPosition(position)}) ${text}`).join('\n')
      around = textsAround(template, { choices, instruction })
    } else {
      throw new UsageError(`Problem "${id}" has options, and ${template.file} has no place for them.`, {
        fix: 'Write {{choices}} where they shall stand.',
      })
    }
    return around.join(prompt.trim())
  }
}

/** What stands before, between and behind the places of the problem's text, which is never empty, once all other places are filled. */
function textsAround(template: PromptTemplate, values: Readonly<Record<string, string>>): string[] {
  let all: string[] = ['']
  for (const lines of template.paragraphs) {
    let paragraph: string[] = ['']
    for (const pieces of lines) {
      let line: string[] = ['']
      for (const [at, piece] of pieces.entries()) {
        if (at % 2 === 0) line = joined(line, piece)
        else if (piece === 'prompt') line.push('')
        else line = joined(line, values[piece] ?? '')
      }
      if (!isBlank(line)) paragraph = joined(paragraph, isBlank(paragraph) ? '' : '\n', line)
    }
    if (!isBlank(paragraph)) all = joined(all, isBlank(all) ? '' : '\n\n', paragraph)
  }
  const [first = '', ...others] = all
  const last = others.pop() ?? ''
  return [first.trimStart(), ...others, last.trimEnd()]
}

/** Whether there is nothing but white space, and no place of the problem's text. */
function isBlank(texts: readonly string[]): boolean {
  return texts.length === 1 && texts[0]?.trim() === ''
}

/** Texts around places, with a text behind them, and then others around places. */
function joined(texts: readonly string[], behind: string, others: readonly string[] = ['']): string[] {
  const [first = '', ...rest] = others
  return [...texts.slice(0, -1), `${texts.at(-1) ?? ''}${behind}${first}`, ...rest]
}

function holds(text: string, name: (typeof templatePlaces)[number]): boolean {
  return [...text.matchAll(place)].some(([, found]) => found === name)
}

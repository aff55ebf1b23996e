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
  const choices = (problem.choices ?? [])
    .map((text, position) => `${letterOfPosition(position)}) ${text}`)
    .join('\n')
  if (choices !== '' && !holds(template.text, 'choices')) {
    throw new UsageError(`Problem "${problem.id}" has options, and ${template.file} has no place for them.`, {
      fix: 'Write {{choices}} where they shall stand.',
    })
  }
  const values: Readonly<Record<string, string>> = { prompt: problem.prompt.trim(), choices, instruction }
  let rendered = ''
  for (const lines of template.paragraphs) {
    let paragraph = ''
    for (const pieces of lines) {
      const line = pieces.map((piece, at) => (at % 2 === 0 ? piece : (values[piece] ?? ''))).join('')
      if (line.trim() !== '') paragraph += paragraph === '' ? line : `\n${line}`
    }
    if (paragraph !== '') rendered += rendered === '' ? paragraph : `\n\n${paragraph}`
  }
  return rendered.trim()
}

function holds(text: string, name: (typeof templatePlaces)[number]): boolean {
  return [...text.matchAll(place)].some(([, found]) => found === name)
}

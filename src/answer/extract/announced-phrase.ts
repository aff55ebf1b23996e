import { defined } from '../../ground/defined.ts'
import { keyAnswer } from '../equivalence/key-answer.ts'
import { clauseEnd } from './clause.ts'
import { cleanValue } from './clean.ts'
import type { Scene } from './rule.ts'
import type { ValueAt } from './value-at.ts'

/** Longest phrase taken whole, in UTF-16 code units. */
const longestPhrase = 120

/**
 * An announced answer that runs on past its first number: a name with figures in it ("Vitamin B12", "type 2 diabetes"), several quantities, a
 * range, a sequence, code in back-ticks. `undefined` where the value at the place is a value by itself, or a whole clause is read as a sentence.
 */
export function phraseAt(scene: Scene, start: number): ValueAt | undefined {
  const { body, asked } = scene
  const code = /^\s*`([^`\n]{1,200})`/.exec(body.slice(start, start + 210))
  if (code !== null && /\p{L}.*[()[\]{}."'=]|^[^\p{L}]*["']/u.test(code[1] ?? '')) {
    const from = start + code[0].indexOf('`') + 1
    return {
      value: (code[1] ?? '').replace(/^(["'])([^"']*)\1$/, '$2'),
      start: from,
      end: from + (code[1]?.length ?? 0),
      how: 'sure',
    }
  }
  const fenced = asked === 'auto' ? fencedAt(body, start) : undefined
  if (fenced !== undefined) return fenced
  if (asked !== 'auto' && asked !== 'quantity') return undefined
  const end = Math.min(clauseEnd(body, start, scene.math), start + longestPhrase)
  const clause = body.slice(start, end)
  const namely = /,?\s(?:namely|nämlich|à savoir|a saber|cioè)\s+([^\s,;.]+)$/i.exec(clause)
  if (namely !== null && /\d/.test(namely[1] ?? '')) return phrase(body, end - (namely[1]?.length ?? 0), end)
  // "D# minor", "C++", "F♯": a sign that belongs to the letter.
  const sign =
    asked === 'auto'
      ? /^\s*[A-Z](?:[#♯♭]|\+\+)(?:\s(?:minor|major|sharp|flat))?(?=[\s.,;!?*]*$)/.exec(clause)
      : null
  if (sign !== null) return phrase(body, start, start + sign[0].length)
  if (!/\p{N}|→|->/u.test(clause) || /^[\s*_]*[\\$[({]/.test(clause) || /\$(?!\d)/.test(clause))
    return undefined
  const composed = composedAt(scene, start, clause)
  if (composed !== undefined || asked !== 'auto') return composed
  const name = withoutRemark(clause)
  return isName(name) ? phrase(body, start, start + name.length) : undefined
}

/** What a code fence of one or two lines holds: "The output is:" and the fence below. The place may be before the fence or behind its opening. */
function fencedAt(body: string, start: number): ValueAt | undefined {
  const opened = /```[\w+-]*\n\s*$/.exec(body.slice(Math.max(0, start - 24), start))
  const from = opened === null ? /^\s*```[\w+-]*\n/.exec(body.slice(start, start + 24))?.[0].length : 0
  if (from === undefined) return undefined
  const text = /^([^`\n]{1,200}(?:\n[^`\n]{1,200})?)\n?[ \t]*```/.exec(
    body.slice(start + from, start + from + 430),
  )?.[1]
  if (text === undefined) return undefined
  return {
    value: text.trimEnd(),
    start: start + from,
    end: start + from + text.trimEnd().length,
    how: 'sure',
  }
}

function phrase(body: string, start: number, end: number): ValueAt | undefined {
  const found = cleanValue(body, start, end, 'prose')
  return found.value === '' ? undefined : { ...found, how: 'sure' }
}

/** Two and more quantities, a range, a share, a sequence: what begins with a figure and is more than it. */
function composedAt({ body, context }: Scene, start: number, clause: string): ValueAt | undefined {
  const whole = withoutRemark(clause)
  const found = cleanValue(body, start, start + whole.length, 'prose')
  if (/^(?:\d{1,9}|\p{L}+)\s(?:out\sof|von|sur|de\scada)\s\d{1,9}$/u.test(found.value))
    return { ...found, how: 'sure' }
  if (/^\d+(?:,\d+)*'?-\p{L}{3,}[\p{L}\p{N},-]*$/u.test(found.value)) return { ...found, how: 'sure' }
  if (/^\S{1,24}(?:\s?(?:→|->|⟶)\s?\S{1,24}){1,20}$/.test(found.value)) return { ...found, how: 'sure' }
  if (!/\d/.test(found.value) || found.value.split(' ').length > 9) return undefined
  const { shape } = keyAnswer(found.value, {
    ...defined({ language: context.language }),
  }).readings[0]
  const isComposed =
    (shape.type === 'group' && /^(?:quantities|range|names|reaction|equilibrium)$/.test(shape.tag)) ||
    (shape.type === 'text' && /^(?:date|from|formula|version|shells) /.test(shape.text))
  return isComposed ? { ...found, how: 'sure' } : undefined
}

const remark =
  /\s*(?:[,;]\s+(?!(?:and|und|et|y)\s+\d|\d)(?=\p{Ll})|\s[—–-]\s|(?<=\p{L})\s\(|\s?\((?!\d)|\s(?:because|since|which|who|where|whose|weil|parce que|porque|perché)(?!\p{L})|[,;]\s+(?:which|who|because|since|as|with|so)\s)/u

/** The phrase up to where it turns to a remark: "Isaac Newton, who was born in 1643". */
function withoutRemark(clause: string): string {
  const found = remark.exec(clause.slice(1))
  return (found === null ? clause : clause.slice(0, found.index + 1)).replace(/[\s*_]+$/, '')
}

/** Words that begin a sentence, and verbs that make one. */
const sentence =
  /^(?:There|We|It|The|This|That|So|Since|If|You|They|He|She|Our|Let|Because|By|For|In|At|On|From|To|With|As|Total|Each|Every|All|Any|No|Not|Yes|Exactly|About|Approximately|Only|Option|Choice|Both|After|When|Using|Thus|Hence|Therefore|Given|Substituting|Adding|Step|Part|Then|Note|Answer|More|Less|At least|Es|Il|Elle|Die|Der|Das|El|La|Los)(?!\p{L})|\s(?:is|are|was|were|has|have|had|equals?|gives?|needs?|takes?|costs?|makes?|gets?|must|should|can|will|ist|sind|est|es|son)\s/u

const namedWord = /^[\p{Lu}\p{N}][\p{L}\p{M}\p{N}.'’/&+-]*$/u
const smallWord = /^(?:of|the|de|von|van|and|la|le|du|da|di|der|del|in|&)$/
const mixed = /^(?=.*\p{L})(?=.*\p{N})[\p{L}\p{N}.'+^{}_-]+$/u

/** "Boeing 747", "Catch-22", "IPv6", "Fe2O3", "type 2 diabetes": letters first, and no sentence. */
function isName(text: string): boolean {
  const bare = text
    .replace(/[*_"“”]/g, '')
    .trim()
    .replace(/[.,;:!?]+$/, '')
  const words = bare.replace(/^the\s+(?=\p{Lu}.*\d)/u, '').split(/\s+/)
  const [first = ''] = words
  // "the 14th Amendment", "the 7th Cavalry Regiment"
  if (/^(?:the\s)?\d{1,4}(?:st|nd|rd|th)(?:\s\p{Lu}[\p{L}\p{M}'’-]+){1,4}$/u.test(bare)) return true
  // "omega-3 fatty acids", "carbon-14 dating"
  if (/^\p{L}{3,}-\d+(?:\s\p{Ll}{3,}){1,3}$/u.test(bare)) return !sentence.test(bare)
  // Where words are not spaced, a sentence looks like one.
  if (/[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]/.test(bare)) return false
  if (bare === '' || words.length > 6 || sentence.test(bare) || !/^\p{L}/u.test(bare)) return false
  // Letters before a figure without a space are a name where they are no unknown: "x2" is none.
  if (words.length === 1)
    return /^\p{L}{2,}/u.test(first)
      ? mixed.test(first) || namedWord.test(first)
      : /^\p{Lu}[\p{L}\p{N}]*\p{N}/u.test(first) || /^\p{Ll}\d{2,}$/u.test(first)
  if (/^\p{Ll}{3,}\s\d+\s\p{Ll}{3,}$/u.test(bare))
    return !/^(?:about|around|roughly|only|just|exactly|over|under|nearly|almost|the|these|those|all|total)\s/.test(
      bare,
    )
  return (
    (namedWord.test(first) || /^\p{Ll}{1,3}\p{Lu}\p{L}+$/u.test(first)) &&
    first.length > 1 &&
    words.slice(1).every((word) => namedWord.test(word) || smallWord.test(word) || mixed.test(word))
  )
}

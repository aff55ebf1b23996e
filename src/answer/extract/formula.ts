import { cleanValue, lastLink } from './clean.ts'
import type { MathSpan } from './math-span.ts'
import type { Found } from './rule.ts'

const name =
  /^\s*(?:\\(?:angle|triangle|overline|vec|mathbf|mathrm|text|Delta|alpha|beta|theta)\s*\{?)*\s*[\p{L}]{1,4}(?:_\{?\w{1,3}\}?)?'?(?:\([\p{L}]\))?\}?\s*$/u

/** Words within a formula that announce what it holds: `\text{Answer: } 5`. */
export const answerLabel =
  /^\s*\\(?:text|textbf|mathrm|mathbf)\s*\{\s*(?:the\s+)?(?:final\s+)?(?:answer|ans\.?|result)(?:\s+is)?\s*[:=]?\s*\}\s*[:=]?\s*/i

/** Whether a formula only names something: `$x$`, `$f(x)$`, `$\angle ABC$`. */
export function isName(formula: string): boolean {
  return formula.length < 60 && name.test(formula)
}

/** The content of a formula. Of several lines (an `align`), the last one; alignment marks are taken out. */
export function formulaValue(span: MathSpan): Found {
  const label = answerLabel.exec(span.inner)?.[0].length ?? 0
  const whole = cleanValue(span.inner, label, span.inner.length, 'formula')
  const found = { ...whole, start: whole.start + span.innerStart, end: whole.end + span.innerStart }
  if (!/&|\\\\/.test(span.inner) || /\\begin\{[^}]*(?:matrix|array|cases)/.test(span.inner)) return found
  const inner = span.inner.replaceAll(/\\(?:begin|end)\{[^}]*\}/g, ' ')
  const line = inner
    .split(/\\\\(?![a-zA-Z{])/)
    .filter((part) => /[^\s&.]/.test(part))
    .at(-1)
  if (line === undefined) return found
  const value = cleanValue(line.replaceAll('&', ' '), 0, line.length, 'formula').value.replace(/^\s*=\s*/, '')
  return lastLink({ ...found, value })
}

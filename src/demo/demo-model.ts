import { createHash } from 'node:crypto'
import type { Problem } from '../config/problem.ts'
import { coinSamples } from './coin-samples.ts'

/** Name of the only model of the demo runtime: it goes by the library's name, and by its tag and family for what it is. */
export const demoModelName = 'magistral:demo'

/** What the demo's version says: the wire of this runtime version, and that it is not that runtime. */
export const demoVersion = '0.32.15-demo'

/** Window of the demo, in tokens: what Magistral's model card recommends. */
export const demoWindow = 40_960

const system =
  'Think first, between <think> and </think>. Then answer in short, and put the answer on a line of its own that begins with "Final answer:".'

const template = `{{- if .System }}[SYSTEM_PROMPT]{{ .System }}[/SYSTEM_PROMPT]{{ end }}
{{- range $i, $_ := .Messages }}
{{- $last := eq (len (slice $.Messages $i)) 1 }}
{{- if eq .Role "user" }}[INST]{{ .Content }}[/INST]
{{- else if eq .Role "assistant" }}{{ if .Thinking }}<think>
{{ .Thinking }}
</think>
{{ end }}{{ .Content }}{{ if not $last }}</s>{{ end }}
{{- end }}
{{- end }}`

/** One message as it comes over the wire. */
export interface DemoMessage {
  readonly role: string
  readonly content: string
  readonly thinking?: string
}

/** The prompt that the template makes of the messages; the model's own system text stands in where none is sent. */
export function renderDemoPrompt(messages: readonly DemoMessage[]): string {
  const withSystem =
    messages[0]?.role === 'system' ? messages : [{ role: 'system', content: system }, ...messages]
  return withSystem
    .map(({ role, content, thinking = '' }, at) => {
      if (role === 'system') return `[SYSTEM_PROMPT]${content}[/SYSTEM_PROMPT]`
      if (role === 'user') return `[INST]${content}[/INST]`
      const trace = thinking === '' ? '' : `<think>\n${thinking}\n</think>\n`
      return `${trace}${content}${at < withSystem.length - 1 ? '</s>' : ''}`
    })
    .join('')
}

/**
 * Digest of what the demo plays, in place of the digest of a model's weights: it changes with the written samples.
 *
 * @param problems - The problems it knows.
 */
export function demoDigest(problems: readonly Problem[]): string {
  return createHash('sha256')
    .update(JSON.stringify([template, system, coinSamples, problems]))
    .digest('hex')
}

const details = {
  parent_model: '',
  format: 'written samples',
  family: 'demo',
  families: ['demo'],
  parameter_size: '0',
  quantization_level: 'none',
}

const capabilities = ['completion', 'thinking']

/** The model's entry in `/api/tags`. */
export function tagsEntry(digest: string): Record<string, unknown> {
  const modified_at = '2026-01-01T00:00:00Z'
  return { name: demoModelName, model: demoModelName, modified_at, size: 0, digest, details, capabilities }
}

/** The model's entry in `/api/ps`. */
export function psEntry(digest: string, window: number): Record<string, unknown> {
  return {
    name: demoModelName,
    model: demoModelName,
    size: 0,
    digest,
    details,
    expires_at: '2318-01-01T00:00:00Z',
    size_vram: 0,
    context_length: window,
  }
}

/** The answer of `/api/show`. */
export function showBody(): Record<string, unknown> {
  return {
    modelfile: `# Written samples of Magi's demo, no model\nTEMPLATE """${template}"""\nSYSTEM ${system}\n`,
    parameters: 'temperature                    0.7\ntop_p                          0.95',
    template,
    system,
    details,
    model_info: { 'general.architecture': 'demo', 'demo.context_length': demoWindow },
    capabilities,
    modified_at: '2026-01-01T00:00:00Z',
  }
}

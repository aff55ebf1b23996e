import { end, json, type Reply, send } from './scripted-reply.ts'

/** A model that the scripted runtime has. */
export interface Installed {
  readonly name: string
  readonly digest: string
  readonly sizeBytes: number
  readonly capabilities: readonly string[]
  readonly template: string
  readonly system: string
  readonly parameters: string
  readonly modelInfo: Readonly<Record<string, unknown>>
  readonly remoteHost?: string
}

/** A thinking model as the runtime's library has it; what `change` names differs. */
export function installedModel(change: Partial<Installed> = {}): Installed {
  return {
    name: 'magistral:24b',
    digest: '39c75d9a7c0b5e2f4f1e6a8b9c0d1e2f3a4b5c6d7e8f90112233445566778899',
    sizeBytes: 14_333_922_048,
    capabilities: ['completion', 'tools', 'thinking'],
    template:
      '{{- range .Messages }}{{ if eq .Role "user" }}[INST]{{ .Content }}[/INST]{{ else }}<think>\n{{ .Thinking }}\n</think>\n{{ .Content }}{{ end }}{{ end }}',
    system: 'Draft your thinking inside <think> and </think>, then answer.',
    parameters: 'num_ctx                        40960\ntemperature                    0.7',
    modelInfo: {
      'general.architecture': 'llama',
      'llama.attention.head_count': 32,
      'llama.attention.head_count_kv': 8,
      'llama.attention.key_length': 128,
      'llama.attention.value_length': 128,
      'llama.block_count': 40,
      'llama.context_length': 40_960,
      'llama.embedding_length': 5_120,
    },
    ...change,
  }
}

const details = {
  parent_model: '',
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: '23.6B',
  quantization_level: 'Q4_K_M',
}

interface Asked {
  readonly path: string
  readonly body: unknown
}

interface AskedBody {
  readonly model?: string
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
  readonly keep_alive?: unknown
  readonly options?: { readonly num_ctx?: number }
}

/** What the runtime answers to calls that are no draws. */
export function defaultReply({ path, body }: Asked, installed: readonly Installed[]): Reply {
  const asked = (body ?? {}) as AskedBody
  switch (path) {
    case '/api/version':
      return json({ version: '0.32.15' })
    case '/api/tags':
      return json({ models: installed.map((model) => listed(model)) })
    case '/api/ps':
      return json({ models: installed.slice(0, 1).map((model) => loaded(model)) })
    case '/api/show':
    case '/api/chat':
    case '/api/generate': {
      const model = installed.find(({ name }) => sameName(name, asked.model ?? ''))
      if (model === undefined) return json({ error: `model '${asked.model}' not found` }, 404)
      return path === '/api/show' ? json(shown(model)) : notDrawn(path, asked, model)
    }
    default:
      return {
        status: 404,
        headers: { 'content-type': 'text/plain' },
        steps: [send('404 page not found'), end],
      }
  }
}

/** Names are compared as the runtime does: case does not matter, and `:latest` may be left out. */
function sameName(installed: string, asked: string): boolean {
  const full = (name: string) => (name.includes(':') ? name : `${name}:latest`).toLowerCase()
  return full(installed) === full(asked)
}

function listed(model: Installed): Record<string, unknown> {
  return {
    name: model.name,
    model: model.name,
    modified_at: '2026-11-22T10:00:00Z',
    size: model.sizeBytes,
    digest: model.digest,
    details,
    capabilities: model.capabilities,
    ...(model.remoteHost === undefined ? {} : { remote_host: model.remoteHost, remote_model: model.name }),
  }
}

function loaded(model: Installed): Record<string, unknown> {
  return {
    name: model.name,
    model: model.name,
    size: model.sizeBytes + 6_710_886_400,
    digest: model.digest,
    details,
    expires_at: '2026-11-22T10:45:00Z',
    size_vram: model.sizeBytes + 6_710_886_400,
    context_length: 40_960,
  }
}

function shown(model: Installed): Record<string, unknown> {
  return {
    modelfile: `FROM ${model.name}\n`,
    parameters: model.parameters,
    template: model.template,
    system: model.system,
    details,
    model_info: model.modelInfo,
    capabilities: model.capabilities,
    modified_at: '2026-11-22T10:00:00Z',
    ...(model.remoteHost === undefined ? {} : { remote_host: model.remoteHost, remote_model: model.name }),
  }
}

/** A load, or the prompt as it would be rendered. */
function notDrawn(path: string, asked: AskedBody, model: Installed): Reply {
  const messages = asked.messages ?? []
  const body = path === '/api/chat' ? { message: { role: 'assistant', content: '' } } : { response: '' }
  const common = { model: model.name, created_at: '2026-11-22T10:15:00Z', ...body }
  if (messages.length === 0) {
    return json({ ...common, done: true, done_reason: asked.keep_alive === 0 ? 'unload' : 'load' })
  }
  const rendered = messages
    .map(({ role, content }) => (role === 'user' ? `[INST]${content}[/INST]` : content))
    .join('')
  return json({ ...common, done: false, _debug_info: { rendered_template: rendered } })
}

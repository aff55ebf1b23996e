import { defined } from '../ground/defined.ts'
import { type Fields, isFields } from '../ground/fields.ts'
import type { InstalledModel, LoadedModel, ModelDetails } from './driver.ts'
import { readCount } from './wire.ts'

/** Reads the answer of `/api/tags`. An entry without a name is left out. */
export function readInstalled(body: Fields): InstalledModel[] {
  return entries(body).map(({ name, fields }) =>
    defined({
      name,
      digest: textOf(fields['digest']),
      sizeBytes: readCount(fields['size']),
      capabilities: Array.isArray(fields['capabilities']) ? textsOf(fields['capabilities']) : undefined,
      remoteHost: optionalText(fields['remote_host']) ?? cloudOf(name),
    }),
  )
}

/**
 * Where requests for a model go whose name says so: newer runtimes send every name with the tag `cloud`, or one that ends in `-cloud`, to
 * their makers' host, whatever is installed (Ollama v0.32.15, `internal/modelref`).
 */
function cloudOf(name: string): string | undefined {
  return /:\s*(?:[^/]*-)?cloud\s*$/i.test(name) ? 'https://ollama.com:443' : undefined
}

/** Reads the answer of `/api/ps`. */
export function readLoaded(body: Fields): LoadedModel[] {
  return entries(body).map(({ name, fields }) =>
    defined({
      name,
      digest: textOf(fields['digest']),
      sizeBytes: readCount(fields['size']),
      // 0 is a number here: nothing of it is on the GPU.
      gpuBytes: fields['size_vram'] === 0 ? 0 : readCount(fields['size_vram']),
      context: readCount(fields['context_length']),
    }),
  )
}

/** Reads the answer of `/api/show`. */
export function readDetails(body: Fields): ModelDetails {
  const info = isFields(body['model_info']) ? body['model_info'] : {}
  const details = isFields(body['details']) ? body['details'] : {}
  const addsBos = info['tokenizer.ggml.add_bos_token']
  const modelfile = textOf(body['modelfile'])
  return defined({
    capabilities: textsOf(body['capabilities']),
    template: textOf(body['template']),
    renderer: instruction(modelfile, 'RENDERER'),
    parser: instruction(modelfile, 'PARSER'),
    system: textOf(body['system']),
    parameters: readParameters(textOf(body['parameters'])),
    trainedContext: readCount(ofArchitecture(info, 'context_length')),
    cacheBytesPerToken: cacheBytesPerToken(info),
    addsBos: typeof addsBos === 'boolean' ? addsBos : undefined,
    parameterSize: optionalText(details['parameter_size']),
    quantization: optionalText(details['quantization_level']),
    remoteHost: optionalText(body['remote_host']),
  })
}

/** The value of an instruction that the runtime shows nowhere but in the text of the model's file; longer texts of it are left out. */
function instruction(modelfile: string, name: string): string | undefined {
  const lines = modelfile.replace(/""".*?"""/gs, '')
  return new RegExp(`^${name}[ \\t]+(\\S+)[ \\t]*$`, 'mi').exec(lines)?.[1]
}

/** `PARAMETER` lines: a name, white space, a value that is quoted as Go does if it is a string. `stop` may come several times. */
function readParameters(text: string): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const match = /^(\S+)\s+(.*)$/.exec(line.trim())
    if (match === null) continue
    const [, name = '', value = ''] = match
    const before = parameters[name]
    parameters[name] = before === undefined ? unquoted(value) : `${before}\n${unquoted(value)}`
  }
  return parameters
}

function unquoted(value: string): string {
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : value
  } catch {
    return value
  }
}

/** Bytes of one number of the key-value cache as the runtime keeps it by default (f16). */
const bytesPerNumber = 2

/**
 * Memory of keys and values for one token: layers × key-value heads × (key length + value length) × 2 bytes.
 *
 * Where the model does not give the lengths, both are embedding length / attention heads, as the runtime itself estimates. Absent
 * where the shape is not told or differs by layer.
 */
function cacheBytesPerToken(info: Fields): number | undefined {
  const number = (name: string) => readCount(ofArchitecture(info, name))
  const layers = number('block_count')
  const heads = number('attention.head_count')
  const width = number('embedding_length')
  const keyValueHeads = number('attention.head_count_kv')
  const perHead = width !== undefined && heads !== undefined ? width / heads : undefined
  const keyLength = number('attention.key_length') ?? perHead
  const valueLength = number('attention.value_length') ?? keyLength
  if (layers === undefined || keyValueHeads === undefined) return undefined
  if (keyLength === undefined || valueLength === undefined) return undefined
  return layers * keyValueHeads * (keyLength + valueLength) * bytesPerNumber
}

function ofArchitecture(info: Fields, name: string): unknown {
  return info[`${textOf(info['general.architecture'])}.${name}`]
}

function entries(body: Fields): { name: string; fields: Fields }[] {
  const models = Array.isArray(body['models']) ? body['models'] : []
  return models.filter(isFields).flatMap((fields) => {
    const name = optionalText(fields['name']) ?? optionalText(fields['model'])
    return name === undefined ? [] : [{ name, fields }]
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

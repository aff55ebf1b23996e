import { describe, expect, it } from 'vitest'
import { listModelCards } from '../../src/config/model-card.ts'
import { ModelNotFoundError, UsageError } from '../../src/ground/errors.ts'
import type { InstalledModel } from '../../src/runtime/driver.ts'
import { requireModel, resolveModel } from '../../src/sample/resolve-model.ts'

const cards = (await listModelCards()).map(({ value }) => value)
const library = 'magistral:24b'
const v2507 = 'hf.co/mistralai/Magistral-Small-2507-GGUF:Q4_K_M'
const v2509 = 'hf.co/unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL'

function installed(...names: string[]): InstalledModel[] {
  return names.map((name) => ({ name, digest: `sha-${name}` }))
}

function nameOf(asked: string | undefined, models: readonly InstalledModel[]): string {
  const resolution = resolveModel({ ...(asked === undefined ? {} : { asked }), installed: models, cards })
  return resolution.type === 'found' ? resolution.name : resolution.type
}

describe('what a name means among the installed models', () => {
  const all = installed('llama3.2:latest', library, v2507, v2509, 'qwen3:8b', 'qwen3:32b', 'phi4:latest')

  it.each([
    ['magistral:24b', library],
    ['MAGISTRAL:24B', library],
    ['magistral', library],
    ['magistral-small', v2509],
    [undefined, v2509],
    ['magistral-small-2507', v2507],
    ['magistral-small-2506', library],
    ['hf.co/mistralai/Magistral-Small-2507-GGUF', v2507],
    ['hf.co/mistralai/Magistral-Small-2509-GGUF', v2509],
    [v2509, v2509],
    ['huggingface.co/unsloth/magistral-small-2509-gguf:ud-q4_k_xl', v2509],
    ['phi4', 'phi4:latest'],
    ['llama3.2:latest', 'llama3.2:latest'],
  ])('%s is %s', (asked, name) => {
    expect(nameOf(asked, all)).toBe(name)
  })

  it('finds the only Magistral Small under the name that the owner uses', () => {
    for (const only of [library, v2507, v2509, 'magistral-small:latest', 'my/magistral-small-1.2:q4']) {
      expect(nameOf('magistral-small', installed('llama3.2:latest', only))).toBe(only)
      expect(nameOf('magistral', installed('llama3.2:latest', only))).toBe(only)
      expect(nameOf(undefined, installed('llama3.2:latest', only))).toBe(only)
    }
  })

  it('prefers the model of that very name to a newer version', () => {
    expect(nameOf('magistral-small', installed(v2509, 'magistral-small:latest'))).toBe(
      'magistral-small:latest',
    )
  })

  it('takes the only tag of a name, and asks where there are several', () => {
    expect(nameOf('qwen3', installed('qwen3:8b'))).toBe('qwen3:8b')
    expect(resolveModel({ asked: 'qwen3', installed: all, cards })).toEqual({
      type: 'ambiguous',
      names: ['qwen3:8b', 'qwen3:32b'],
    })
  })

  it('gives no other size or quantisation for a name with a tag', () => {
    expect(resolveModel({ asked: 'magistral:24b-small-2506-q8_0', installed: all, cards })).toEqual({
      type: 'missing',
      nearest: [library, v2507, v2509],
      pull: 'magistral:24b-small-2506-q8_0',
    })
    expect(nameOf('magistral:latest', installed(library))).toBe('missing')
  })

  it('gives no Magistral for a name that only holds the word', () => {
    expect(nameOf('my-magistral-tune', installed(library))).toBe('missing')
  })

  it('tells the card with the model', () => {
    expect(resolveModel({ asked: 'magistral', installed: installed(library), cards })).toEqual({
      type: 'found',
      name: library,
      digest: `sha-${library}`,
      card: cards.find((card) => card.name === 'magistral-small-2506'),
    })
  })
})

describe('a model that is not here', () => {
  function refusal(question: Parameters<typeof requireModel>[0]): { message: string; fix: string } {
    try {
      requireModel(question)
    } catch (error) {
      return error as { message: string; fix: string }
    }
    throw new Error('was found')
  }

  it('says what is installed, what is nearest and what to pull', () => {
    const error = refusal({ asked: 'magistal', installed: installed('magistral:24b', 'phi4:latest'), cards })
    expect(error).toBeInstanceOf(ModelNotFoundError)
    expect(error).toMatchObject({
      message: 'Model "magistal" is not installed.',
      fix: 'Installed: magistral:24b, phi4:latest. Nearest: magistral:24b. To get it: ollama pull magistral (or import a GGUF file with ollama create, and name it with --model).',
    })
  })

  it('knows that the library has no magistral-small', () => {
    expect(refusal({ installed: [], cards })).toMatchObject({
      message: 'Model "magistral-small" is not installed.',
      fix: 'Nothing is installed. To get it: ollama pull magistral (or import a GGUF file with ollama create, and name it with --model).',
    })
    expect(refusal({ asked: 'magistral-small-2509', installed: [], cards }).fix).toContain(
      'ollama pull hf.co/mistralai/Magistral-Small-2509-GGUF:Q4_K_M',
    )
  })

  it.each([
    ['my-magistral-tune', 'my-magistral-tune'],
    ['hf.co/bartowski/Magistral-Small-2506-GGUF', 'hf.co/bartowski/Magistral-Small-2506-GGUF'],
    ['llama9', 'llama9'],
    ['magistral-smal', 'magistral'],
    ['magistral-small-2507', 'hf.co/mistralai/Magistral-Small-2507-GGUF:Q4_K_M'],
    ['magistral:q2', 'magistral:q2'],
  ])('for %s says to pull %s', (asked, pull) => {
    expect(resolveModel({ asked, installed: [], cards })).toMatchObject({ type: 'missing', pull })
  })

  it('lists the tags where a name has several', () => {
    expect(refusal({ asked: 'qwen3', installed: installed('qwen3:8b', 'qwen3:32b'), cards })).toMatchObject({
      message: 'Model "qwen3" is installed with several tags.',
      fix: 'Name one of them: qwen3:8b, qwen3:32b.',
    })
  })
})

describe('a model that the runtime would ask another host for', () => {
  const cloud: InstalledModel = {
    name: 'gpt-oss:120b-cloud',
    digest: 'd',
    remoteHost: 'https://ollama.com:443',
  }

  it('is refused by name, and the error says where the prompt would go', () => {
    const question = { asked: 'gpt-oss:120b-cloud', installed: [cloud], cards }
    expect(() => requireModel(question)).toThrow(UsageError)
    expect(() => requireModel(question)).toThrow(
      'Model "gpt-oss:120b-cloud" is not on this machine: the runtime sends its requests to https://ollama.com:443.',
    )
    expect(requireModel({ ...question, allowRemote: true }).name).toBe('gpt-oss:120b-cloud')
  })

  it('is never chosen for another name, and is marked in the list', () => {
    const remote: InstalledModel = { ...cloud, name: 'magistral:cloud' }
    expect(resolveModel({ installed: [remote], cards }).type).toBe('missing')
    expect(() => requireModel({ installed: [remote], cards })).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('Installed: magistral:cloud (remote).') }),
    )
    expect(resolveModel({ installed: [remote], cards, allowRemote: true })).toMatchObject({
      type: 'found',
      name: 'magistral:cloud',
    })
  })
})

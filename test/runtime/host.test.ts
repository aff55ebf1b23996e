import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/ground/errors.ts'
import { parseHost } from '../../src/runtime/host.ts'

describe('an address is read as the runtime reads OLLAMA_HOST', () => {
  const cases: [string, string][] = [
    ['', 'http://127.0.0.1:11434'],
    ['1.2.3.4', 'http://1.2.3.4:11434'],
    [':1234', 'http://127.0.0.1:1234'],
    ['1.2.3.4:1234', 'http://1.2.3.4:1234'],
    ['example.com', 'http://example.com:11434'],
    ['example.com:1234', 'http://example.com:1234'],
    ['example.com:', 'http://example.com:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['::1', 'http://[::1]:11434'],
    ['[::1]:1337', 'http://[::1]:1337'],
    ['fe80:0:0:0:0:0:0:1', 'http://[fe80::1]:11434'],
    [' 1.2.3.4 ', 'http://1.2.3.4:11434'],
    ['"1.2.3.4"', 'http://1.2.3.4:11434'],
    [' " 1.2.3.4 " ', 'http://1.2.3.4:11434'],
    ["'1.2.3.4'", 'http://1.2.3.4:11434'],
    ['http://1.2.3.4', 'http://1.2.3.4:80'],
    ['http://1.2.3.4:4321', 'http://1.2.3.4:4321'],
    ['https://1.2.3.4', 'https://1.2.3.4:443'],
    ['https://1.2.3.4:4321', 'https://1.2.3.4:4321'],
    ['https://h:8443/path/', 'https://h:8443/path'],
    ['https://example.com/ollama', 'https://example.com:443/ollama'],
    ['example.com/ollama', 'http://example.com:11434/ollama'],
    ['ollama.com', 'https://ollama.com:443'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
    ['[::]', 'http://[::1]:11434'],
    ['::', 'http://[::1]:11434'],
    ['HTTP://Example.COM', 'http://example.com:80'],
  ]
  for (const [text, url] of cases) {
    it(`${JSON.stringify(text)} is ${url}`, () => expect(parseHost(text)).toEqual({ url }))
  }
})

it('keeps credentials for the header, and shows them nowhere', () => {
  expect(parseHost('https://mia:p%40ss:w@gpu.example/ollama')).toEqual({
    url: 'https://gpu.example:443/ollama',
    authorization: `Basic ${Buffer.from('mia:p@ss:w').toString('base64')}`,
  })
  expect(parseHost('token@[::1]:8080')).toEqual({
    url: 'http://[::1]:8080',
    authorization: `Basic ${Buffer.from('token:').toString('base64')}`,
  })
})

it('refuses what is no address, without showing credentials', () => {
  for (const text of [
    'ftp://mia:secret@box',
    'http://mia:secret@ex ample',
    'http://mia:x@secret@[zz]',
    'http://mia:sec/secret@box',
  ]) {
    let thrown: unknown
    try {
      parseHost(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(UsageError)
    expect(`${(thrown as UsageError).message} ${(thrown as UsageError).fix}`).not.toContain('secret')
  }
})

it('refuses a port that is none, and never takes another one in its place', () => {
  for (const port of ['0', '66000', '99999', '114344', '-1', 'port', '40000,foo', '80 80']) {
    expect(() => parseHost(`127.0.0.1:${port}`)).toThrow(`The port "${port}" of the host is none.`)
    expect(() => parseHost(`https://me:secret@gpu-box:${port}/ollama`)).toThrow(UsageError)
  }
})

it('refuses what stands behind an address', () => {
  for (const text of ['http://127.0.0.1:80?x=1', 'http://http://box', 'box#here'])
    expect(() => parseHost(text)).toThrow('is followed by a query, or holds two addresses')
})

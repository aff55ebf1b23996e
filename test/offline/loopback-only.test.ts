import dgram from 'node:dgram'
import dns, { lookup } from 'node:dns'
import { get } from 'node:http'
import { get as getSecure } from 'node:https'
import net, { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { failIfReached, takeReached } from '../support/loopback-only.ts'

/** An address that is nobody's: TEST-NET-1 of RFC 5737. */
const elsewhere = '192.0.2.1'

describe('what a test may reach', () => {
  it.each<[string, () => unknown, string]>([
    ['a socket by host', () => connect({ port: 80, host: elsewhere }), `a connection to ${elsewhere}`],
    ['a socket by port', () => new net.Socket().connect(80, elsewhere), `a connection to ${elsewhere}`],
    ['a socket by name', () => connect(80, 'example.com'), 'a connection to example.com'],
    ['a socket by a version-6 address', () => connect(80, '2001:db8::1'), 'a connection to 2001:db8::1'],
    ['a plain request', () => get('http://example.com/'), 'a connection to example.com'],
    ['a secure request', () => getSecure('https://example.com/'), 'a connection to example.com'],
    ['a datagram', () => dgram.createSocket('udp4').send('x', 53, elsewhere), `a datagram to ${elsewhere}`],
    ['a name looked up', () => lookup('example.com', () => {}), 'a DNS query for example.com'],
    ['a name resolved', () => dns.resolve4('example.com', () => {}), 'a DNS query for example.com'],
    ['a name promised', () => dns.promises.lookup('example.com'), 'a DNS query for example.com'],
    [
      'a resolver',
      () => new dns.Resolver().resolveTxt('example.com', () => {}),
      'a DNS query for example.com',
    ],
  ])('is not %s beyond loopback', (_, reach, what) => {
    expect(reach).toThrow(`A test reached beyond loopback: ${what}.`)
    expect(takeReached()).toEqual([what])
  })

  it('is not a request of fetch beyond loopback', async () => {
    await expect(fetch(`http://${elsewhere}/`)).rejects.toThrow('fetch failed')
    expect(takeReached()).toEqual([`a connection to ${elsewhere}`])
  })

  it('fails the test even where the error is swallowed', async () => {
    await fetch(`http://${elsewhere}/`).catch(() => {})
    expect(failIfReached).toThrow(`A test reached beyond loopback: a connection to ${elsewhere}.`)
    expect(failIfReached).not.toThrow()
  })

  it.each(['127.0.0.1', 'localhost'])('is a server on %s', async (host) => {
    const server = net.createServer((socket) => socket.end('yes'))
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    const { port } = server.address() as net.AddressInfo
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, host)
      socket.on('error', reject)
      socket.on('data', (bytes) => resolve(bytes.toString()))
    })
    await new Promise((resolve) => server.close(resolve))
    expect(text).toBe('yes')
    expect(takeReached()).toEqual([])
  })
})

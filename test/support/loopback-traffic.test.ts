import { connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { settle } from './fake-clock.ts'
import { isUnderWay } from './loopback-traffic.ts'

/** Both ends of a connection of this process with itself. */
async function connected(): Promise<{ client: Socket; server: Socket }> {
  const listener = createServer({ allowHalfOpen: true })
  const taken = new Promise<Socket>((resolve) => listener.once('connection', resolve))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void listener.close())
  const { port } = listener.address() as { port: number }
  const client = connect(port, '127.0.0.1')
  expect(isUnderWay()).toBe(true)
  const server = await taken
  onTestFinished(() => void client.destroy())
  onTestFinished(() => void server.destroy())
  return { client, server }
}

it('knows of bytes that have not arrived, and settles when they have', async () => {
  const { client, server } = await connected()
  const came: string[] = []
  for (const end of [client, server]) end.setEncoding('utf8').on('data', (text: string) => came.push(text))
  await settle()
  expect(isUnderWay()).toBe(false)
  client.write('to the server')
  server.write('to the client')
  expect(isUnderWay()).toBe(true)
  await settle()
  expect(isUnderWay()).toBe(false)
  expect(came.sort()).toEqual(['to the client', 'to the server'])
})

it('knows of an end that has not arrived', async () => {
  const { client, server } = await connected()
  server.resume()
  client.resume()
  await settle()
  client.destroy()
  await settle()
  expect(server.readableEnded).toBe(true)
  expect(isUnderWay()).toBe(false)
})

it('goes on where a reader does not read', async () => {
  const { client, server } = await connected()
  server.write('x'.repeat(10_000_000))
  client.pause()
  await settle()
  expect(isUnderWay()).toBe(true)
})

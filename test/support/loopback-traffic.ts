import { channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** One connection of this process with itself. */
interface Connection {
  readonly client: Socket
  /** The port that the client was given; kept, since a closed socket forgets it. */
  clientPort: number | undefined
  serverPort: number | undefined
  /** The other end, once this process has taken the connection. */
  server?: Socket
}

const connections = new Set<Connection>()
/** Ends that were taken for clients that are not known here: those of other processes, or not yet told of. */
const taken = new Set<Socket>()

channel('net.client.socket').subscribe((message) => {
  const { socket: client } = message as { socket: Socket }
  const connection: Connection = { client, clientPort: undefined, serverPort: undefined }
  connections.add(connection)
  client.once('connect', () => {
    connection.clientPort = client.localPort
    connection.serverPort = client.remotePort
    for (const server of taken) pair(connection, server)
  })
  client.once('close', () => forget(connection))
})

channel('net.server.socket').subscribe((message) => {
  const { socket: server } = message as { socket: Socket }
  taken.add(server)
  for (const connection of connections) pair(connection, server)
  server.once('close', () => {
    taken.delete(server)
    for (const connection of connections) if (connection.server === server) forget(connection)
  })
})

function pair(connection: Connection, server: Socket): void {
  if (connection.server !== undefined || connection.clientPort === undefined) return
  if (server.remotePort !== connection.clientPort || server.localPort !== connection.serverPort) return
  connection.server = server
  taken.delete(server)
}

/** A connection is forgotten when both of its ends have closed. */
function forget(connection: Connection): void {
  if (connection.client.closed && (connection.server?.closed ?? true)) connections.delete(connection)
}

/** What one file of tests leaves open is nothing that another one waits for. */
export function forgetTraffic(): void {
  connections.clear()
  taken.clear()
}

/**
 * Whether anything that this process sent to itself over a socket has not arrived yet: a connection, bytes, or the end of one. The kernel
 * delivers in its own time, on a busy machine some turns of the event loop later.
 */
export function isUnderWay(): boolean {
  for (const { client, server } of connections) {
    if (client.connecting) return true
    if (server === undefined) {
      if (client.closed) continue
      return true
    }
    if (client.closed !== server.closed && !isHalfClosed(client, server)) return true
    if (client.closed) continue
    if (client.bytesRead < server.bytesWritten || server.bytesRead < client.bytesWritten) return true
  }
  return false
}

/** One side has said that it is done, the other has heard it and has not closed its own side. */
function isHalfClosed(client: Socket, server: Socket): boolean {
  const open = client.closed ? server : client
  return open.readableEnded && !open.destroyed && open.writable
}

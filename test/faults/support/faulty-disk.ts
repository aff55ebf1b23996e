import type { FileHandle } from 'node:fs/promises'

type Disk = typeof import('node:fs/promises')

/**
 * What is wrong with the disk, for the files whose path holds a text; '' is no file. What is written with the text `spares` in it still arrives: it
 * was on its way when the trouble began.
 */
export const disk: {
  state: 'well' | 'full' | 'read-only'
  at: string
  spares: string
  /** Files cannot be made shorter. */
  cutsNothing?: boolean
} = { state: 'well', at: '', spares: '' }

/** The calls of the file system with the trouble that `disk` has: what the system says of such a disk, word for word. */
export function overFaultyDisk(real: Disk): Disk {
  const isHit = (path: unknown) => disk.at !== '' && String(path).includes(disk.at)
  const refuse = (call: string, path: unknown) => {
    if (disk.state === 'read-only' && isHit(path))
      throw trouble('EROFS', `read-only file system, ${call} '${String(path)}'`)
  }
  const change =
    <Args extends unknown[], Result>(call: string, run: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      refuse(call, args[0])
      return run(...args)
    }
  return {
    ...real,
    async open(path, flags, mode) {
      if (flags !== undefined && flags !== 'r') refuse('open', path)
      const file = await real.open(path, flags, mode)
      return filling(file, () => isHit(path))
    },
    async writeFile(path, text, options) {
      refuse('open', path)
      if (disk.state !== 'full' || !isHit(path)) return real.writeFile(path, text, options)
      await real.writeFile(path, String(text).slice(0, String(text).length / 2), options)
      throw trouble('ENOSPC', 'no space left on device, write')
    },
    link: change('link', real.link),
    mkdir: change('mkdir', real.mkdir as never) as Disk['mkdir'],
    rename: change('rename', real.rename),
    rm: change('unlink', real.rm),
    truncate: change('truncate', real.truncate),
  }
}

/** A file on a disk that may be full: a half of what is written arrives, and then no more. */
function filling(file: FileHandle, isHit: () => boolean): FileHandle {
  const write = async (bytes: string | Uint8Array, whole: (bytes: string | Uint8Array) => Promise<void>) => {
    const isSpared = disk.spares !== '' && Buffer.from(bytes as Uint8Array).includes(disk.spares)
    if (disk.state === 'well' || !isHit() || isSpared) return whole(bytes)
    if (disk.state === 'read-only') throw trouble('EROFS', 'read-only file system, write')
    await whole(bytes.slice(0, Math.floor(bytes.length / 2)))
    throw trouble('ENOSPC', 'no space left on device, write')
  }
  return new Proxy(file, {
    get(target, key) {
      if (key === 'truncate' && disk.cutsNothing)
        return async () => {
          throw trouble('EIO', 'i/o error, ftruncate')
        }
      if (key === 'appendFile') return (bytes: Uint8Array) => write(bytes, (some) => target.appendFile(some))
      if (key === 'writeFile') return (text: string) => write(text, (some) => target.writeFile(some))
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function trouble(code: string, text: string): Error {
  const syscall = / (\w+)(?: '|$)/.exec(text)?.[1]
  return Object.assign(new Error(`${code}: ${text}`), { code, syscall })
}

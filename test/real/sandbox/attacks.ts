/** What of this machine an attack goes for: everything of it is made for the test. */
export interface Prey {
  /** A file that holds `secretText`. */
  readonly secretFile: string
  /** A file that is not there. */
  readonly newFile: string
  /** A port of this machine that listens. */
  readonly port: number
  /** A process that does nothing. */
  readonly pid: number
}

/** What stands in the file that an attack tries to read. */
export const secretText = 'nobody may read this'

/** A program that tries to reach what lies outside. It goes every road that leads there where no wall stands. */
export interface Attack {
  readonly name: string
  readonly program: (prey: Prey, node: string) => string
  /** What has been reached, if anything: a look at the prey from outside, or at what the program says. */
  readonly reaches: 'newFile' | 'secret' | 'port' | 'pid'
}

/** Goes one road after the other. The shell comes last: refused by Node, it ends the interpreter. */
const roads = `
import os
def first_of(*roads):
    for road in roads[:-1]:
        try:
            return road()
        except BaseException:
            pass
    return roads[-1]()
def by_code():
    from pyodide.code import run_js
    return run_js('process')
def by_module():
    import js
    return js.process
def by_constructor():
    import pyodide_js
    return pyodide_js.FS.constructor.constructor('return process')()
def engine():
    return first_of(by_module, by_code, by_constructor)
def all_of(*roads):
    said = []
    for road in roads:
        try:
            said.append(repr(road()))
        except BaseException as error:
            said.append(type(error).__name__)
    return said
def disk(path):
    import pyodide_js
    pyodide_js.mountNodeFS('/disk', os.path.dirname(path))
    return '/disk/' + os.path.basename(path)
def library(*args):
    import ctypes
    return ctypes.CDLL(None).system(*args)
`

const text = JSON.stringify

/** Attacks on what lies outside of the interpreter. */
export const attacks: readonly Attack[] = [
  {
    name: 'starts a program by `os.system`',
    reaches: 'newFile',
    program: ({ newFile }) => `${roads}
def attack(): return os.system(${text(`touch ${newFile}`)})`,
  },
  {
    name: 'starts a program by the C library (`ctypes`)',
    reaches: 'newFile',
    program: ({ newFile }) => `${roads}
def attack(): return library(${text(`touch ${newFile}`)}.encode())`,
  },
  {
    name: 'starts a program by Node',
    reaches: 'newFile',
    program: ({ newFile }) => `${roads}
def attack(): return str(engine().getBuiltinModule('child_process').execSync(${text(`touch ${newFile}`)}))`,
  },
  {
    name: 'reads a file',
    reaches: 'secret',
    program: ({ secretFile }) => `${roads}
path = ${text(secretFile)}
def attack():
    return all_of(lambda: open(path).read(), lambda: open(disk(path)).read(),
        lambda: engine().getBuiltinModule('fs').readFileSync(path, 'utf8'))`,
  },
  {
    name: 'writes a file',
    reaches: 'newFile',
    program: ({ newFile }) => `${roads}
path = ${text(newFile)}
def attack():
    return all_of(lambda: open(path, 'w').write('x'), lambda: open(disk(path), 'w').write('x'),
        lambda: engine().getBuiltinModule('fs').writeFileSync(path, 'x'))`,
  },
  {
    name: 'opens a connection',
    reaches: 'port',
    program: ({ port }, node) => `${roads}
def plain():
    import socket
    socket.create_connection(('127.0.0.1', ${port}))
def attack():
    return all_of(plain, lambda: os.system(${text(`${node} -e "require('net').connect(${port}, '127.0.0.1').end()"`)}))`,
  },
  {
    name: 'kills a process',
    reaches: 'pid',
    program: ({ pid }) => `${roads}
def attack():
    return all_of(lambda: engine().kill(${pid}, 'SIGKILL'), lambda: os.kill(${pid}, 9), lambda: os.system('kill -9 ${pid}'))`,
  },
]

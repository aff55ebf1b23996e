// One interpreter for one program, in a process of its own. It reads one job from standard input, runs it, and ends.
//
// What it says goes to standard output, one line each: `ready` first, then lines that begin with the job's nonce. The nonce is known
// to this file alone: no value of Python ever holds it, and it passes through no function that could be replaced.
import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import { pathToFileURL } from 'node:url'

const { readSync, writeSync, readFileSync } = fs
const { parse, stringify } = JSON
const end = process.reallyExit.bind(process)
const { task, pyodideFolder, snapshot, parts, walls, mostFileBytes } = parse(process.argv[2])

/** Time for programs: it begins at the same moment for each input, and goes on by a millisecond whenever somebody looks. */
const startMs = Date.UTC(2026, 0, 1)
let readings = 0
const now = () => startMs + ++readings
const elapsed = () => ++readings

/** Bytes for programs that ask the system for chance: the same ones for each input. */
let chance = 1
function fill(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  for (let at = 0; at < bytes.length; at++) {
    chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0
    bytes[at] = chance >>> 24
  }
  return view
}

os.setPriority(0, os.constants.priority.PRIORITY_LOW)
const { permission, pid } = process
const { constants } = fs
// Pyodide asks for these numbers alone.
process.binding = (name) => {
  if (name === 'constants') return { fs: constants }
  throw new Error('refused')
}
Date.now = now
performance.now = elapsed
crypto.randomFillSync = fill
globalThis.crypto.getRandomValues = fill

const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`))
const options = {
  indexURL: pyodideFolder,
  jsglobals: Object.create(null),
  env: { HOME: '/home/program', PYTHONHASHSEED: '0', TZ: 'UTC' },
  stdin: () => null,
  stdout: () => {},
  stderr: () => {},
}

if (task === 'snapshot') {
  const made = await loadPyodide({ ...options, _makeSnapshot: true })
  made.runPython(readFileSync(parts.preload, 'utf8'))
  writeAll(made.makeMemorySnapshot())
  end(0)
}

const python = await loadPyodide({
  ...options,
  ...(snapshot === undefined ? {} : { _loadSnapshot: readFileSync(snapshot) }),
})
if (snapshot === undefined) python.runPython(readFileSync(parts.preload, 'utf8'))
// Builtins of its own, which no program can replace.
const own = python.runPython("import builtins\n{'__builtins__': dict(vars(builtins))}")
const made = python.runPython(readFileSync(parts.harness, 'utf8'), { globals: own })
// Called with text, numbers and what Python gave: anything else of JavaScript would be a way out, in a frame that a program sees.
const step = {}
for (const name of made.keys()) step[name] = made.get(name)
made.clear()

const { FS } = python
const input = { bytes: new Uint8Array(0), at: 0 }
const output = { parts: [], length: 0, most: 0 }
const prepared = []
let leave = () => end(1)
python.setStdin({
  read(buffer) {
    const part = input.bytes.subarray(input.at, input.at + buffer.length)
    buffer.set(part)
    input.at += part.length
    return part.length
  },
})
python.setStdout({ write: (buffer) => take(buffer, true) })
python.setStderr({ write: (buffer) => take(buffer, false) })
const descriptors = [FS.streams[0], FS.streams[1], FS.streams[2]]
if (walls.python) {
  limitFiles(FS.filesystems.MEMFS.ops_table.file, mostFileBytes)
  const wall = step.parse(readFileSync(parts.pythonWall, 'utf8'))
  // Called without a function of Pyodide's in Python, whose globals are gone when it returns.
  step.exec(wall, python.toPy({ __name__: 'wall' }))
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const about = {
  network: Object.values(os.networkInterfaces()).some((all) => all.some(({ internal }) => !internal)),
  pid,
  mayWrite: permission === undefined || permission.has('fs.write'),
  mayRead: permission === undefined || permission.has('fs.read', '/etc/passwd'),
}
writeAll(`ready ${stringify(about)}\n`)
const { nonce, program, inputs, first, mostOutputBytes } = parse(readJob())
if (walls.node) lock()
try {
  runJob()
} catch (thrown) {
  leave({ failed: `${thrown}`.slice(0, 1_000) })
}
end(0)

function runJob() {
  const tell = (frame) => writeAll(`${nonce} ${stringify(frame)}\n`)
  leave = (frame) => {
    tell(frame)
    end(0)
  }
  output.most = mostOutputBytes
  const code = step.parse(program)
  if (typeof code === 'string') return tell({ unparsable: code })
  const streams = step.prepare(inputs.length + 1 - first)
  for (let at = 0; at < streams.length; at++) prepared.push(streams.get(at))
  streams.destroy()
  step.collect_off()
  let loaded
  for (let at = first; at < inputs.length; at++) {
    const asked = inputs[at]
    if (asked.kind !== 'stdin' && loaded === undefined) {
      tell({ begin: 'load' })
      loaded = fresh('program')
      const outcome = carryOut(step.exec, code, loaded, '')
      if (outcome.said[0] !== 'value') return tell({ load: outcome })
    }
    tell({ begin: at })
    tell({ input: at, outcome: onInput(asked, code, loaded) })
  }
  tell({ end: true })
}

function onInput(asked, code, loaded) {
  if (asked.kind === 'stdin') {
    const namespace = fresh('__main__')
    const outcome = carryOut(step.exec, code, namespace, asked.text)
    namespace.destroy()
    return outcome
  }
  return asked.kind === 'call'
    ? carryOut(step.eval, `${asked.entryPoint}(${asked.arguments}\n)`, loaded, '')
    : carryOut(step.exec, asked.source, loaded, '')
}

/** The namespace of an empty module, under this name in `sys.modules`. The one that had its name ends here. */
function fresh(name) {
  const module = step.make_module(name)
  const namespace = step.namespace_of(module)
  step.put(namespace, '__builtins__', step.builtins)
  step.put_module(name, module)
  module.destroy()
  return namespace
}

/** Puts back what the step before may have changed: builtins, chance, streams. What was there ends here, and may run code of the program. */
function begin(read, written) {
  step.no_trace(undefined)
  step.no_profile(undefined)
  // What ends may put something there again.
  for (let round = 0; round < 3 && step.count_builtins() > 0; round++) {
    const before = step.copy_builtins()
    step.clear_builtins()
    before.destroy()
  }
  if (step.count_builtins() > 0) leave({ failed: 'the builtins cannot be put back' })
  step.update_builtins(step.pristine)
  step.seed(step.chance, 0)
  step.put_chance('gauss_next', undefined)
  const named = { stdin: read, stdout: written.get(0), stderr: written.get(1) }
  for (const [name, stream] of Object.entries(named)) {
    step.put_system(name, stream)
    step.put_system(`__${name}__`, stream)
    stream.destroy()
  }
}

/** Runs one piece of code, and says what became of it. Between the two, nothing of the program is on the stack. */
function carryOut(evaluate, code, namespace, text) {
  readings = 0
  chance = 1
  input.bytes = encoder.encode(text)
  input.at = 0
  output.parts = []
  output.length = 0
  for (let at = 0; at < descriptors.length; at++) {
    descriptors[at].fd = at // one that was closed has none
    FS.streams[at] = descriptors[at]
  }
  const streams = prepared.pop()
  const written = streams.get(1)
  begin(streams.get(0), written)
  step.collect_on()
  const result = step.run_step(evaluate, code, namespace)
  step.collect_off()
  // The streams that the step was given, whatever `sys.stdout` is by now.
  step.write_out(step.flush, written).destroy()
  for (const proxy of [written, streams]) proxy.destroy()
  const printed = textOf(output.parts)
  const others = step.others_of(result)
  const texts = step.write_out(result.get(0) ? step.repr : step.str, others)
  const said = parse(step.describe(result, texts))
  for (const proxy of [texts, others, result]) proxy.destroy()
  return { said, printed }
}

function take(buffer, isKept) {
  output.length += buffer.length
  if (output.length > output.most) leave({ over: 'output' })
  if (isKept) output.parts.push(buffer.slice())
  return buffer.length
}

function textOf(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return decoder.decode(all)
}

/** Files lie outside the memory that Node limits for WebAssembly: what all of them grow by has a limit of its own. */
function limitFiles({ node, stream }, mostBytes) {
  let left = mostBytes
  const grow = (file, size) => {
    left -= Math.max(0, size - (file.usedBytes ?? 0))
    if (left < 0) throw new FS.ErrnoError(51) // ENOSPC
  }
  const { write } = stream
  const { setattr } = node
  stream.write = (opened, buffer, offset, length, position, canOwn) => {
    grow(opened.node, position + length)
    return write.call(stream, opened, buffer, offset, length, position, canOwn)
  }
  node.setattr = (file, attributes) => {
    if (attributes.size !== undefined) grow(file, attributes.size)
    return setattr.call(node, file, attributes)
  }
}

/** Takes from JavaScript what reaches the system and is not needed any more. The system calls of the permission model stay refused. */
function lock() {
  const taken = ['kill', '_kill', 'binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'mainModule']
  const more = [
    '_debugProcess',
    '_debugEnd',
    '_startProfilerIdleNotifier',
    'abort',
    'chdir',
    'reallyExit',
    'exit',
  ]
  for (const name of [...taken, ...more]) {
    Object.defineProperty(process, name, { value: undefined, writable: false, configurable: false })
  }
  for (const name of ['process', 'fetch', 'WebSocket', 'EventSource', 'navigator', 'require'])
    delete globalThis[name]
}

function readJob() {
  const pieces = []
  for (;;) {
    const piece = Buffer.alloc(65_536)
    const length = readSync(0, piece)
    if (length === 0) end(0) // whoever asked is gone
    pieces.push(piece.subarray(0, length))
    if (piece[length - 1] === 10) return Buffer.concat(pieces).toString('utf8')
  }
}

function writeAll(data) {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at, bytes.length - at)
    } catch (thrown) {
      if (thrown.code !== 'EAGAIN') throw thrown
    }
  }
}

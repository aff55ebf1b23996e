import type { InputOutcome, ProgramInput, SandboxLimits } from '../../../src/sandbox/sandbox.ts'
import { call } from '../../support/open-test-sandbox.ts'

/** A program that does harm inside, or to what is said of it, and what comes of that behind all walls. */
export interface Mischief {
  readonly name: string
  readonly program: string
  readonly inputs?: readonly ProgramInput[]
  readonly limits?: Partial<SandboxLimits>
  /** Of each input; canonical values are read. Text that differs from one Node to the next is a pattern. */
  readonly outcome: readonly (Partial<InputOutcome> | object)[] | object
}

const attack = [call('attack()')]
const value = (canonical: unknown, printed = '') => ({ kind: 'value', canonical, printed })
const raised = (exceptionClass: string, message: string, printed = '') => ({
  kind: 'exception',
  exceptionClass,
  message,
  printed,
})
const over = (limit: string) => ({ kind: 'over-limit', limit })
const none = ['none']
const quick = { inputCpuTimeMs: 1_000 }

/** The two functions that call a program, as it sees them: their globals are empty but for builtins. */
const apartFrames = [
  'list',
  ['run_step', 'write_out'].map((name) => [
    'tuple',
    [
      ['str', name],
      ['int', '1'],
    ],
  ]),
]

export const mischief: readonly Mischief[] = [
  {
    name: 'prints a gigabyte',
    program: `def attack():\n    for _ in range(1_000): print('x' * 1_000_000)`,
    outcome: [over('output')],
  },
  {
    name: 'prints without end',
    program: `def attack():\n    while True: print('x' * 10_000)`,
    outcome: [over('output')],
  },
  {
    name: 'writes without end to the descriptor of standard error',
    program: `import os\ndef attack():\n    while True: os.write(2, b'x' * 10_000)`,
    outcome: [over('output')],
  },
  {
    name: 'loops without end',
    program: `def attack():\n    while True: pass`,
    limits: quick,
    outcome: [over('cpu-time')],
  },
  {
    name: 'catches everything and goes on',
    program: `def attack():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass`,
    limits: quick,
    outcome: [over('cpu-time')],
  },
  {
    name: 'sleeps for a day, which passes on its own clock alone',
    program: `import time\ndef attack():\n    before = time.time()\n    time.sleep(86_400)\n    return time.time() - before >= 86_400`,
    outcome: [value(['bool', true])],
  },
  {
    name: 'allocates without end',
    program: `def attack():\n    kept = []\n    while True: kept.append(bytearray(10_000_000))`,
    outcome: [over('memory')],
  },
  {
    name: 'makes files of gigabytes',
    program: `def attack():\n    with open('/tmp/file', 'wb') as file:\n        while True: file.write(b'x' * 1_000_000)`,
    outcome: [raised('OSError', '[Errno 51] No space left on device')],
  },
  {
    name: 'makes a sparse file of gigabytes',
    program: `def attack():\n    open('/tmp/file', 'wb').truncate(10 ** 10)`,
    outcome: [raised('OSError', '[Errno 51] No space left on device')],
  },
  {
    name: 'recurses without end',
    program: `import sys\ndef attack(): return attack()`,
    outcome: [raised('RecursionError', 'maximum recursion depth exceeded')],
  },
  {
    name: 'recurses without end through C, its limit taken away',
    program: `import sys\nsys.setrecursionlimit(10 ** 9)\ndef attack(): return sorted([1], key=lambda _: attack())`,
    outcome: [{ kind: 'exception', exceptionClass: 'RecursionError' }],
  },
  {
    name: 'reads `/etc/passwd`',
    program: `def attack(): return open('/etc/passwd').read()`,
    outcome: [raised('FileNotFoundError', "[Errno 44] No such file or directory: '/etc/passwd'")],
  },
  {
    name: 'calls `os.system`',
    program: `import os\ndef attack(): return os.system('id')`,
    outcome: [raised('AttributeError', "module 'os' has no attribute 'system'")],
  },
  {
    name: 'kills its parent',
    program: `import os, signal\ndef attack(): os.kill(os.getppid(), signal.SIGKILL)`,
    outcome: [raised('AttributeError', "module 'os' has no attribute 'kill'")],
  },
  {
    name: 'kills itself by a signal',
    program: `import signal\ndef attack(): signal.raise_signal(signal.SIGKILL)`,
    outcome: [raised('AttributeError', "module 'signal' has no attribute 'raise_signal'")],
  },
  ...['ctypes', 'js', 'pyodide_js', 'pyodide.code', 'pyodide.ffi', 'socket', 'subprocess', '_testcapi'].map(
    (module): Mischief => ({
      name: `imports \`${module}\``,
      program: `def attack():\n    import ${module}`,
      outcome: [{ kind: 'exception', exceptionClass: 'ModuleNotFoundError' }],
    }),
  ),
  {
    name: 'forks',
    program: `import os\ndef attack():\n    while True: os.fork()`,
    outcome: [raised('AttributeError', "module 'os' has no attribute 'fork'")],
  },
  {
    name: 'leaves by `os._exit`',
    program: `import os\ndef attack(): os._exit(0)`,
    outcome: [{ kind: 'exception', exceptionClass: 'AttributeError' }],
  },
  {
    name: 'raises SystemExit instead of failing a test',
    program: `def attack(): raise SystemExit(0)`,
    inputs: [{ kind: 'check', source: 'assert attack() == 1' }],
    outcome: [raised('SystemExit', '0')],
  },
  {
    name: 'ends at import, before a test',
    program: `import sys\nsys.exit(0)`,
    inputs: [{ kind: 'check', source: 'assert attack() == 1' }],
    outcome: { kind: 'failed-to-load', outcome: raised('SystemExit', '0') },
  },
  {
    name: 'loops at import',
    program: `while True: pass`,
    limits: quick,
    outcome: { kind: 'failed-to-load', outcome: over('cpu-time') },
  },
  {
    name: 'changes builtins and what tests use',
    program: `
import builtins, unittest
builtins.all = builtins.abs = builtins.isinstance = lambda *_: True
builtins.AssertionError = builtins.Exception = None
def check(_): return None
def attack(): return 2`,
    inputs: [
      { kind: 'check', source: 'def check(f):\n    assert all([f() == 1])\ncheck(attack)' },
      { kind: 'check', source: 'assert abs(attack() - 2.5) < 0.1, "far"' },
    ],
    outcome: [raised('AssertionError', ''), raised('AssertionError', 'far')],
  },
  {
    name: 'changes modules that a harness might use',
    program: `
import json, sys, types, io, re, traceback, gc, encodings.utf_8
json.dumps = json.loads = json.JSONEncoder.encode = lambda *_: '"forged"'
io.TextIOWrapper = io.FileIO = types.ModuleType = re.compile = traceback.format_exc = None
encodings.utf_8.IncrementalDecoder = encodings.utf_8.IncrementalEncoder = None
sys.modules.clear()
def attack(): return [1]`,
    outcome: [value(['list', [['int', '1']]])],
  },
  {
    name: 'writes to standard output what the harness writes',
    program: `
import os, sys
def attack():
    for line in ('{"input":0,"outcome":{"said":["value","[1]"],"printed":""}}', '{"end":true}'):
        os.write(1, ('0' * 64 + ' ' + line + '\\n').encode())
        sys.__stdout__.write(line)
    return 1`,
    outcome: [{ kind: 'value', canonical: ['int', '1'] }],
  },
  {
    name: 'looks for the harness in every object that can be reached',
    program: `
import gc, sys
def attack():
    reached, todo, seen = [], [object, *sys.modules.values()], set()
    for way in ('get_objects', 'get_referrers', 'get_referents'): reached += [way] if hasattr(gc, way) else []
    while todo:
        thing = todo.pop()
        if id(thing) in seen: continue
        seen.add(id(thing))
        if any(kind.__module__ == 'pyodide.ffi' and kind.__name__ == 'JsProxy' for kind in type(thing).__mro__): reached.append('JavaScript')
        if isinstance(thing, dict) and 'pristine_builtins' in thing: reached.append('harness')
        if isinstance(thing, str) and len(thing) == 64 and set(thing) <= set('0123456789abcdef'): reached.append('nonce')
        try: todo += vars(thing).values()
        except Exception: pass
        if isinstance(thing, dict): todo += [*thing.values(), *thing]
        elif isinstance(thing, (list, tuple, set, frozenset)): todo += thing
        for name in ('__globals__', '__closure__', '__wrapped__', 'cell_contents', '__defaults__', '__self__', '__func__', '__builtins__'):
            try: todo.append(getattr(thing, name))
            except Exception: pass
        if isinstance(thing, type):
            try: todo += type.__subclasses__(thing)
            except TypeError: pass
    return reached, len(seen) > 10_000`,
    outcome: [
      value([
        'tuple',
        [
          ['list', []],
          ['bool', true],
        ],
      ]),
    ],
  },
  {
    name: 'looks for the harness below its frames, whenever code of its own is called',
    program: `
import builtins, encodings.utf_8, gc, sys, weakref
below = set()
def look():
    try: 1 / 0
    except Exception as error: frame = error.__traceback__.tb_frame
    while frame:
        if frame.f_code.co_filename not in ('<program>', '<string>'): below.add((frame.f_code.co_name, len(frame.f_globals)))
        frame = frame.f_back
class Evil:
    def __del__(self): look()
    def __getattr__(self, name): look(); raise AttributeError(name)
    def __repr__(self): look(); return 'evil'
class Meta(type):
    __name__ = __module__ = property(lambda self: look())
    def __instancecheck__(self, other): look()
    def __subclasscheck__(self, other): look()
class Kind(metaclass=Meta):
    __class__ = property(lambda self: look())
class Text(str):
    __str__ = __format__ = __len__ = lambda self, *_: look()
class Whole(int):
    __repr__ = __str__ = __index__ = bit_length = lambda self: look()
class Row(list):
    __iter__ = __len__ = lambda self: look()
class Table(dict):
    items = keys = __iter__ = lambda self: look()
class Bad(BaseException):
    __str__ = __repr__ = lambda self: look() or 'bad'
def attack():
    look()
    builtins.evil = sys.stderr = sys.modules['__main__'] = Evil()
    sys.stdout.buffer.flush = lambda: look()
    sys.stdout.buffer.raw.write = lambda part: look() or len(part)
    print('text')
    circle = [Evil()]
    circle.append(circle)
    encodings.utf_8.IncrementalDecoder.__init__ = lambda *_: look()
    sys.unraisablehook = sys.excepthook = sys.displayhook = lambda *_: look()
    sys.meta_path.insert(0, Evil())
    sys.path_hooks.insert(0, lambda path: look())
    return [Kind(), type(Text('name'), (), {})(), Whole(5), Row([1]), Table(a=1), Evil(), Text('q')]
def bad(): raise Bad()`,
    inputs: ['attack()', 'bad()', 'len("a")', 'sorted(below)'].map(call),
    outcome: [{ kind: 'value' }, raised('program.Bad', 'bad'), value(['int', '1']), value(apartFrames)],
  },
  {
    name: 'swaps what the frames below it hold',
    program: `
below = set()
class Held(list):
    def __len__(self): look(); return 0
    def __getitem__(self, at): look(); return 'x'
    def append(self, text): look()
def look():
    try: 1 / 0
    except Exception as error: frame = error.__traceback__.tb_frame
    while frame:
        if frame.f_code.co_filename not in ('<program>', '<string>'):
            below.add((frame.f_code.co_name, len(frame.f_globals)))
            for name, thing in list(frame.f_locals.items()):
                if 'Js' in type(thing).__name__: below.add(('JavaScript', 0))
                if type(thing) is list: frame.f_locals[name] = Held(thing)
        frame = frame.f_back
class Evil:
    def __repr__(self): look(); return 'evil'
def attack():
    look()
    return [Evil(), Evil()]`,
    inputs: ['attack()', 'sorted(below)'].map(call),
    outcome: [{ kind: 'value' }, value(apartFrames)],
  },
  {
    name: 'leaves keys that compare themselves where names are looked up',
    program: `
import builtins, sys
below = set()
def look():
    try: 1 / 0
    except Exception as error: frame = error.__traceback__.tb_frame
    while frame:
        if frame.f_code.co_filename not in ('<program>', '<string>'): below.add((frame.f_code.co_name, len(frame.f_globals)))
        frame = frame.f_back
class Key(str):
    def __hash__(self): return self.hash
    def __eq__(self, other): look(); return False
def leave(space, name):
    space.pop(name, None)
    key = Key('x' + name)
    key.hash = hash(name)
    space[key] = None
def attack():
    for name in ('stdin', 'stdout', '__stdin__'): leave(vars(sys), name)
    for name in ('program', '__main__'): leave(sys.modules, name)
    for name in ('all', 'x', 'y'): leave(vars(builtins), name); leave(vars(builtins), name)
    below.clear()`,
    inputs: ['attack()', 'sorted(below)'].map(call),
    outcome: [value(none), value(['list', []])],
  },
  {
    name: 'keeps the garbage that the harness leaves',
    program: `
import gc
def attack():
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    return any('pristine_builtins' in getattr(thing, '__globals__', ()) for thing in gc.garbage)`,
    inputs: ['list([1])', 'attack()'].map(call),
    outcome: [{ kind: 'value' }, raised('AttributeError', "module 'gc' has no attribute 'set_debug'")],
  },
  {
    name: 'changes builtins by what ends later',
    program: `
import builtins
class Late:
    def __init__(self, left): self.left = left
    def __del__(self, builtins=builtins):
        builtins.all = lambda _: True
        if self.left: builtins.late = type(self)(self.left - 1)
builtins.late = Late(1)
def attack(): return 2`,
    inputs: [{ kind: 'check', source: 'assert all([attack() == 1]), "wrong"' }],
    outcome: [raised('AssertionError', 'wrong')],
  },
  {
    name: 'asks for a signal at a time of its choice',
    program: `
import _thread, signal
def attack():
    return [name for name in ('alarm', 'setitimer', 'raise_signal', 'pthread_kill', 'interrupt_main')
        if hasattr(signal, name) or hasattr(_thread, name)]`,
    outcome: [value(['list', []])],
  },
  {
    name: 'returns a class with a name of millions of letters',
    program: `def attack(): return type('A' * 3_000_000, (), {'__repr__': lambda self: 'x'})()`,
    outcome: [value(['other', `program.${'A'.repeat(200)}`, 'x'])],
  },
  {
    name: 'watches the harness by traces, profiles, audit and monitoring',
    program: `
import sys, threading
def attack():
    seen = []
    sys.settrace(lambda *event: seen.append(event))
    (lambda: 1)()
    return seen + [name for name in ('setprofile', 'addaudithook', 'monitoring', '_getframe', '_current_frames', 'remote_exec')
        if hasattr(sys, name) or hasattr(threading, name)]`,
    outcome: [value(['list', []])],
  },
  {
    name: 'fetches removed modules again',
    program: `
import importlib, sys, _imp
def attack():
    reached = []
    for name in ('gc', 'sys', 'posix', '_ctypes', '_socket', '_pyodide_core', '_posixsubprocess', '_testcapi', 'js', 'pyodide_js', 'select'):
        for again in (lambda: importlib.import_module(name), lambda: importlib.reload(sys.modules[name])):
            try:
                sys.modules.pop(name, None) if again.__code__.co_consts else None
                module = again()
            except BaseException: continue
            if any(hasattr(module, way) for way in ('get_objects', 'settrace', 'system', 'dlopen', 'socket', 'hiwire', 'fork_exec', 'FS', 'poll', 'run_in_subinterp')):
                reached.append(name)
    return reached`,
    outcome: [value(['list', []])],
  },
  {
    name: 'leaves code for later: atexit, threads, signals, timers',
    program: `
import atexit, signal, threading
def attack():
    atexit.register(print, 'later')
    said = []
    for way in (lambda: threading.Thread(target=print, args=('at once',)).start(), lambda: signal.alarm(1), lambda: signal.setitimer(signal.ITIMER_REAL, 0.001)):
        try: way(); said.append('set')
        except BaseException as error: said.append(type(error).__name__)
    return said
def after(): return 1`,
    inputs: ['attack()', 'after()'].map(call),
    outcome: [{ kind: 'value', printed: 'at once\n' }, value(['int', '1'])],
  },
  {
    name: 'closes and moves the descriptors',
    program: `
import os
def attack():
    for descriptor in range(20):
        try: os.close(descriptor)
        except OSError: pass
def after(): print('still'); return input`,
    inputs: [...attack, call('after()')],
    outcome: [value(none), { kind: 'value', printed: 'still\n' }],
  },
  {
    name: 'reads the environment and the files that are there',
    program: `
import os, sys
def attack(): return sorted(os.environ), sorted(os.listdir('/')), os.path.exists('/etc/passwd'), sys.argv`,
    outcome: [
      value([
        'tuple',
        [
          [
            'list',
            [
              ...[
                'HOME',
                'LANG',
                'LD_LIBRARY_PATH',
                'LOGNAME',
                'PATH',
                'PWD',
                'PYTHONHASHSEED',
                'PYTHONINSPECT',
                'TZ',
                'USER',
                '_',
              ],
            ].map((name) => ['str', name]),
          ],
          ['list', ['dev', 'home', 'lib', 'proc', 'tmp'].map((name) => ['str', name])],
          ['bool', false],
          ['list', [['str', '']]],
        ],
      ]),
    ],
  },
  {
    name: 'breaks the interpreter with made-up bytecode',
    program: `
def broken(): pass
broken.__code__ = broken.__code__.replace(co_code=bytes([1, 255, 100, 255] * 50), co_stacksize=1)
def attack(): return broken()
def after(): return 1`,
    inputs: ['attack()', 'after()'].map(call),
    outcome: [{ kind: 'interpreter-failed' }, value(['int', '1'])],
  },
]

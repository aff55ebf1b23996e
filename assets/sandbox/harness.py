# Runs a program on its inputs, one step at a time, called by interpreter.mjs. It is evaluated in a dict of its own, which no module holds.
#
# Two rules keep a program away from it. A program runs in a frame that has no frame of this file below it: `run_step`, whose globals are
# empty, is called from JavaScript. And this file, while it looks at what a program made, calls methods of the built-in types alone, never
# one that a program can define.
import builtins, gc, io, random, sys, types
from _json import encode_basestring_ascii as json_text
from _random import Random as PlainRandom

MOST_NODES, MOST_TEXT, DEEPEST, MOST_REPR = 200_000, 4_000_000, 64, 2_000
MOST_DIGITS_BITS = 25_000  # beyond it, decimal digits are computed by a module in Python

pristine_builtins = dict(vars(builtins))
live_builtins = vars(builtins)
modules = sys.modules
inner_random = random._inst
make_module, Module = types.ModuleType, vars(types.ModuleType)['__dict__']
name_of, module_of = vars(type)['__name__'].__get__, vars(type)['__module__'].__get__
get_limit, set_limit, set_digits = sys.getrecursionlimit, sys.setrecursionlimit, sys.set_int_max_str_digits
set_trace, set_profile = sys.settrace, sys.setprofile
collect_off, collect_on = gc.disable, gc.enable
system = vars(sys)
handed_out = []


def parse(source):
    """The compiled program, or what is wrong with it."""
    try:
        return compile(source, '<program>', 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        line = getattr(error, 'lineno', None)
        text = f'{type(error).__name__}: {getattr(error, "msg", None) or error}'
        return text if line is None else f'{text} (line {line})'


def fresh(name):
    """An empty module, under this name in `sys.modules`."""
    module = make_module(name)
    dict.__setitem__(modules, name, module)
    namespace = Module.__get__(module)
    dict.__setitem__(namespace, '__builtins__', builtins)
    return namespace


def stream(descriptor, mode):
    file = io.FileIO(descriptor, mode, closefd=False)
    if mode == 'r':
        return io.TextIOWrapper(io.BufferedReader(file), encoding='utf-8', errors='surrogateescape')
    return io.TextIOWrapper(io.BufferedWriter(file), encoding='utf-8', errors='backslashreplace')


def begin():
    """Puts back what the input before may have changed: builtins, chance, streams."""
    set_trace(None)
    set_profile(None)
    dict.clear(live_builtins)
    dict.update(live_builtins, pristine_builtins)
    PlainRandom.seed(inner_random, 0)
    list.clear(handed_out)
    for name, descriptor, mode in (('stdin', 0, 'r'), ('stdout', 1, 'w'), ('stderr', 2, 'w')):
        made = stream(descriptor, mode)
        list.append(handed_out, made)
        dict.__setitem__(system, name, made)
        dict.__setitem__(system, f'__{name}__', made)


def end():
    """Writes out what is left in the streams, whatever `sys.stdout` is by now."""
    set_trace(None)
    set_profile(None)
    for made in handed_out[1:]:
        try:
            io.TextIOWrapper.flush(made)
        except (OSError, ValueError):
            pass


run_step_code = compile(
    '''
def run_step(evaluate, code, namespace):
    try:
        return (True, evaluate(code, namespace))
    except BaseException as error:
        return (False, error)
''',
    '<step>',
    'exec',
)
write_out_code = compile(
    '''
def write_out(write, things):
    texts = []
    for thing in things:
        try:
            texts.append(write(thing))
        except BaseException:
            texts.append(None)
    return texts
''',
    '<step>',
    'exec',
)


def apart(code, *names):
    """A function with nothing in its globals but the builtins that it names."""
    scope = {'__builtins__': {name: pristine_builtins[name] for name in names}}
    exec(code, scope)
    del scope['__builtins__']['__build_class__']
    return scope.pop(code.co_consts[0].co_name)


def class_name(value):
    cls = type(value)
    name, module = name_of(cls), None
    try:
        module = module_of(cls)
    except AttributeError:
        pass
    if type(module) is not str or module == 'builtins':
        return str(name)
    return f'{module}.{name}'


def plain(text):
    """The text of an object without its address, cut, or an empty one where it is none."""
    if type(text) is not str:
        return ''
    first, *rest = str.split(text[:MOST_REPR], ' at 0x')
    return first + ''.join(str.lstrip(part, '0123456789abcdef') for part in rest)


class_of_text = ((str, 'str'), (bytes, 'bytes'), (bytearray, 'bytes'))
class_of_items = ((list, 'list'), (tuple, 'tuple'), (set, 'set'), (frozenset, 'frozenset'))


def canonical(value, others, reprs):
    """
    The value by type and structure, as JSON text.

    Objects that are written by their own `__repr__` are collected in `others`, where `reprs` is None; otherwise their texts are taken from it.
    """
    left = [MOST_NODES, MOST_TEXT]
    seen = [0]

    def text(value, depth):
        left[0] -= 1
        if left[0] < 0 or left[1] < 0 or depth > DEEPEST:
            return '["too-large"]'
        made = write(value, type(value), depth)
        return made

    def spent(made):
        left[1] -= len(made)
        return made

    def write(value, cls, depth):
        if value is None:
            return '["none"]'
        if cls is bool:
            return '["bool",true]' if value else '["bool",false]'
        if issubclass(cls, int):
            bits = int.bit_length(value)
            if bits > MOST_TEXT:
                return '["too-large"]'
            digits = int.__repr__(value) if bits <= MOST_DIGITS_BITS else int.__format__(value, '#x')
            return spent(f'["int","{digits}"]')
        if issubclass(cls, float):
            return f'["float","{float.__repr__(value)}"]'
        if issubclass(cls, complex):
            real, imaginary = vars(complex)['real'].__get__(value), vars(complex)['imag'].__get__(value)
            return f'["complex","{float.__repr__(real)}","{float.__repr__(imaginary)}"]'
        for base, name in class_of_text:
            if issubclass(cls, base):
                if base.__len__(value) > left[1]:
                    return '["too-large"]'
                return spent(f'["{name}",{json_text(value)}]' if base is str else f'["{name}","{base.hex(value)}"]')
        for base, name in class_of_items:
            if issubclass(cls, base):
                texts = [text(item, depth + 1) for item in base.__iter__(value)]
                if base is set or base is frozenset:
                    texts.sort()
                return f'["{name}",[{",".join(texts)}]]'
        if issubclass(cls, dict):
            pairs = [(text(key, depth + 1), text(item, depth + 1)) for key, item in dict.items(value)]
            pairs.sort()
            return f'["dict",[{",".join([f"[{key},{item}]" for key, item in pairs])}]]'
        if reprs is None:
            list.append(others, value)
            return ''
        at = seen[0]
        seen[0] = at + 1
        return spent(f'["other",{json_text(class_name(value))},{json_text(plain(reprs[at]) if at < len(reprs) else "")}]')

    return text(value, 0)


class Quiet:
    """While it lasts, nothing that a program left behind runs: no collection, and limits of this file's own."""

    def __enter__(self):
        set_trace(None)
        set_profile(None)
        collect_off()
        set_digits(0)
        self.limit = get_limit()
        set_limit(1_000)

    def __exit__(self, *_):
        set_limit(self.limit)
        collect_on()


def others_of(result):
    """What has to be written by methods of its own, before `describe` can say what the result is."""
    with Quiet():
        ok, value = result
        if not ok:
            return [value]
        others = []
        canonical(value, others, None)
        return others


def describe(result, reprs):
    """What became of a step, as JSON: `["value", canonical]` or `["exception", class, message, exit code]`."""
    with Quiet():
        ok, value = result
        if ok:
            return f'["value",{json_text(canonical(value, None, reprs))}]'
        code = 'null'
        if issubclass(type(value), SystemExit):
            said = vars(SystemExit)['code'].__get__(value)
            if said is None or said is False:
                code = '0'
            elif type(said) is int or said is True:
                code = int.__repr__(said & 255)
            else:
                code = '1'
        return f'["exception",{json_text(class_name(value))},{json_text(plain(reprs[0]))},{code}]'


steps = {
    'parse': parse,
    'fresh': fresh,
    'begin': begin,
    'end': end,
    'run_step': apart(run_step_code, 'BaseException', '__build_class__'),
    'write_out': apart(write_out_code, 'BaseException', '__build_class__'),
    'others_of': others_of,
    'describe': describe,
    'exec': exec,
    'eval': eval,
    'repr': repr,
    'str': str,
}
steps

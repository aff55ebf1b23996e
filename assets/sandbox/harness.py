# Runs a program on its inputs, one step at a time, called by interpreter.mjs. It is evaluated in a dict of its own, which no module holds.
#
# What keeps a program away from it:
# - A program runs in `run_step`, whose globals are empty and which is called from JavaScript: no frame of this file is below it.
# - While a function of this file runs, no code of a program does: it calls methods of the built-in types alone, nothing is collected, and
#   what it replaces is handed to JavaScript, which lets go of it when no frame is left. Streams are made before the program is there.
# - Nothing of this file can be reached from a module or a class: it defines no class, and all else is held by JavaScript alone.
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
system = vars(sys)
prepared, handed_out = [], []


def parse(source):
    """The compiled program, or what is wrong with it."""
    try:
        return compile(source, '<program>', 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        line = getattr(error, 'lineno', None)
        text = f'{type(error).__name__}: {getattr(error, "msg", None) or error}'
        return text if line is None else f'{text} (line {line})'


def fresh(name):
    """The namespace of an empty module, under this name in `sys.modules`, and the module that was there."""
    module = make_module(name)
    before = dict.get(modules, name)
    dict.__setitem__(modules, name, module)
    namespace = Module.__get__(module)
    dict.__setitem__(namespace, '__builtins__', builtins)
    return [namespace, before]


def stream(descriptor, mode):
    file = io.FileIO(descriptor, mode, closefd=False)
    if mode == 'r':
        return io.TextIOWrapper(io.BufferedReader(file, 8192), encoding='utf-8', errors='surrogateescape')
    return io.TextIOWrapper(io.BufferedWriter(file, 8192), encoding='utf-8', errors='backslashreplace')


def prepare(count):
    """Makes the streams of this many steps."""
    for _ in range(count):
        list.append(prepared, [stream(0, 'r'), stream(1, 'w'), stream(2, 'w')])


def begin():
    """Puts back what the step before may have changed: builtins, chance, streams. Returns what was there, so that it ends elsewhere."""
    set_trace(None)
    set_profile(None)
    before = [dict.copy(live_builtins)]
    dict.clear(live_builtins)
    dict.update(live_builtins, pristine_builtins)
    PlainRandom.seed(inner_random, 0)
    if handed_out:
        list.append(before, list.pop(handed_out))
    streams = list.pop(prepared)
    list.append(handed_out, streams)
    for name, made in zip(('stdin', 'stdout', 'stderr'), streams):
        for known in (name, f'__{name}__'):
            list.append(before, dict.get(system, known))
            dict.__setitem__(system, known, made)
    return before


def written():
    """The streams that a step writes to, whatever `sys.stdout` is by now."""
    set_trace(None)
    set_profile(None)
    return handed_out[0][1:]


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
    name, module = str.__str__(name_of(cls)), None
    try:
        module = module_of(cls)
    except AttributeError:
        pass
    if type(module) is not str or module == 'builtins':
        return name
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


def quiet():
    """Until `loud`, limits are those of this file. Returns the limit of recursion that was set."""
    set_trace(None)
    set_profile(None)
    set_digits(0)
    limit = get_limit()
    set_limit(1_000)
    return limit


def loud(limit):
    set_limit(limit)


def others_of(result):
    """What has to be written by methods of its own, before `describe` can say what the result is."""
    limit = quiet()
    ok, value = result
    others = [] if ok else [value]
    if ok:
        canonical(value, others, None)
    loud(limit)
    return others


def describe(result, reprs):
    """What became of a step, as JSON: `["value", canonical]` or `["exception", class, message, exit code]`."""
    limit = quiet()
    ok, value = result
    said = f'["value",{json_text(canonical(value, None, reprs))}]' if ok else describe_exception(value, reprs[0])
    loud(limit)
    return said


def describe_exception(error, text):
    code = 'null'
    if issubclass(type(error), SystemExit):
        said = vars(SystemExit)['code'].__get__(error)
        if said is None or said is False:
            code = '0'
        elif type(said) is int or said is True:
            code = int.__repr__(said & 255)
        else:
            code = '1'
    return f'["exception",{json_text(class_name(error))},{json_text(plain(text))},{code}]'


steps = {
    'parse': parse,
    'fresh': fresh,
    'prepare': prepare,
    'begin': begin,
    'written': written,
    'flush': io.TextIOWrapper.flush,
    'collect_on': gc.enable,
    'collect_off': gc.disable,
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

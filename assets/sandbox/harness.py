# Runs a program on its inputs, one step at a time, called by interpreter.mjs. It is evaluated in a dict of its own, which no module holds.
#
# What keeps a program away from it:
# - A program runs in `run_step`, whose globals are empty and which is called from JavaScript: no frame of this file is below it.
# - While a function of this file runs, no code of a program does: it calls methods of the built-in types alone, on values and never on a dict
#   that a program can put keys into, takes no list from a frame that a program could see without looking at its type, and nothing is collected.
#   What reaches into `builtins` and `sys` is a method in C, called by JavaScript. Streams are made before the program is there.
# - Nothing of this file can be reached from a module or a class: it defines no class, leaves no cycle to the collector, and all else is held
#   by JavaScript alone.
import builtins, gc, io, random, sys, types
from _json import encode_basestring_ascii as json_text
from _random import Random as PlainRandom

MOST_NODES, MOST_TEXT, DEEPEST, MOST_REPR, MOST_NAME = 200_000, 1_000_000, 64, 2_000, 200
MOST_DIGITS_BITS = 25_000  # beyond it, decimal digits are computed by a module in Python

pristine_builtins = dict(vars(builtins))
live_builtins = vars(builtins)
name_of, module_of = vars(type)['__name__'].__get__, vars(type)['__module__'].__get__
get_limit, set_limit, set_digits = sys.getrecursionlimit, sys.setrecursionlimit, sys.set_int_max_str_digits
set_trace, set_profile = sys.settrace, sys.setprofile


def parse(source):
    """The compiled program, or what is wrong with it."""
    try:
        return compile(source, '<program>', 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        line = getattr(error, 'lineno', None)
        text = f'{type(error).__name__}: {getattr(error, "msg", None) or error}'
        return text if line is None else f'{text} (line {line})'


def stream(descriptor, mode):
    file = io.FileIO(descriptor, mode, closefd=False)
    if mode == 'r':
        return io.TextIOWrapper(io.BufferedReader(file, 8192), encoding='utf-8', errors='surrogateescape')
    return io.TextIOWrapper(io.BufferedWriter(file, 8192), encoding='utf-8', errors='backslashreplace')


def prepare(count):
    """The streams of this many steps: the one that is read, and those that are written."""
    return [[stream(0, 'r'), [stream(1, 'w'), stream(2, 'w')]] for _ in range(count)]


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
        return name[:MOST_NAME]
    return f'{module[:MOST_NAME]}.{name[:MOST_NAME]}'


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
        return write(value, type(value), depth)

    def spent(made):
        left[1] -= len(made)
        return made if left[1] >= 0 else '["too-large"]'

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

    made = text(value, 0)
    text = write = None  # they hold each other
    return made


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
    if type(reprs) is not list:
        reprs = []
    if ok:
        said = f'["value",{json_text(canonical(value, None, reprs))}]'
    else:
        said = describe_exception(value, reprs[0] if reprs else None)
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


{
    'parse': parse,
    'prepare': prepare,
    'run_step': apart(run_step_code, 'BaseException', '__build_class__'),
    'write_out': apart(write_out_code, 'BaseException', '__build_class__'),
    'others_of': others_of,
    'describe': describe,
    # In C: what a program left in a dict may run code of the program when it is called, and below that there is no frame.
    'no_trace': sys.settrace,
    'no_profile': sys.setprofile,
    'collect_on': gc.enable,
    'collect_off': gc.disable,
    'flush': io.TextIOWrapper.flush,
    'exec': exec,
    'eval': eval,
    'repr': repr,
    'str': str,
    'put': dict.__setitem__,
    'builtins': builtins,
    'pristine': pristine_builtins,
    'copy_builtins': live_builtins.copy,
    'clear_builtins': live_builtins.clear,
    'count_builtins': live_builtins.__len__,
    'update_builtins': live_builtins.update,
    'put_system': vars(sys).__setitem__,
    'put_module': sys.modules.__setitem__,
    'make_module': types.ModuleType,
    'namespace_of': vars(types.ModuleType)['__dict__'].__get__,
    'chance': random._inst,
    'seed': PlainRandom.seed,
    'put_chance': vars(random._inst).__setitem__,
}

# The first wall: takes from the interpreter what leads out of it, or into the harness, before any program is there.
import asyncio, gc, importlib._bootstrap as bootstrap, os, signal, sys, threading, time, types
import _imp, _signal, _thread, posix

# Ways to JavaScript. The modules are emptied too, since classes that somebody still holds lead to their globals.
bridge = [
    name
    for name in list(sys.modules)
    if name.partition('.')[0] in ('js', 'pyodide', 'pyodide_js', '_pyodide', '_pyodide_core', 'webbrowser', 'micropip')
]
time.sleep = getattr(time.sleep, '__wrapped__', time.sleep)
asyncio.events._event_loop_policy = None
asyncio.events._set_running_loop(None)
sys.meta_path[:] = [bootstrap.BuiltinImporter, bootstrap.FrozenImporter, sys.modules['importlib._bootstrap_external'].PathFinder]
sys.excepthook = sys.__excepthook__
sys.path_importer_cache.clear()
emptied = [sys.modules[name] for name in bridge]
for name in bridge:
    del sys.modules[name]

# Modules of C that reach the memory of the interpreter, the system, or the network.
gone = [
    '_ctypes', '_interpreters', '_lsprof', '_posixsubprocess', '_pyodide_core', '_remote_debugging', '_socket', '_ssl', '_sqlite3',
    '_testbuffer', '_testcapi', '_testclinic', '_testclinic_limited', '_testinternalcapi', '_testlimitedcapi', '_tracemalloc',
    '_xxtestfuzz', 'ctypes', 'faulthandler', 'fcntl', 'js', 'mmap', 'pyodide', 'pyodide_js', '_pyodide', 'select', 'socket', 'ssl',
    'subprocess', 'termios', 'tracemalloc', 'xxsubtype',
]  # fmt: skip
for name in gone:
    module = sys.modules.get(name)
    if module is not None:
        emptied.append(module)
    sys.modules[name] = None

# What of modules that stay goes.
removed = {
    gc: ['callbacks', 'garbage', 'get_objects', 'get_referents', 'get_referrers', 'set_debug'],
    sys: [
        '_clear_type_descriptors', '_current_exceptions', '_current_frames', '_getframe', '_getframemodulename',
        '_setprofileallthreads', '_settraceallthreads', 'activate_stack_trampoline', 'addaudithook', 'breakpointhook', '__breakpointhook__', 'call_tracing',
        'last_exc', 'last_traceback', 'last_type', 'last_value', 'monitoring', 'remote_exec', 'setprofile', 'settrace',
    ],
    threading: ['setprofile', 'setprofile_all_threads', 'settrace', 'settrace_all_threads'],
    _imp: ['create_builtin', 'create_dynamic', 'exec_builtin', 'exec_dynamic', '_override_multi_interp_extensions_check'],
}  # fmt: skip
# A handler would run at a moment of the program's choice.
later = ['alarm', 'pthread_kill', 'raise_signal', 'set_wakeup_fd', 'setitimer']
removed[_signal] = removed[signal] = later
removed[_thread] = ['interrupt_main']
system_calls = [
    'abort', 'chroot', 'execv', 'execve', 'fork', 'fork1', 'forkpty', 'getppid', 'kill', 'killpg', 'login_tty', 'mkfifo', 'mknod',
    'nice', 'openpty', 'pipe', 'pipe2', 'popen', 'posix_spawn', 'posix_spawnp', 'putenv', 'register_at_fork', 'sched_yield', 'setsid',
    'symlink', 'system', 'unsetenv', 'wait', 'wait3', 'wait4', 'waitid', 'waitpid', '_exit',
]  # fmt: skip
removed[posix] = system_calls
removed[os] = system_calls + ['execl', 'execle', 'execlp', 'execlpe', 'execvp', 'execvpe', 'spawnl', 'spawnle', 'spawnlp',
    'spawnlpe', 'spawnv', 'spawnve', 'spawnvp', 'spawnvpe', '_execvpe', '_spawnvef']  # fmt: skip
lost = {vars(posix).get(name) for name in system_calls}
for able in (os.supports_dir_fd, os.supports_effective_ids, os.supports_fd, os.supports_follow_symlinks):
    able -= lost
for module, names in removed.items():
    for name in names:
        vars(module).pop(name, None)

# Doctest puts back the trace that was there.
nothing = {}
exec('def settrace(function, /): "Traces nothing."', nothing)
sys.settrace = nothing.pop('settrace')

for module in emptied:
    if isinstance(module, types.ModuleType):
        vars(module).clear()

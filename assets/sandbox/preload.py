# What programs import most, loaded once: it is part of the memory snapshot.
import abc, array, bisect, cmath, collections, collections.abc, copy, csv, dataclasses, datetime, decimal, enum, fractions
import doctest, functools, hashlib, heapq, hmac, io, itertools, json, math, numbers, operator, pathlib, pprint, queue, random, re, secrets, statistics
import string, struct, sys, textwrap, threading, time, traceback, types, typing, unicodedata, unittest, zlib, zoneinfo
# Modules in C that modules in Python import when they are asked for: after the Python wall stands, no further one is made.
import _codecs_cn, _codecs_hk, _codecs_iso2022, _codecs_jp, _codecs_kr, _codecs_tw, _csv, _datetime, _decimal, _elementtree
import _heapq, _blake2, _md5, _multibytecodec, _pickle, _queue, _sha1, _sha2, _sha3, _statistics, _suggestions, _symtable
import _sysconfig, _zoneinfo, binascii, pyexpat

# There are no threads here. Programs start one to have a deeper stack, and wait for it: it runs to its end when it is started. The functions
# are those of `threading`, so that they lead nowhere else.
exec(
    '''
def start(self):
    if not self._initialized:
        raise RuntimeError('thread.__init__() not called')
    if self._started.is_set():
        raise RuntimeError('threads can only be started once')
    self._started.set()
    self._runs = True
    try:
        self.run()
    except BaseException as error:
        if not isinstance(error, SystemExit):
            self._invoke_excepthook(self)
    finally:
        self._runs = False

def join(self, timeout=None):
    if not self._initialized:
        raise RuntimeError('Thread.__init__() not called')
    if not self._started.is_set():
        raise RuntimeError('cannot join thread before it is started')
    if self is _main_thread or self._runs:
        raise RuntimeError('cannot join current thread')

def is_alive(self):
    return self is _main_thread or getattr(self, '_runs', False)

Thread.start, Thread.join, Thread.is_alive = start, join, is_alive
del start, join, is_alive
''',
    vars(threading),
)

# What programs import most, loaded once: it is part of the memory snapshot.
import abc, array, bisect, cmath, collections, collections.abc, copy, csv, dataclasses, datetime, decimal, enum, fractions
import doctest, functools, hashlib, heapq, hmac, io, itertools, json, math, numbers, operator, pathlib, pprint, queue, random, re, secrets, statistics
import string, struct, sys, textwrap, threading, time, traceback, types, typing, unicodedata, unittest, zlib, zoneinfo
# Modules in C that modules in Python import when they are asked for: after the Python wall stands, no further one is made.
import _codecs_cn, _codecs_hk, _codecs_iso2022, _codecs_jp, _codecs_kr, _codecs_tw, _csv, _datetime, _decimal, _elementtree
import _heapq, _blake2, _md5, _multibytecodec, _pickle, _queue, _sha1, _sha2, _sha3, _statistics, _suggestions, _symtable
import _sysconfig, _zoneinfo, binascii, pyexpat

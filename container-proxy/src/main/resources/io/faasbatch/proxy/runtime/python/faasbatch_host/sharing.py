"""Shared constructors: the same constructor with the same arguments gives the same object.

``intercept`` replaces the named functions and classes in their modules before the function is imported. A function
keeps its signature. A class stays a class: it can be subclassed (a subclass is not shared), its class methods work, and
``isinstance`` and ``issubclass`` answer as for the original.

Two calls are the same when their arguments are, after positional and keyword arguments and defaults have been brought
together by the signature. Arguments are compared with their types and through lists, tuples, dicts and sets. An argument
that cannot be compared safely (an object without an equality of its own) makes the call a plain one: it gets an object
of its own.
"""
import functools
import importlib
import inspect
import math
import threading

from faasbatch_host import errors
from faasbatch_host.stopping import Stopped

OBJECT_LIMIT = 256
_ATOMS = (type(None), bool, int, str, bytes, complex)
_BY_IDENTITY = (type, type(inspect), type(inspect.getdoc), type(len))
_BY_STATE = ("botocore.config.Config",)


class NotShareable(Exception):
    """A name under ``shared`` that cannot be intercepted."""

    def __init__(self, message, stack=None):
        super().__init__(message)
        self.stack = stack


class _Unfreezable(Exception):
    """An argument that cannot be part of a key."""


def intercept(names):
    """Replaces the constructors and returns the registry of their objects.

    :raises NotShareable: naming the one that cannot be had
    """
    registry = Registry()
    for name in names:
        owner, attribute = _find(name)
        original = getattr(owner, attribute)
        if not callable(original):
            raise NotShareable(f"shared: {name!r} is not a class or a function")
        wrap = _shared_class if isinstance(original, type) else _shared_function
        setattr(owner, attribute, wrap(registry, name, original))
    return registry


def _find(name):
    module_name, _, attribute = name.rpartition(".")
    if not module_name:
        raise NotShareable(f"shared: {name!r} must be written module.constructor")
    try:
        owner = importlib.import_module(module_name)
    except BaseException as error:
        found = errors.describe(error)
        raise NotShareable(
            f"shared: {name!r} cannot be imported: {found['type']}: {found['message']}", found.get("stack")) from None
    if not hasattr(owner, attribute):
        raise NotShareable(f"shared: {name!r} cannot be imported: {module_name!r} has no {attribute!r}")
    return owner, attribute


def _shared_function(registry, name, original):
    signature = _signature(original)

    @functools.wraps(original)
    def shared(*args, **kwargs):
        return registry.get(_key(name, signature, args, kwargs), lambda: original(*args, **kwargs))

    return shared


def _shared_class(registry, name, original):
    signature = _signature(original)
    kind = type(original)

    class SharedMeta(kind):
        def __call__(cls, *args, **kwargs):
            make = functools.partial(super().__call__, *args, **kwargs)
            return registry.get(_key(name, signature, args, kwargs), make) if cls is shared else make()

        def __instancecheck__(cls, instance):
            return isinstance(instance, original) if cls is shared else super().__instancecheck__(instance)

        def __subclasscheck__(cls, subclass):
            return issubclass(subclass, original) if cls is shared else super().__subclasscheck__(subclass)

        @property
        def __signature__(cls):
            if cls is shared and signature is not None:
                return signature
            raise AttributeError("__signature__")

    body = {"__module__": original.__module__, "__qualname__": original.__qualname__, "__doc__": original.__doc__}
    shared = None
    try:
        shared = SharedMeta(original.__name__, (original,), body)
    except TypeError as error:
        raise NotShareable(f"shared: {name!r} is a class that cannot be intercepted: {error}") from None
    return shared


def _signature(original):
    try:
        return inspect.signature(original)
    except (TypeError, ValueError):
        return None  # some of the interpreter's own have none: their arguments are compared as they were written


def _key(name, signature, args, kwargs):
    """What tells this call from others, or None when nothing safely does."""
    try:
        if signature is not None:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            args, kwargs = (), bound.arguments
        return name, _freeze(args), _freeze(dict(kwargs))
    except (_Unfreezable, RecursionError, TypeError):
        return None  # a TypeError: the arguments do not fit, which the constructor itself says best


def _freeze(value):
    kind = type(value)
    if kind in _ATOMS or kind is float and not math.isnan(value):
        return kind, value
    if kind in (list, tuple):
        return kind, tuple(map(_freeze, value))
    if kind in (set, frozenset):
        return kind, frozenset(map(_freeze, value))
    if kind is dict:
        return kind, frozenset((_freeze(key), _freeze(item)) for key, item in value.items())
    if isinstance(value, _BY_IDENTITY):
        return kind, id(value), value
    if f"{kind.__module__}.{kind.__qualname__}" in _BY_STATE:
        return kind, _freeze(vars(value))
    if kind.__hash__ not in (None, object.__hash__, float.__hash__):
        return kind, _hashed(value)
    raise _Unfreezable


def _hashed(value):
    """An object with an equality of its own: it says itself what it equals."""
    try:
        hash(value)
    except Exception:
        raise _Unfreezable from None
    return value


class _Slot:
    """The place of one object. The thread that made the slot makes the object; others wait at the gate."""

    def __init__(self):
        self.value = None
        self.error = None
        self.finished = False
        self._maker = threading.get_ident()
        self._gate = threading.Lock()
        self._gate.acquire()

    def finish(self, value=None, error=None):
        if not self.finished:
            self.value, self.error, self.finished = value, error, True
            self._gate.release()

    def wait(self):
        with self._gate:
            return self.error

    def nested(self):
        """Whether waiting would be waiting for oneself: the constructor calls itself with the same arguments."""
        return not self.finished and self._maker == threading.get_ident()


class Registry:
    """Owns the shared objects of this container, and counts. Safe for threads, also for ones that are stopped."""

    def __init__(self):
        self._lock = threading.Lock()
        self._slots = {}
        self._created = 0
        self._reused = 0

    def counts(self):
        with self._lock:
            return [self._created, self._reused]

    def get(self, key, make):
        """The object under the key, made when there is none; a plain new object when ``key`` is None.

        When making it fails, nothing is kept, and all who waited get the same exception.
        """
        while key is not None:
            mine = _Slot()
            try:
                slot = self._slot(key, mine)
                if slot is mine:
                    mine.finish(self._make(make))
                    return mine.value
            except BaseException as error:
                self._abandon(key, mine, error)
                raise
            if slot is None or slot.nested():
                break
            error = slot.wait()
            if error is None:
                return self._reuse(slot.value)
            if not isinstance(error, Stopped):  # a maker that was stopped says nothing about the constructor: try again
                raise error
        return self._make(make)

    def _slot(self, key, mine):
        with self._lock:
            if key not in self._slots and len(self._slots) >= OBJECT_LIMIT:
                return None
            return self._slots.setdefault(key, mine)

    def _abandon(self, key, mine, error):
        with self._lock:
            if self._slots.get(key) is mine and not mine.finished:
                del self._slots[key]
        mine.finish(error=error)

    def _make(self, make):
        value = make()
        with self._lock:
            self._created += 1
        return value

    def _reuse(self, value):
        with self._lock:
            self._reused += 1
        return value

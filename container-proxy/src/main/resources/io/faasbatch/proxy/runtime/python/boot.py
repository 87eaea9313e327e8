"""Starts the host: takes its modules from the first frame on stdin, so that nothing has to be written to a file system.

Run as ``python3 -c``. The modules stay in memory and are compiled when they are first imported.
"""
import json
import os
import struct
import sys
from importlib.machinery import ModuleSpec


def _read(count):
    data = bytearray()
    while len(data) < count:
        part = os.read(0, count - len(data))
        if not part:
            sys.exit(0)
        data += part
    return bytes(data)


class _Modules:
    """Finds and loads the modules of the host."""

    def __init__(self, sources):
        self._sources = sources

    def find_spec(self, name, path=None, target=None):
        if name not in self._sources:
            return None
        return ModuleSpec(name, self, origin="<faasbatch>", is_package=name == "faasbatch_host")

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        exec(compile(self._sources[name], f"<faasbatch>/{name}", "exec", dont_inherit=True), module.__dict__)


_header, _body = struct.unpack(">II", _read(8))
sys.meta_path.insert(0, _Modules(json.loads(_read(_header))))
sys.path[:] = [entry for entry in sys.path if entry]
from faasbatch_host import main  # noqa: E402

main.main()

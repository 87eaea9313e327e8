"""Describes exceptions for the author of the function: class, message, and the frames of the function's own code."""
import traceback

MESSAGE_LIMIT = 4096
STACK_LIMIT = 16384


def describe(error):
    return described(type(error).__name__, _message(error), _stack(error))


def described(kind, message, stack=None):
    found = {"type": clean(kind), "message": _cut(clean(message), MESSAGE_LIMIT)}
    if stack:
        found["stack"] = _cut(clean(stack), STACK_LIMIT)
    return found


def clean(text):
    """What UTF-8 cannot express (a lone surrogate) becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _message(error):
    try:
        return str(error)
    except Exception as failure:
        return f"(its message cannot be had: {type(failure).__name__})"


def _stack(error):
    try:
        report = traceback.TracebackException.from_exception(error, compact=True)
        _trim(report, set())
        return "".join(report.format())
    except Exception as failure:
        return f"(its stack trace cannot be had: {type(failure).__name__})"


def _trim(report, seen):
    """Takes the host's and the import system's frames out of a report and of its causes."""
    if report is None or id(report) in seen:
        return
    seen.add(id(report))
    report.stack[:] = [frame for frame in report.stack if not _foreign(frame.filename)]
    _trim(report.__cause__, seen)
    _trim(report.__context__, seen)
    for part in getattr(report, "exceptions", None) or ():
        _trim(part, seen)


def _foreign(filename):
    return filename.startswith(("<faasbatch>", "<frozen importlib"))


def _cut(text, limit):
    """Keeps the beginning and the end, which say most."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n[... cut ...]\n{text[-half:]}"

"""The exception that stops a thread."""


class Stopped(BaseException):
    """Raised in the thread of an invocation that was stopped. Like SystemExit not an Exception, so that handlers of the
    function do not take it for an error of theirs."""

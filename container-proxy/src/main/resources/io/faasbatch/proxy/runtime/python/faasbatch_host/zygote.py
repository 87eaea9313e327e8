"""The process that loads the function and forks a child of itself for each invocation, and does nothing else.

It is not the host, for three reasons: to fork takes milliseconds, in which no answer would be passed on; after a fork every
page of memory that the forking process writes to has to be copied, so it should be one that writes little; and code of the
function that runs while it is imported has nothing of the host in its reach. It is called a zygote as in SOCK (E. Oakes et
al.: "SOCK: Rapid Task Provisioning with Serverless-Optimized Containers", ATC 2018, section 4.2).

Between both is a socket that keeps messages apart, of one kind, pid or errno, and the two numbers of a death:
  fork     to the zygote, with a child's end of its link and its output as descriptors; answered in the order of arrival
  born     a child's pid
  barren   no child could be forked: errno
  died     a child's pid, why (CLD_EXITED, ...) and its exit code or signal
  release  to the zygote: the host no longer needs the pid of this child, and has killed it with its group
A child that has died keeps its pid, which is also that of its group, until it is released.
"""
import errno
import gc
import os
import select
import signal
import socket
import struct
import traceback

from faasbatch_host import child, loading

_FORK, _BORN, _BARREN, _DIED, _RELEASE = range(5)
_MESSAGE = struct.Struct(">Biii")
_CHUNK = 1 << 16
_BUFFER = 1 << 20


class Zygote:
    """The host's side."""

    def __init__(self, pid, link):
        self._pid = pid
        self.link = link

    @classmethod
    def start(cls, settings, pipes):
        """Starts it; it tells the proxy itself how loading the function went."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        host = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                ours.close()
                _Nursery(host, theirs).run(settings, pipes)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        theirs.close()
        return cls(pid, ours)

    def ask_for_child(self, link, sink):
        """The descriptors are the child's; the caller closes its own copies."""
        socket.send_fds(self.link, [_MESSAGE.pack(_FORK, 0, 0, 0)], [link, sink])

    def release(self, pid):
        self.link.send(_MESSAGE.pack(_RELEASE, pid, 0, 0))

    def hear(self, born, barren, died):
        """Takes one message to whom it concerns: ``born(pid)``, ``barren(errno)``, ``died(pid, code, status)``.

        :raises ConnectionError: when the zygote has ended
        """
        data = self.link.recv(_MESSAGE.size)
        if not data:
            raise ConnectionError("the process that forks has ended")
        kind, number, code, status = _MESSAGE.unpack(data)
        if kind == _BORN:
            born(number)
        elif kind == _BARREN:
            barren(number)
        else:
            died(number, code, status)

    def end_alike(self):
        """Ends this process as the zygote has ended, so that whoever waits for it is told why."""
        os.kill(self._pid, signal.SIGKILL)  # in case that it only closed the link; otherwise without effect
        _, status = os.waitpid(self._pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            os.kill(os.getpid(), -code)
        os._exit(abs(code))


class _Nursery:
    """The zygote's side."""

    def __init__(self, host, link):
        self._host = host
        self._link = link
        self._children = set()
        self._released = set()
        self._told = set()

    def run(self, settings, pipes):
        child.die_with(self._host)
        child.adopt_orphans()
        loaded = loading.load_for(pipes, settings)
        if loaded is None:
            return
        pipes.close()
        child.rehearse()
        self._handler = loaded.handler
        self._deaths = _listen_for_deaths()
        gc.collect()
        gc.freeze()
        try:
            self._serve()
        except ConnectionError:
            return  # the host has gone

    def _serve(self):
        poll = select.poll()
        poll.register(self._link, select.POLLIN)
        poll.register(self._deaths[0], select.POLLIN)
        while True:
            for fd, _ in poll.poll():
                if fd == self._deaths[0]:
                    _drain(fd)
                    self._look_for_deaths()
                elif not self._obey():
                    return

    def _obey(self):
        data, fds, _, _ = socket.recv_fds(self._link, _MESSAGE.size, 2)
        if not data:
            return False
        kind, pid, _, _ = _MESSAGE.unpack(data)
        if kind == _FORK and len(fds) == 2:
            self._fork(*fds)
        elif kind == _FORK:
            for fd in fds:
                os.close(fd)
            self._tell(_BARREN, errno.EMFILE)  # the function has opened as many as it may
        else:
            self._released.add(pid)
            self._look_for_deaths()
        return True

    def _fork(self, link, sink):
        try:
            pid = self._forked()
        except OSError as error:
            self._tell(_BARREN, error.errno)
        else:
            if pid == 0:
                ours = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, link)
                child.run(self._handler, ours, sink, self._close_all)
            child.lead_group(pid)
            self._children.add(pid)
            self._tell(_BORN, pid)
        finally:
            os.close(link)
            os.close(sink)

    def _forked(self):
        while True:
            try:
                return os.fork()
            except OSError:
                if not self._released:
                    raise
                self._bury(next(iter(self._released)))  # it has been killed, and makes room for one
                self._look_for_deaths()

    def _close_all(self):
        """In a new child."""
        signal.set_wakeup_fd(-1)
        self._link.close()
        for fd in self._deaths:
            os.close(fd)

    def _look_for_deaths(self):
        """The kernel names the oldest that has died and still has its pid, and no other."""
        while True:
            try:
                info = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if info is None:
                return
            pid = info.si_pid
            if pid in self._children and pid not in self._released:
                if pid not in self._told:
                    self._told.add(pid)
                    self._tell(_DIED, pid, info.si_code, info.si_status)
                return
            self._bury(pid)

    def _bury(self, pid):
        os.waitpid(pid, 0)
        for pids in (self._children, self._released, self._told):
            pids.discard(pid)

    def _tell(self, kind, number, code=0, status=0):
        self._link.send(_MESSAGE.pack(kind, number, code, status))


def _listen_for_deaths():
    """A pipe that can be read when a child has died."""
    source, sink = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(sink, warn_on_full_buffer=False)
    return source, sink


def _drain(fd):
    try:
        os.read(fd, _CHUNK)
    except BlockingIOError:
        pass  # an earlier round has already taken the news

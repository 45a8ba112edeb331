# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: daemons whose cost is read from /proc, and what machine this is."""

import datetime
import os
import pathlib
import platform
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
CONNCOUNT = str(ROOT / "conncount")

START_SECONDS_MAX = 60
END_SECONDS_MAX = 10


class Failure(Exception):
    """One line for the user: what happened, and what to do."""


@dataclass
class Sample:
    wall_seconds: float
    cpu_seconds: float
    peak_kb: int


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Process:
    """A program that runs until the end of the with statement; the operating system's account of it."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.command = command
        self.environment = environment

    def __enter__(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=self.environment)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def require_alive(self):
        if self.process.poll() is not None:
            self.log.seek(0)
            said = self.log.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Failure(f"{self.name} ended with {self.process.returncode}: {' '.join(said)}; run it by hand: "
                          + " ".join(self.command))

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_kb(self):
        return self.status("VmHWM")

    def resident_kb(self):
        return self.status("VmRSS")

    def status(self, name):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(text.split(name + ":")[1].split()[0])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


class Exporter(Process):
    """One that answers scrapes."""

    def __init__(self, name, address, command, environment=None):
        super().__init__(name, command, environment)
        self.address = address
        self.url = f"http://{address}/metrics"

    def __enter__(self):
        super().__enter__()
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                self.scrape()
                return self
            except OSError as error:
                self.require_alive()
                if time.monotonic() > deadline:
                    self.__exit__()
                    raise Failure(f"cannot scrape {self.name}: {error}; start it by hand to see why") from error
                time.sleep(0.05)

    def scrape(self):
        request = urllib.request.Request(self.url)
        with urllib.request.urlopen(request, timeout=START_SECONDS_MAX) as response:
            return response.read()


def free_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return "127.0.0.1:%d" % free.getsockname()[1]


class NodeExporter(Exporter):
    """A node_exporter with nothing but its TCP states switched on; a run is one scrape."""

    def __init__(self):
        address = free_address()
        super().__init__("node_exporter, one scrape", address, [
            "prometheus-node-exporter", "--collector.disable-defaults", "--collector.tcpstat",
            f"--web.listen-address={address}"])

    def run(self):
        cpu_before = self.cpu_seconds()
        start = time.monotonic()
        text = self.scrape()
        wall_seconds = time.monotonic() - start
        if b"node_tcp_connection_states" not in text:
            raise Failure("node_exporter gives no TCP states; scrape it by hand with --collector.tcpstat")
        return Sample(wall_seconds, self.cpu_seconds() - cpu_before, self.peak_kb())


def first_line(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return result.stdout.partition("\n")[0]


def commit():
    described = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True)
    return described.stdout.strip() or "none"


def field(path, name):
    return next(line.partition(":")[2].strip() for line in open(path) if line.startswith(name))


def host(how_often):
    """What was measured, on what: the head of a report."""
    memory_gib = int(field("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    yield f"* {datetime.date.today()}, commit {commit()}, {how_often}"
    yield f"* {os.cpu_count()} × {field('/proc/cpuinfo', 'model name')}, {memory_gib:.0f} GiB"
    yield f"* Linux {platform.release()}, {first_line('java', '-version')}"
    yield f"* {os.environ.get('CONNCOUNT_POPULATION', 'population unknown: not run by bench/with-sockets')}"

#!/usr/bin/env -S python3 -SE
# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for minikube, kubectl, helm and dispatch: they replay what the originals were seen to say.

The name it is called by says which one. docs: tests/standins/README.md
"""

import importlib
import os
import signal
import sys

PROGRAMS = ("minikube", "kubectl", "helm", "dispatch")


def prepare():
    """Compiled modules go to the state: nothing is written beside the sources."""
    here = os.path.dirname(os.path.realpath(__file__))
    if here not in sys.path:
        sys.path.insert(0, here)
    state = os.environ.get("STANDIN_STATE", "")
    if not os.path.isdir(state):
        sys.exit("STANDIN_STATE names no folder")
    sys.pycache_prefix = sys.pycache_prefix or os.path.join(state, "pycache")


def tell_signals(world, program):
    """Each signal is put on record; then it does what it would have done."""
    def told(number, _frame):
        world.record(program=program, signal=signal.Signals(number).name)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, told)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def main(program, arguments):
    prepare()
    world = importlib.import_module("world")
    world.record_call(program, arguments)
    tell_signals(world, program)
    code = 0
    try:
        code = importlib.import_module("as_" + program).run(arguments)
    except SystemExit as end:
        code = end.code
    except Exception as odd:  # a hole in the stand-in is for the test to see, too
        world.record(program=program, argv=arguments, unknown=True, why=repr(odd))
        raise
    world.record(program=program, exit=code)
    sys.exit(code)


if __name__ == "__main__":
    called = os.path.basename(sys.argv[0])
    if called not in PROGRAMS:
        sys.exit(f"{called}: call it by one of the names {', '.join(PROGRAMS)}")
    main(called, sys.argv[1:])

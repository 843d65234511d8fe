# SPDX-License-Identifier: Apache-2.0
"""Runs one function again and again: a JSON line in on descriptor 3, a JSON line out on descriptor 4."""
import importlib
import json
import os
import sys
import traceback


def find(handler):
    handler = handler[2:] if handler.startswith("./") else handler
    module, _, name = handler.rpartition(".")
    if not module or name == "py":
        module, name = module or name, "handle"
    function = getattr(importlib.import_module(module.replace("/", ".")), name, None)
    if not callable(function):
        raise LookupError("%s has no function %s" % (module, name))
    return function


def describe(error, skipped):
    trace = error.__traceback__
    for _ in range(skipped):
        trace = trace.tb_next if trace is not None else None
    return [line for part in traceback.format_exception(type(error), error, trace) for line in part.splitlines()]


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass


def main():
    requests = os.fdopen(3, "rb")
    answers = os.fdopen(4, "wb")
    os.set_inheritable(3, False)
    os.set_inheritable(4, False)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.path[0] = os.getcwd()
    home = os.getpid()

    def answer(message):
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        flush()
        answers.write(text.encode("utf-8", "replace") + b"\n")
        answers.flush()

    try:
        handle = find(sys.argv[1])
    except Exception as error:
        answer({"problem": "%s: %s" % (type(error).__name__, error), "stacktrace": describe(error, 1)})
        return
    answer({"ready": True})

    for line in requests:
        request = json.loads(line)
        run = request["id"]
        payload, error = None, None

        def fault(kind, cause):
            return {"type": kind, "message": str(cause) or type(cause).__name__, "stacktrace": describe(cause, 1)}

        try:
            payload = handle(request["context"], request["payload"])
        except (ValueError, TypeError) as cause:
            error = fault("InputError", cause)
        except SystemExit as end:
            flush()
            os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))
        except Exception as cause:
            error = fault("FunctionError", cause)
        if os.getpid() != home:
            os._exit(0)  # a copy the handler forked off must not answer too
        try:
            answer({"id": run, "context": {"error": error}, "payload": payload})
        except (ValueError, TypeError, RecursionError) as cause:
            message = "The answer cannot be written as JSON: %s" % cause
            error = {"type": "FunctionError", "message": message, "stacktrace": []}
            answer({"id": run, "context": {"error": error}, "payload": None})


main()

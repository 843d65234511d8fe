# SPDX-License-Identifier: Apache-2.0
"""Greets whoever the event names, and says in its log what it was given."""


def handle(ctx, payload):
    name = payload.get("name", "somebody") if isinstance(payload, dict) else "somebody"
    event = ctx.get("event") or {}
    print("event", event.get("eventType", "none"), "from", event.get("source", "nobody"))
    return {"greeting": "Hello, " + str(name) + "!"}

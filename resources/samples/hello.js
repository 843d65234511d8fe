// SPDX-License-Identifier: Apache-2.0
// Greets whoever the event names, and says in its log what it was given.
module.exports = function (context, payload) {
    const name = payload && payload.name ? payload.name : "somebody";
    const event = context.event || {};
    console.log("event", event.eventType || "none", "from", event.source || "nobody");
    return { greeting: "Hello, " + name + "!" };
};

// SPDX-License-Identifier: Apache-2.0
// Runs one function again and again: a JSON line in on descriptor 3, a JSON line out on descriptor 4.
'use strict';
const fs = require('fs');
const net = require('net');
const path = require('path');

let current = null;

function answer(message) {
    const bytes = Buffer.from(JSON.stringify(message) + '\n');
    let at = 0;
    while (at < bytes.length) {
        at += fs.writeSync(4, bytes, at);
    }
}

function fault(cause) {
    const isError = cause instanceof Error;
    return {
        type: cause instanceof TypeError ? 'InputError' : 'FunctionError',
        message: isError ? cause.message || cause.name : String(cause),
        stacktrace: isError && cause.stack ? String(cause.stack).split('\n') : [],
    };
}

function finish(run, error, payload, last) {
    if (current !== run) {
        return;
    }
    current = null;
    const message = {id: run, context: {error}, payload: payload === undefined ? null : payload};
    if (last) {
        message.last = true;
    }
    try {
        answer(message);
    } catch (cause) {
        if (cause && cause.code === 'EPIPE') {
            process.exit(1);
        }
        message.context.error = {
            type: 'FunctionError', message: 'The answer cannot be written as JSON: ' + cause.message, stacktrace: []};
        message.payload = null;
        answer(message);
    }
}

async function load(file) {
    try {
        return require(file);
    } catch (cause) {
        if (cause.code !== 'ERR_REQUIRE_ESM' && !(cause instanceof SyntaxError)) {
            throw cause;
        }
        try {
            return await import(require('url').pathToFileURL(require.resolve(file)).href);
        } catch (second) {
            throw cause.code === 'ERR_REQUIRE_ESM' ? second : cause;
        }
    }
}

function pick(module, name) {
    for (const at of [module, module && module.default]) {
        if (at && typeof at[name] === 'function') {
            return at[name];
        }
        if (typeof at === 'function' && name === 'handle') {
            return at;
        }
    }
    return null;
}

async function find(handler) {
    const whole = path.resolve(handler);
    let file = whole;
    let name = 'handle';
    try {
        require.resolve(whole);
    } catch {
        const dot = handler.lastIndexOf('.');
        if (dot > 0) {
            file = path.resolve(handler.slice(0, dot));
            name = handler.slice(dot + 1);
        }
    }
    const found = pick(await load(file), name);
    if (!found) {
        throw new Error(path.basename(file) + ' exports no function' + (name === 'handle' ? '' : ' ' + name));
    }
    return found;
}

async function serve(handle, request) {
    try {
        finish(request.id, null, await handle(request.context, request.payload), false);
    } catch (cause) {
        finish(request.id, fault(cause), null, false);
    }
}

function listen(handle) {
    // What a handler leaves running may still throw: that run failed, and this process can no longer be trusted.
    process.on('uncaughtException', (cause) => {
        console.error(cause);
        if (current !== null) {
            finish(current, fault(cause), null, true);
        }
        process.exit(1);
    });
    let parts = [];
    const requests = new net.Socket({fd: 3, readable: true, writable: false});
    requests.on('data', (chunk) => {
        parts.push(chunk);
        if (chunk[chunk.length - 1] !== 10) {
            return;
        }
        const request = JSON.parse(Buffer.concat(parts).toString('utf8'));
        parts = [];
        current = request.id;
        serve(handle, request);
    });
    requests.on('end', () => process.exit(0));
    answer({ready: true});
}

find(process.argv[2]).then(listen).catch((cause) => {
    const stack = cause && cause.stack ? String(cause.stack).split('\n') : [];
    const name = cause && cause.name ? cause.name + ': ' : '';
    answer({problem: name + (cause && cause.message ? cause.message : String(cause)), stacktrace: stack});
    process.exit(1);
});

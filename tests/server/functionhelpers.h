// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "processes.h"
#include "server/functions/functionruntime.h"

#include <QTemporaryDir>

#include <archive.h>
#include <archive_entry.h>
#include <future>
#include <stdexcept>

using models::Json;
using server::FunctionLimits;
using server::FunctionRuntime;
using server::FunctionSpec;
using server::RunInput;
using server::RunOutcome;

struct Member
{
    std::string name;
    std::string text;
    unsigned type = AE_IFREG; ///< for a link, `text` is its target
};

inline std::string tarGz(const std::vector<Member>& members)
{
    std::string bytes(16 << 20, '\0');
    size_t used = 0;
    archive* out = archive_write_new();
    archive_write_add_filter_gzip(out);
    archive_write_set_format_pax_restricted(out);
    archive_write_open_memory(out, bytes.data(), bytes.size(), &used);
    for (const Member& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.type);
        archive_entry_set_perm(entry, 0644);
        if (member.type == AE_IFLNK)
            archive_entry_set_symlink(entry, member.text.c_str());
        else
            archive_entry_set_size(entry, la_int64_t(member.text.size()));
        archive_write_header(out, entry);
        if (member.type == AE_IFREG)
            archive_write_data(out, member.text.data(), member.text.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
    bytes.resize(used);
    return bytes;
}

inline FunctionSpec python(const std::string& id, const std::string& text)
{
    return {id, id, "python3", {}, tarGz({{"hello.py", text}})};
}

inline FunctionSpec node(const std::string& id, const std::string& text)
{
    return {id, id, "nodejs", {}, tarGz({{"hello.js", text}})};
}

inline std::string prepared(FunctionRuntime& runtime, const FunctionSpec& spec)
{
    std::promise<std::string> promise;
    runtime.prepare(spec, [&promise](const std::string& problem) { promise.set_value(problem); });
    return promise.get_future().get();
}

inline RunOutcome ran(FunctionRuntime& runtime, const std::string& id, RunInput input)
{
    std::promise<RunOutcome> promise;
    const bool known
        = runtime.run(id, std::move(input), [&promise](RunOutcome outcome) { promise.set_value(std::move(outcome)); });
    if (!known)
        throw std::invalid_argument("not prepared: " + id);
    return promise.get_future().get();
}

inline RunInput with(Json payload)
{
    RunInput input;
    input.payload = std::move(payload);
    return input;
}

inline constexpr const char* kEcho = "def handle(ctx, payload):\n    return payload\n";

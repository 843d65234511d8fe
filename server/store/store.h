// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/store/group.h"
#include "server/store/startproblem.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server {

/// One entity on disk. `doc` is its wire form, `hidden` what the wire never shows, both as JSON text.
struct EntityRow
{
    std::string id;
    int kind = 0;
    std::string organization;
    std::string name;
    std::string doc;
    std::string hidden;
};

/// The source of a function.
struct SourceRow
{
    std::string id;
    std::string archive; ///< base64
    std::string formerId; ///< of the source it replaces; empty for none
};

struct RunRow
{
    std::string id;
    std::string organization;
    std::string function;
    std::int64_t modified = 0; ///< Unix seconds
    std::string doc;
    bool queued = true; ///< waits for pendingRuns(); otherwise whoever wrote it runs it
    std::int64_t sequence = 0; ///< order of arrival, set by the store
};

/// The data directory: one SQLite file in WAL mode, locked against a second server. Writes that come together become
/// one transaction, and `done` is called after the commit: what was answered survives `kill -9`. Writes happen on the
/// executor's thread, which spares every event two changes of threads, reads on one of the store. Callbacks come on
/// those threads and must not block.
class Store
{
public:
    using Done = std::function<void(bool good)>;

    static tl::expected<std::unique_ptr<Store>, StartProblem> open(const std::string& directory);
    ~Store();

    /// Where writes happen; before the first one.
    void setExecutor(Executor executor);

    /// Before everything else.
    std::vector<EntityRow> loadEntities();
    /// The archive of a function, base64, by the id of its source.
    void loadSource(const std::string& sourceId, std::function<void(std::string base64)> done);

    /// A function and its source, together or not at all.
    void put(EntityRow entity, std::optional<SourceRow> source, Done done);
    void remove(const std::string& id, Done done);
    /// Removes a function with its source and its runs.
    void removeFunction(const EntityRow& entity, const std::string& sourceId, Done done);
    /// An event and the runs it causes, together or not at all.
    void addEvent(const std::string& organization, const std::string& eventType, std::string body,
                  std::vector<RunRow> runs, Done done);
    void addRun(RunRow run, Done done);
    void finishRun(const std::string& id, std::string doc, std::int64_t modified, Done done);

    void findRun(const std::string& organization, const std::string& id,
                 std::function<void(std::optional<std::string> doc)> done);
    /// The newest 10,000 and 64 MB at most, oldest first; an empty function name means all.
    void listRuns(const std::string& organization, const std::string& function, std::int64_t since,
                  std::function<void(std::vector<RunRow>)> done);
    /// Runs of a function that wait, in order of arrival, after a sequence number.
    void pendingRuns(const std::string& organization, const std::string& function, std::int64_t after, int limit,
                     std::function<void(std::vector<RunRow>)> done);

    /// Finishes what is queued. The executor must have ended.
    void close();

private:
    class Private;
    explicit Store(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace server

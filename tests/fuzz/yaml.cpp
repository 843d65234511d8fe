// SPDX-License-Identifier: Apache-2.0
// The reader of imports.
#include "models/yaml/exportwriter.h"
#include "models/yaml/importreader.h"
#include "models/yaml/plan.h"
#include "tests/fuzz/entrypoints.h"

namespace fuzz {

/// What is read, written and read again means the same; every complaint has a place in the file.
void readImportFile(const QByteArray& text)
{
    const models::ImportLimits limits{1024 * 1024, 64, 20'000};
    const models::ImportReading reading = models::readImport(QStringLiteral("in"), text, {}, limits);
    for (const models::Complaint& complaint : reading.complaints) {
        require(!complaint.message.isEmpty(), "a complaint says what is wrong");
        require(complaint.origin.line <= text.count('\n') + text.count('\r') + 2, "a complaint lies in the file");
    }
    for (const models::ImportItem& item : reading.items) {
        require(!item.name.isEmpty(), "an item has a name");
        const QByteArray written = models::exportDocument(item.kind, item.body, {true, true}).toUtf8();
        const models::ImportReading again = models::readImport(QStringLiteral("out"), written, {}, limits);
        require(again.items.size() == 1 && models::meansTheSame(item.kind, item.body, again.items[0].body),
                "an item that is written and read again stays the same");
    }
    models::planImport(reading.items, {});
}

} // namespace fuzz

// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/importreader.h"

#include "models/yaml/documentreader.h"
#include "models/yaml/yamltree.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringConverter>

#include <algorithm>
#include <set>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::ImportReader", text)

QString translated(const char* text)
{
    return QCoreApplication::translate("models::ImportReader", text);
}

ImportReading refused(const QString& file, const QString& message, const QString& remedy)
{
    return {{}, {}, {{{file, 0, 0}, {}, message, remedy}}};
}

/// Characters that no text has; a file with them is something else.
bool looksBinary(const std::string& text)
{
    constexpr std::size_t kLooked = 8 * 1024;
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), kLooked));
    return std::any_of(text.begin(), end,
                       [](char c) { return c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f'; });
}

/// UTF-8 without a mark; nothing when the bytes are no text.
std::optional<std::string> decoded(const QByteArray& bytes)
{
    const auto encoding = QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8);
    QStringDecoder decode(encoding);
    const QString text = decode(bytes);
    if (decode.hasError())
        return std::nullopt;
    std::string utf8 = toStd(text);
    if (utf8.starts_with("\xEF\xBB\xBF"))
        utf8.erase(0, 3);
    return looksBinary(utf8) ? std::nullopt : std::optional(std::move(utf8));
}

} // namespace

QString Complaint::text() const
{
    QString place = origin.file;
    if (origin.line > 0)
        place += QStringLiteral(":%1:%2").arg(origin.line).arg(origin.column);
    QStringList parts = {message};
    if (!offending.isEmpty())
        parts << QStringLiteral("“%1”").arg(offending);
    if (!remedy.isEmpty())
        parts << remedy;
    return place + QStringLiteral(": ") + parts.join(u' ').replace(u'\n', u' ');
}

ImportReading readImport(const QString& file, const QByteArray& bytes, const QString& folder,
                         const ImportLimits& limits)
{
    if (bytes.size() > limits.bytes) {
        const QLocale locale;
        return refused(file,
                       translated(WORD("The file has %1; up to %2 are read."))
                           .arg(locale.formattedDataSize(bytes.size()), locale.formattedDataSize(limits.bytes)),
                       translated(WORD("Cut it into several files.")));
    }
    const std::optional<std::string> text = decoded(bytes);
    if (!text)
        return refused(file, translated(WORD("This is no text but something binary.")),
                       translated(WORD("YAML and JSON are read in UTF-8, or in UTF-16 with a mark.")));
    YamlDocuments tree = readYamlTree(file, *text, limits);
    ImportReading reading;
    for (const YamlNode& document : tree.documents)
        readDocument(document, file, folder, reading);
    if (reading.items.empty() && reading.complaints.empty() && tree.complaints.empty())
        return refused(file, translated(WORD("There is nothing in it.")),
                       translated(WORD("An import is one or more documents with a kind.")));
    std::move(tree.complaints.begin(), tree.complaints.end(), std::back_inserter(reading.complaints));
    return reading;
}

std::vector<Complaint> takeDuplicates(std::vector<ImportItem>& items)
{
    std::map<std::pair<RecordKind, QString>, Origin> first;
    std::vector<Complaint> complaints;
    std::erase_if(items, [&](const ImportItem& item) {
        const auto [known, isNew] = first.try_emplace({item.kind, item.name}, item.origin);
        if (isNew)
            return false;
        const QString where = QStringLiteral("%1:%2").arg(known->second.file).arg(known->second.line);
        complaints.push_back(
            {item.origin, item.name,
             translated(WORD("This %1 occurs a second time; it is in %2 already.")).arg(nounOf(item.kind), where),
             translated(WORD("Keep one of them."))});
        return true;
    });
    return complaints;
}

} // namespace models

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/historysearch.h"

#include <QRegularExpression>

namespace ui {

namespace {

struct Attribute
{
    const char* word;
    QString client::SentQuery::*member;
};

constexpr Attribute kAttributes[] = {
    {"type", &client::SentQuery::eventType},
    {"source", &client::SentQuery::source},
    {"id", &client::SentQuery::eventId},
};

} // namespace

client::SentQuery historySearch(const QString& typed)
{
    static const QRegularExpression part(QStringLiteral("(?:(type|source|id):)?(?:\"([^\"]*)\"?|(\\S+))"),
                                         QRegularExpression::CaseInsensitiveOption);
    client::SentQuery query;
    QStringList words;
    for (auto found = part.globalMatch(typed); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const QString value = match.captured(2).isEmpty() ? match.captured(3) : match.captured(2);
        QString client::SentQuery::*member = nullptr;
        for (const Attribute& attribute : kAttributes) {
            if (match.captured(1).compare(QLatin1String(attribute.word), Qt::CaseInsensitive) == 0)
                member = attribute.member;
        }
        if (member)
            query.*member = value;
        else
            words << value;
    }
    query.text = words.join(QLatin1Char(' '));
    return query;
}

} // namespace ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/overview.h"

#include "models/resourcecell.h"
#include "models/secretkeys.h"
#include "ui/icons.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>

namespace ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::Overview", text);
}

/// Collects rows of a two-column table; empty values are left out.
class Rows
{
public:
    explicit Rows(const QPalette& palette)
        : m_palette(palette)
    {
    }

    void add(const QString& key, const QString& value) { addHtml(key, value.toHtmlEscaped()); }

    void addHtml(const QString& key, const QString& html)
    {
        if (html.isEmpty())
            return;
        m_html += QStringLiteral("<tr><td style='padding-right:1em'><b>%1</b></td><td>%2</td></tr>")
                      .arg(key.toHtmlEscaped(), html);
    }

    void addLinks(const QString& key, models::Kind kind, const QStringList& names)
    {
        QStringList links;
        for (const QString& name : names) {
            if (!name.isEmpty())
                links << link(kind, name, m_palette);
        }
        addHtml(key, links.join(QStringLiteral(", ")));
    }

    void addPairs(const QString& key, const models::Pairs& pairs)
    {
        QStringList lines;
        for (const models::Pair& pair : pairs.items)
            lines << QStringLiteral("%1 = %2").arg(pair.key, pair.value).toHtmlEscaped();
        addHtml(key, lines.join(QStringLiteral("<br>")));
    }

    void addTime(const QString& key, models::Timestamp time)
    {
        if (time.isSet())
            add(key, QLocale().toString(time.toDateTime(), QLocale::ShortFormat));
    }

    static QString link(models::Kind kind, const QString& name, const QPalette& palette)
    {
        return QStringLiteral("<a href='jump:%1/%2' style='color:%3'>%4</a>")
            .arg(static_cast<int>(kind))
            .arg(QString::fromLatin1(QUrl::toPercentEncoding(name)),
                 stateColour(models::State::Creating, palette).name(), name.toHtmlEscaped());
    }

    QString html() const { return QStringLiteral("<table cellpadding='3'>%1</table>").arg(m_html); }

private:
    const QPalette& m_palette; ///< for links: many desktops leave theirs unreadable on dark
    QString m_html;
};

void describe(Rows& rows, const models::DriverType& type)
{
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Image")), type.image);
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Reachable from outside")),
             type.expose ? words(QT_TRANSLATE_NOOP("ui::Overview", "yes"))
                         : words(QT_TRANSLATE_NOOP("ui::Overview", "no")));
    rows.addPairs(words(QT_TRANSLATE_NOOP("ui::Overview", "Notes")), type.config);
    rows.addTime(words(QT_TRANSLATE_NOOP("ui::Overview", "Changed")), type.modified);
}

void describe(Rows& rows, const models::Driver& driver)
{
    rows.addLinks(words(QT_TRANSLATE_NOOP("ui::Overview", "Driver type")), models::Kind::DriverType, {driver.type});
    rows.addPairs(words(QT_TRANSLATE_NOOP("ui::Overview", "Settings")), driver.config);
    rows.addLinks(words(QT_TRANSLATE_NOOP("ui::Overview", "Secrets")), models::Kind::Secret, driver.secrets);
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Address")), driver.url);
    rows.addTime(words(QT_TRANSLATE_NOOP("ui::Overview", "Changed")), driver.modified);
}

void describe(Rows& rows, const models::Secret& secret)
{
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Keys")), secret.keys.join(QStringLiteral(", ")));
}

void describe(Rows& rows, const models::Subscription& subscription)
{
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Event type")), subscription.eventType);
    rows.addLinks(words(QT_TRANSLATE_NOOP("ui::Overview", "Function")), models::Kind::Function,
                  {subscription.function});
    rows.addLinks(words(QT_TRANSLATE_NOOP("ui::Overview", "Secrets")), models::Kind::Secret, subscription.secrets);
}

void describe(Rows& rows, const models::Function& function)
{
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Language image")), function.image);
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Handler")), function.handler);
    rows.addLinks(words(QT_TRANSLATE_NOOP("ui::Overview", "Secrets")), models::Kind::Secret, function.secrets);
    if (function.timeoutMSecs > 0)
        rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Time limit")),
                 words(QT_TRANSLATE_NOOP("ui::Overview", "%1 ms")).arg(function.timeoutMSecs));
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Built image")), function.imageUrl);
}

/// A list that a person reads; a search finds the rest.
constexpr std::size_t kMostLinks = 50;

QString indented(const QString& html)
{
    return QStringLiteral("<p style='margin:0.2em 0 0.2em 1em'>%1</p>").arg(html);
}

QString listOfLinks(const std::vector<models::Reference>& references, const std::vector<models::Reference>& missing,
                    const QPalette& palette)
{
    QString items;
    for (std::size_t i = 0; i < std::min(references.size(), kMostLinks); ++i) {
        const models::Reference& reference = references[i];
        QString line = models::singularOf(reference.kind).toHtmlEscaped() + QLatin1Char(' ');
        if (std::find(missing.begin(), missing.end(), reference) != missing.end())
            line += QStringLiteral("<span style='color:%1'>▲ %2 – %3</span>")
                        .arg(stateColour(models::State::Error, palette).name(), reference.name.toHtmlEscaped(),
                             words(QT_TRANSLATE_NOOP("ui::Overview", "does not exist")).toHtmlEscaped());
        else
            line += Rows::link(reference.kind, reference.name, palette);
        items += indented(line);
    }
    if (references.empty())
        return indented(words(QT_TRANSLATE_NOOP("ui::Overview", "nothing")).toHtmlEscaped());
    if (references.size() > kMostLinks)
        items += indented(words(QT_TRANSLATE_NOOP("ui::Overview", "and %1 more"))
                              .arg(references.size() - kMostLinks)
                              .toHtmlEscaped());
    return items;
}

/// "12:04:31 (5 min)"; the day too when it was another one, and no age while it changes every second.
QString sinceText(const client::StateTimes::Stay& stay)
{
    const QDateTime now = QDateTime::currentDateTime();
    const bool today = stay.since.date() == now.date();
    QString text = today ? QLocale().toString(stay.since.time(), QStringLiteral("HH:mm:ss"))
                         : QLocale().toString(stay.since, QLocale::ShortFormat);
    if (const qint64 seconds = stay.since.secsTo(now); seconds >= 60)
        text += QStringLiteral(" (%1)").arg(models::ageText(seconds));
    return stay.exact ? text : words(QT_TRANSLATE_NOOP("ui::Overview", "at least since %1")).arg(text);
}

QString stateHtml(const models::Status& status, models::Dwell dwell, const QPalette& palette)
{
    const QString more = models::dwellText(dwell);
    return QStringLiteral("<span style='color:%1'>%2</span>")
        .arg(stateColour(status.state, palette).name(),
             (more.isEmpty() ? status.word : status.word + QStringLiteral(" · ") + more).toHtmlEscaped());
}

QString headingHtml(const QString& text)
{
    return QStringLiteral("<p style='margin-top:0.6em'><b>%1</b></p>").arg(text.toHtmlEscaped());
}

} // namespace

QString overviewHtml(const models::Resource& resource, const client::StateTimes::Stay& stay, const QPalette& palette)
{
    Rows rows(palette);
    rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Name")), models::nameOf(resource));
    const models::Status status = models::statusOf(resource);
    if (status.state != models::State::None) {
        rows.addHtml(words(QT_TRANSLATE_NOOP("ui::Overview", "State")), stateHtml(status, stay.dwell, palette));
        if (stay.since.isValid())
            rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Since")), sinceText(stay));
        rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Reason")),
                 models::reasonOf(resource).join(QStringLiteral("; ")));
        rows.add(words(QT_TRANSLATE_NOOP("ui::Overview", "Next step")),
                 models::nextStep(models::kindOf(resource), status.state, stay.dwell));
    }
    std::visit([&rows](const auto& value) { describe(rows, value); }, models::shownResource(resource));
    rows.addPairs(words(QT_TRANSLATE_NOOP("ui::Overview", "Tags")), models::tagsOf(resource));
    rows.addTime(words(QT_TRANSLATE_NOOP("ui::Overview", "Created")), models::createdOf(resource));
    return rows.html();
}

QString usesHtml(const models::Resource& resource, const models::Lookup& lookup, const QPalette& palette)
{
    return headingHtml(words(QT_TRANSLATE_NOOP("ui::Overview", "Uses")))
        + listOfLinks(models::usedBy(resource), models::missingFrom(resource, lookup), palette)
        + headingHtml(words(QT_TRANSLATE_NOOP("ui::Overview", "Used by")))
        + listOfLinks(models::Dependents(lookup).of(models::kindOf(resource), models::nameOf(resource)), {}, palette);
}

} // namespace ui

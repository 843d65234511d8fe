// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/wiretext.h"

#include "models/eventbody.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace ui {

using models::EventBody;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::WireView)
};

/// What Solo takes for a cookie by convention; no secret.
const QString kConventionalCookie = QStringLiteral("cookie");

/// Around a JSON string.
constexpr qint64 kQuotes = 2;

QUrl address(const client::Connection& connection)
{
    QUrl url = connection.base.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(QStringLiteral("/v1/event"));
    return url;
}

models::SnippetHeader credentialHeader(const client::Connection& connection)
{
    const QString variable = credentialVariable(connection);
    if (const auto* cookie = std::get_if<client::CookieSignIn>(&connection.signIn)) {
        const QString text = cookie->cookie.trimmed();
        return {QStringLiteral("Cookie"),
                variable.isEmpty() ? (text.isEmpty() ? QStringLiteral("unset") : text) : QString(), variable};
    }
    return {QStringLiteral("Authorization"), QStringLiteral("Bearer "), variable};
}

QString fileMarker(const EventBody& body, const WireSizes& sizes)
{
    const QLocale locale;
    const QString encoded = sizes.encoded < 0
        ? Words::tr("length not known yet")
        : Words::tr("%1 bytes here").arg(locale.toString(sizes.encoded - kQuotes));
    const QString how = body.filling == EventBody::Filling::Base64File ? Words::tr("as base64") : Words::tr("as text");
    return Words::tr("⟨the file %1, %2 bytes, %3, %4⟩").arg(body.path, locale.toString(sizes.raw), how, encoded);
}

/// The start of a body, never cut inside a character.
QString shownPart(const QByteArray& utf8)
{
    qsizetype end = std::min(utf8.size(), kMostWireText);
    while (end < utf8.size() && end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80)
        --end;
    const QString text = QString::fromUtf8(utf8.constData(), end);
    if (end == utf8.size())
        return text;
    return text + Words::tr("\n… shortened here; %1 more bytes go out.").arg(QLocale().toString(utf8.size() - end));
}

QString bodyText(const EventBody& body, const WireSizes& sizes)
{
    if (body.filling == EventBody::Filling::None)
        return shownPart(models::wholeBody(body));
    return shownPart(body.head) + QLatin1Char('\n') + fileMarker(body, sizes) + QLatin1Char('\n')
        + shownPart(body.tail);
}

qint64 rawSize(const models::EventDraft& draft)
{
    if (!models::hasData(draft))
        return 0;
    switch (draft.mode) {
    case models::DataMode::JsonText:
        return draft.json.toUtf8().size();
    case models::DataMode::Text:
        return draft.text.toUtf8().size();
    case models::DataMode::File:
        return draft.file->size;
    }
    return 0;
}

/// What stands after `"data":`, without a file.
qint64 encodedSize(const models::EventDraft& draft)
{
    if (!models::hasData(draft))
        return 0;
    if (draft.mode == models::DataMode::JsonText)
        return draft.json.toUtf8().size();
    QByteArray escaped;
    models::appendJsonEscaped(escaped, draft.text.toUtf8());
    return escaped.size() + kQuotes;
}

WireSizes sizesOf(const WireSubject& subject, const EventBody& body)
{
    WireSizes sizes;
    sizes.raw = rawSize(subject.draft);
    const qint64 around = body.head.size() + body.tail.size();
    if (body.filling == EventBody::Filling::None) {
        sizes.encoded = encodedSize(subject.draft);
        sizes.total = around;
        return sizes;
    }
    const qint64 filling
        = body.filling == EventBody::Filling::Base64File ? models::base64Size(sizes.raw) : subject.fileFilling;
    if (filling >= 0) {
        sizes.encoded = filling + kQuotes;
        sizes.total = around + filling;
    }
    return sizes;
}

} // namespace

bool WireSubject::needsLook() const
{
    return draft.mode == models::DataMode::File && models::hasData(draft) && models::sendsFileAsText(draft)
        && fileFilling < 0;
}

WireSizes wireSizes(const WireSubject& subject)
{
    return sizesOf(subject, models::eventBody(subject.draft));
}

QString wireRequest(const WireSubject& subject)
{
    const client::Connection& connection = subject.connection;
    const EventBody body = models::eventBody(subject.draft);
    const WireSizes sizes = sizesOf(subject, body);
    const models::SnippetHeader credential = credentialHeader(connection);
    const QString hidden = credential.variable.isEmpty() ? QString() : QString::fromUtf8(kRedacted);
    QStringList lines = {
        QStringLiteral("POST %1").arg(address(connection).toString(QUrl::FullyEncoded)),
        QStringLiteral("Accept: application/json"),
        QStringLiteral("X-Dispatch-Org: %1").arg(connection.organization.trimmed()),
        QStringLiteral("User-Agent: dispatch-console/" DISPATCH_VERSION),
        credential.name + QLatin1String(": ") + credential.value + hidden,
        QStringLiteral("Content-Type: application/json"),
    };
    if (sizes.total >= 0)
        lines << QStringLiteral("Content-Length: %1").arg(sizes.total);
    return lines.join(QLatin1Char('\n')) + QLatin1String("\n\n") + bodyText(body, sizes);
}

models::SnippetRequest snippetRequest(const WireSubject& subject)
{
    models::SnippetRequest request;
    request.url = address(subject.connection).toString(QUrl::FullyEncoded);
    request.headers = {{QStringLiteral("X-Dispatch-Org"), subject.connection.organization.trimmed(), {}},
                       credentialHeader(subject.connection)};
    request.draft = subject.draft;
    request.timeIsChosen = subject.timeIsChosen;
    return request;
}

QString credentialVariable(const client::Connection& connection)
{
    const auto* cookie = std::get_if<client::CookieSignIn>(&connection.signIn);
    if (!cookie)
        return QStringLiteral("DISPATCH_TOKEN");
    const QString text = cookie->cookie.trimmed();
    return text.isEmpty() || text == kConventionalCookie ? QString() : QStringLiteral("DISPATCH_COOKIE");
}

QString shortenedForView(const QString& text)
{
    if (text.size() <= kMostWireText)
        return text;
    const qsizetype end = text.at(kMostWireText).isLowSurrogate() ? kMostWireText - 1 : kMostWireText;
    return text.left(end)
        + Words::tr("\n… shortened here; %1 characters in all. Copy takes everything.").arg(text.size());
}

} // namespace ui

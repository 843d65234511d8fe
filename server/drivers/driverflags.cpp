// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driverflags.h"

#include <QCoreApplication>
#include <QStringList>

#include <charconv>
#include <optional>
#include <set>

namespace server {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("server::DriverFlags", text);
}

tl::unexpected<std::string> refused(const QString& sentence)
{
    return tl::unexpected<std::string>(sentence.toStdString());
}

std::optional<bool> asBool(const std::string& text)
{
    static const std::set<std::string> yes{"", "1", "t", "T", "TRUE", "true", "True"};
    static const std::set<std::string> no{"0", "f", "F", "FALSE", "false", "False"};
    if (yes.count(text) > 0)
        return true;
    return no.count(text) > 0 ? std::optional<bool>(false) : std::nullopt;
}

std::optional<long long> asNumber(const std::string& text)
{
    long long value = 0;
    const char* first = text.data();
    if (text.size() > 1 && text.front() == '+' && text[1] != '-')
        ++first;
    const auto [end, error] = std::from_chars(first, text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional<long long>(value) : std::nullopt;
}

} // namespace

DriverFlags::DriverFlags(std::map<std::string, Value> defaults)
    : m_values(std::move(defaults))
{
}

tl::expected<DriverFlags, std::string> DriverFlags::parsed(const std::map<std::string, std::string>& config) const
{
    DriverFlags result = *this;
    // Dispatch itself adds this one to every driver; the built-in ones have no use for it.
    const std::string endpoint = "dispatch-api-endpoint";
    QStringList known;
    for (const auto& [key, value] : m_values)
        known << QString::fromStdString(key);
    for (const auto& [key, text] : config) {
        if (key == endpoint)
            continue;
        const auto found = result.m_values.find(key);
        const QString name = QString::fromStdString(key);
        if (found == result.m_values.end())
            return refused(
                tr("parameter \"%1\" is not known; the driver knows %2").arg(name, known.join(QLatin1String(", "))));
        if (std::holds_alternative<bool>(found->second)) {
            const auto value = asBool(text);
            if (!value)
                return refused(tr("parameter \"%1\" must be true or false").arg(name));
            found->second = *value;
            continue;
        }
        if (text.empty())
            return refused(tr("parameter \"%1\" needs a value").arg(name));
        if (std::holds_alternative<long long>(found->second)) {
            const auto value = asNumber(text);
            if (!value)
                return refused(
                    tr("parameter \"%1\" must be a whole number, not \"%2\"").arg(name, QString::fromStdString(text)));
            found->second = *value;
            continue;
        }
        found->second = text;
    }
    return result;
}

} // namespace server

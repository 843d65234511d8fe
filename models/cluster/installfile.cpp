// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installfile.h"

#include "models/secretkeys.h"
#include "models/yaml/yamltree.h"
#include "models/yaml/yamlwriter.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::InstallFile", text)

QString words(const char* text)
{
    return QCoreApplication::translate("models::InstallFile", text);
}

/// Deeper and longer than any install file, and short of what would take time.
constexpr ImportLimits kLimits{1024 * 1024, 16, 20'000};
constexpr qsizetype kShortestSecret = 4;

QString asText(const Json& value)
{
    if (value.is_string())
        return fromStd(value.get_ref<const std::string&>());
    return value.is_null() || value.is_structured() ? QString() : fromStd(value.dump());
}

/// What stands at a path; null when nothing does.
const Json* memberAt(const Json& tree, const QString& path)
{
    const Json* at = &tree;
    for (const QString& part : path.split(u'.')) {
        if (!at->is_object())
            return nullptr;
        const auto found = at->find(toStd(part));
        if (found == at->end())
            return nullptr;
        at = &*found;
    }
    return at;
}

Json typed(SettingType type, const QString& text)
{
    if (type == SettingType::Flag)
        return text == QLatin1String("true");
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (type == SettingType::Number && isNumber)
        return number;
    return toStd(text);
}

void put(Json& tree, const QStringList& path, const Json& value)
{
    Json* at = &tree;
    for (const QString& part : path) {
        if (!at->is_object())
            *at = Json::object();
        at = &(*at)[toStd(part)];
    }
    *at = value;
}

/// Along with what is empty then.
void take(Json& tree, QStringList path)
{
    if (!tree.is_object() || path.isEmpty())
        return;
    const auto found = tree.find(toStd(path.takeFirst()));
    if (found == tree.end())
        return;
    if (!path.isEmpty())
        take(*found, path);
    if (path.isEmpty() || found->empty())
        tree.erase(found);
}

void setChart(InstallFile& file, const InstallChart& chart, const char* member, const char* text)
{
    file.set(QStringLiteral("%1.chart.%2").arg(QLatin1String(chart.section), QLatin1String(member)),
             QLatin1String(text));
}

bool isMeant(const InstallFile& file, const QString& section)
{
    const QString faas = file.value(QStringLiteral("dispatch.faas"));
    if (section == QLatin1String("openfaas") || section == QLatin1String("riff")
        || section == QLatin1String("kubeless"))
        return section == faas;
    if (section == QLatin1String("kafka") || section == QLatin1String("rabbitmq"))
        return section == file.value(QStringLiteral("dispatch.eventTransport"));
    if (section == QLatin1String("jaeger"))
        return file.flag(QStringLiteral("jaeger.enabled"));
    if (section == QLatin1String("dockerRegistry"))
        return file.text(QStringLiteral("dispatch.imageRegistry.name")).isEmpty();
    return true;
}

/// Of what the table does not know, the names decide.
void mask(Json& value, const QString& path)
{
    if (value.is_structured()) {
        for (auto member = value.begin(); member != value.end(); ++member)
            mask(*member, value.is_array() ? path : path + u'.' + fromStd(member.key()));
        return;
    }
    const InstallSetting* const known = installSetting(path.mid(1));
    const QString name = path.section(u'.', -1);
    const QString text = asText(value);
    const bool isSecret = known ? known->isSecret : looksSecretKey(name);
    if (!text.isEmpty() && (isSecret || looksSecretValue(text)))
        value = toStd(secretMask());
}

void collectSecrets(const Json& value, const QString& path, QStringList& found)
{
    if (value.is_structured()) {
        for (auto member = value.begin(); member != value.end(); ++member)
            collectSecrets(*member, value.is_array() ? path : path + u'.' + fromStd(member.key()), found);
        return;
    }
    const InstallSetting* const known = installSetting(path.mid(1));
    const QString text = asText(value);
    const bool isSecret
        = known ? known->isSecret && text != QLatin1String(known->standard) : looksSecretKey(path.section(u'.', -1));
    if (isSecret && text.size() >= kShortestSecret)
        found << text;
}

Failure unreadable(const QString& name, const QString& cameBack, const char* meaning)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = words(WORD("read the install file %1")).arg(name);
    failure.cameBack = cameBack;
    failure.meaning = words(meaning);
    failure.remedy = words(WORD("Mend the file, or fill in the form."));
    return failure;
}

} // namespace

InstallFile InstallFile::forHost(const QString& host)
{
    InstallFile file;
    file.set(QStringLiteral("apiGateway.host"), host);
    file.set(QStringLiteral("dispatch.host"), host);
    file.setFlag(QStringLiteral("dispatch.debug"), true);
    file.setFlag(QStringLiteral("dispatch.skipAuth"), true);
    return file;
}

QString InstallFile::text(const QString& path) const
{
    const Json* const found = memberAt(members, path);
    return found ? asText(*found) : QString();
}

QString InstallFile::value(const QString& path) const
{
    const InstallSetting* const setting = installSetting(path);
    const QString standard = setting ? QString::fromLatin1(setting->standard) : QString();
    const QString said = text(path);
    const bool isNothing = said.isEmpty()
        || (setting && setting->type == SettingType::Flag && said != QLatin1String("true"))
        || (setting && setting->type == SettingType::Number && said == QLatin1String("0"));
    if (!isNothing)
        return said;
    return standard.isEmpty() ? said : standard;
}

void InstallFile::set(const QString& path, const QString& text)
{
    const InstallSetting* const setting = installSetting(path);
    if (text.isEmpty())
        take(members, path.split(u'.'));
    else
        put(members, path.split(u'.'), typed(setting ? setting->type : SettingType::Text, text));
}

void InstallFile::setFlag(const QString& path, bool on)
{
    // A false says nothing that the installer hears.
    set(path, on ? QStringLiteral("true") : QString());
}

std::vector<ChartOrder> chartsOf(const InstallFile& file)
{
    std::vector<ChartOrder> orders;
    const QString own = file.value(QStringLiteral("helmRepositoryUrl"));
    for (const InstallChart& chart : installCharts()) {
        ChartOrder order;
        order.section = QLatin1String(chart.section);
        if (!isMeant(file, order.section))
            continue;
        const auto said = [&](const char* member, const char* standard) {
            const QString text = file.text(QStringLiteral("%1.chart.%2").arg(order.section, QLatin1String(member)));
            return text.isEmpty() ? QString::fromLatin1(standard) : text;
        };
        order.chart = said("chart", chart.chart);
        order.version = said("version", chart.version);
        order.repository = said("repo", chart.repository);
        order.space = said("namespace", chart.space);
        order.release = said("release", chart.release);
        const bool isOwn = order.section == QLatin1String("dispatch") || order.section == QLatin1String("apiGateway");
        if (isOwn && order.repository.isEmpty())
            order.repository = own;
        orders.push_back(order);
    }
    return orders;
}

void replaceRepositories(InstallFile& file, bool replace)
{
    for (const InstallChart& chart : installCharts()) {
        const QString section = QLatin1String(chart.section);
        const QString path = QStringLiteral("%1.chart.%2").arg(section, QLatin1String("%1"));
        if (*chart.newRepository == '\0')
            continue;
        const bool isOurs = file.text(path.arg(QLatin1String("repo"))) == QLatin1String(chart.newRepository);
        if (replace && isMeant(file, section) && file.text(path.arg(QLatin1String("repo"))).isEmpty()) {
            setChart(file, chart, "repo", chart.newRepository);
            if (*chart.newVersion != '\0' && file.text(path.arg(QLatin1String("version"))).isEmpty())
                setChart(file, chart, "version", chart.newVersion);
        } else if (isOurs && (!replace || !isMeant(file, section))) {
            setChart(file, chart, "repo", "");
            if (*chart.newVersion != '\0'
                && file.text(path.arg(QLatin1String("version"))) == QLatin1String(chart.newVersion))
                setChart(file, chart, "version", "");
        }
    }
}

bool replacesRepositories(const InstallFile& file)
{
    const auto& charts = installCharts();
    return std::any_of(charts.begin(), charts.end(), [&file](const InstallChart& chart) {
        return *chart.newRepository != '\0'
            && file.text(QStringLiteral("%1.chart.repo").arg(QLatin1String(chart.section)))
            == QLatin1String(chart.newRepository);
    });
}

QString toYaml(const InstallFile& file, Secrets secrets)
{
    Json shown = file.members;
    if (secrets == Secrets::Masked)
        mask(shown, {});
    YamlWriter writer(true);
    writer.put(shown);
    return writer.text();
}

Result<InstallFile> readInstallFile(const QString& name, const QByteArray& bytes)
{
    const YamlDocuments read = readYamlTree(name, bytes.toStdString(), kLimits);
    if (!read.complaints.empty())
        return failed(unreadable(name, read.complaints.front().text(), WORD("It is not YAML.")));
    if (read.documents.empty())
        return InstallFile();
    if (read.documents.size() > 1)
        return failed(unreadable(name, words(WORD("several documents")), WORD("An install file has one document.")));
    if (!read.documents.front().isMap())
        return failed(unreadable(name, words(WORD("no members")), WORD("An install file has sections of settings.")));
    return InstallFile{jsonOf(read.documents.front())};
}

QStringList secretsOf(const InstallFile& file)
{
    QStringList found;
    collectSecrets(file.members, {}, found);
    // The longest first, so that none leaves a rest of another.
    std::sort(found.begin(), found.end(),
              [](const QString& left, const QString& right) { return left.size() > right.size(); });
    return found;
}

#undef WORD

} // namespace models

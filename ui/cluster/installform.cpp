// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/installform.h"

#include "ui/forms/foldout.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace ui {

using models::InstallProblem;
using models::InstallSetting;
using models::SettingType;

namespace {

/// Shown at once; everything else that has a title is behind a fold.
constexpr const char* kBasic[] = {"dispatch.host", "apiGateway.host", "dispatch.skipAuth"};
constexpr int kMostSeconds = 7'200;

bool isBasic(const InstallSetting& setting)
{
    return std::any_of(std::begin(kBasic), std::end(kBasic),
                       [&setting](const char* path) { return QLatin1String(path) == QLatin1String(setting.path); });
}

QString chartPath(const models::InstallChart& chart, const char* member)
{
    return QStringLiteral("%1.chart.%2").arg(QLatin1String(chart.section), QLatin1String(member));
}

/// The title of a field that the table of settings has none for: those of charts.
QString titleOf(const QString& path)
{
    const QString known = models::settingTitle(path);
    if (!known.isEmpty())
        return known;
    const models::InstallChart* const chart = models::installChart(path.section(u'.', 0, 0));
    if (!chart || !path.contains(QLatin1String(".chart.")))
        return path;
    const QString name = QString::fromLatin1(chart->chart);
    return path.endsWith(QLatin1String("version")) ? InstallForm::tr("%1, version").arg(name)
                                                   : InstallForm::tr("%1, repository").arg(name);
}

QString standardOf(const QString& path)
{
    if (const InstallSetting* const setting = models::installSetting(path))
        return setting->isSecret ? QString() : QString::fromLatin1(setting->standard);
    const models::InstallChart* const chart = models::installChart(path.section(u'.', 0, 0));
    if (!chart)
        return {};
    const bool isVersion = path.endsWith(QLatin1String("version"));
    const QString standard = QString::fromLatin1(isVersion ? chart->version : chart->repository);
    return isVersion && standard.isEmpty() ? InstallForm::tr("the newest") : standard;
}

/// Blanks around it mean nothing, but in a password.
QString typedIn(const QLineEdit& edit)
{
    return edit.echoMode() == QLineEdit::Password ? edit.text() : edit.text().trimmed();
}

} // namespace

InstallForm::InstallForm(QWidget* parent)
    : QWidget(parent)
    , m_more(new FoldOut([] { return tr("&More settings"); }, this))
    , m_charts(new FoldOut([] { return tr("Charts, &repositories and versions"); }, this))
    , m_replace(new QCheckBox(this))
    , m_chartsFolder(new QLineEdit(this))
    , m_chartsTitle(new QLabel(this))
    , m_timeout(new QSpinBox(this))
    , m_timeoutTitle(new QLabel(this))
    , m_ignore(new QCheckBox(this))
    , m_message(new MessageLabel(this))
{
    build();
    keepWorded(*this, [this] { retranslate(); });
    fill();
}

void InstallForm::build()
{
    m_more->setObjectName(QStringLiteral("cluster.dispatch.more"));
    m_charts->setObjectName(QStringLiteral("cluster.dispatch.charts"));
    m_replace->setObjectName(QStringLiteral("cluster.dispatch.replace"));
    m_chartsFolder->setObjectName(QStringLiteral("cluster.dispatch.chartsfolder"));
    m_timeout->setObjectName(QStringLiteral("cluster.dispatch.timeout"));
    m_ignore->setObjectName(QStringLiteral("cluster.dispatch.ignorefailed"));
    m_message->setObjectName(QStringLiteral("cluster.dispatch.problem"));
    auto* basic = new QFormLayout;
    basic->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const char* const path : kBasic)
        add(*models::installSetting(QLatin1String(path)), basic);
    basic->addRow(m_replace);
    auto* more = bareLayout<QFormLayout>(m_more->content());
    more->setRowWrapPolicy(QFormLayout::WrapLongRows);
    buildMore(more);
    auto* charts = bareLayout<QFormLayout>(m_charts->content());
    charts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    buildCharts(charts);
    auto* column = new QVBoxLayout(this);
    column->addLayout(basic);
    column->addWidget(m_message);
    column->addWidget(m_more);
    column->addWidget(m_charts);
    column->addStretch();
    connect(m_replace, &QCheckBox::clicked, this, [this](bool on) {
        models::replaceRepositories(m_file, on);
        fill();
        Q_EMIT changed();
    });
    connect(m_chartsFolder, &QLineEdit::textChanged, this, &InstallForm::changed);
}

void InstallForm::buildMore(QFormLayout* form)
{
    for (const InstallSetting& setting : models::installSettings()) {
        if (!isBasic(setting) && !models::settingTitle(QLatin1String(setting.path)).isEmpty())
            add(setting, form);
    }
    m_timeout->setRange(30, kMostSeconds);
    m_timeout->setValue(Options().timeoutSeconds);
    m_timeoutTitle->setBuddy(m_timeout);
    form->addRow(m_timeoutTitle, m_timeout);
    form->addRow(m_ignore);
}

void InstallForm::buildCharts(QFormLayout* form)
{
    m_chartsTitle->setBuddy(m_chartsFolder);
    form->addRow(m_chartsTitle, m_chartsFolder);
    for (const models::InstallChart& chart : models::installCharts()) {
        for (const char* const member : {"repo", "version"})
            addText(chartPath(chart, member), new QLineEdit(this), form);
    }
}

QWidget* InstallForm::makeEditor(const InstallSetting& setting)
{
    const QString path = QLatin1String(setting.path);
    if (setting.type == SettingType::Flag) {
        auto* box = new QCheckBox(this);
        connect(box, &QCheckBox::clicked, this,
                [this, path](bool on) { edited(path, on ? QStringLiteral("true") : QString()); });
        return box;
    }
    if (setting.type == SettingType::Choice) {
        auto* box = new QComboBox(this);
        box->addItems(models::choicesOf(setting));
        connect(box, &QComboBox::activated, this, [this, path, box] { edited(path, box->currentText()); });
        return box;
    }
    auto* edit = new QLineEdit(this);
    if (setting.isSecret)
        edit->setEchoMode(QLineEdit::Password);
    return edit;
}

void InstallForm::add(const InstallSetting& setting, QFormLayout* form)
{
    QWidget* const editor = makeEditor(setting);
    if (setting.type == SettingType::Flag) {
        editor->setObjectName(QStringLiteral("install.") + QLatin1String(setting.path));
        form->addRow(editor);
        m_fields.push_back({QLatin1String(setting.path), editor, nullptr});
    } else {
        addText(QLatin1String(setting.path), editor, form);
    }
}

void InstallForm::addText(const QString& path, QWidget* editor, QFormLayout* form)
{
    editor->setObjectName(QStringLiteral("install.") + path);
    auto* title = new QLabel(this);
    // There are not letters enough for a shortcut to each of those behind the folds.
    const InstallSetting* const setting = models::installSetting(path);
    if (setting && isBasic(*setting))
        title->setBuddy(editor);
    form->addRow(title, editor);
    m_fields.push_back({path, editor, title});
    if (auto* edit = qobject_cast<QLineEdit*>(editor))
        connect(edit, &QLineEdit::textEdited, this, [this, path, edit] { edited(path, typedIn(*edit)); });
}

void InstallForm::retranslate()
{
    for (const Field& field : m_fields) {
        const QString title = titleOf(field.path);
        field.editor->setAccessibleName(title);
        if (field.title)
            field.title->setText(title);
        else if (auto* box = qobject_cast<QCheckBox*>(field.editor))
            box->setText(title);
        if (auto* edit = qobject_cast<QLineEdit*>(field.editor))
            edit->setPlaceholderText(standardOf(field.path));
    }
    m_replace->setText(tr("Use today's chart repositories in place of those that are gone"));
    m_chartsTitle->setText(tr("&Folder with charts of Dispatch"));
    m_chartsFolder->setAccessibleName(tr("Folder with charts of Dispatch"));
    m_chartsFolder->setPlaceholderText(tr("none: they are fetched"));
    m_timeoutTitle->setText(tr("Time for each chart"));
    m_timeout->setAccessibleName(tr("Time for each chart"));
    m_timeout->setSuffix(tr(" s"));
    m_ignore->setText(tr("Install also beside releases that failed"));
    judge();
}

void InstallForm::setFile(const models::InstallFile& file)
{
    m_file = file;
    fill();
    Q_EMIT changed();
}

void InstallForm::fill()
{
    m_isFilling = true;
    for (const Field& field : m_fields) {
        const QString said = m_file.text(field.path);
        if (auto* box = qobject_cast<QCheckBox*>(field.editor)) {
            box->setChecked(m_file.flag(field.path));
            // The installer keeps on what it has on by itself.
            box->setEnabled(QLatin1String(models::installSetting(field.path)->standard) != QLatin1String("true"));
        } else if (auto* choice = qobject_cast<QComboBox*>(field.editor)) {
            choice->setCurrentText(m_file.value(field.path));
        } else if (auto* edit = qobject_cast<QLineEdit*>(field.editor); typedIn(*edit) != said) {
            edit->setText(said);
        }
    }
    m_replace->setChecked(models::replacesRepositories(m_file));
    m_isFilling = false;
    judge();
}

void InstallForm::edited(const QString& path, const QString& text)
{
    if (m_isFilling)
        return;
    const bool replaces = models::replacesRepositories(m_file);
    m_file.set(path, text);
    // Another transport brings other charts.
    if (replaces && !path.contains(QLatin1String(".chart.")))
        models::replaceRepositories(m_file, true);
    fill();
    Q_EMIT changed();
}

void InstallForm::judge()
{
    const auto problems = models::problemsOf(m_file);
    if (problems.empty()) {
        m_message->say(MessageLabel::Tone::Help, {});
        return;
    }
    const InstallProblem& first = problems.front();
    m_message->say(first.isFatal ? MessageLabel::Tone::Problem : MessageLabel::Tone::Warning,
                   QStringLiteral("%1: %2").arg(titleOf(first.path), first.text));
}

QString InstallForm::problem() const
{
    const auto problems = models::problemsOf(m_file);
    return !problems.empty() && problems.front().isFatal ? problems.front().text : QString();
}

InstallForm::Options InstallForm::options() const
{
    return {m_chartsFolder->text().trimmed(), m_timeout->value(), m_ignore->isChecked()};
}

void InstallForm::setOptions(const Options& options)
{
    m_chartsFolder->setText(options.chartsFolder);
    m_timeout->setValue(options.timeoutSeconds);
    m_ignore->setChecked(options.ignoresFailedReleases);
}

QWidget* InstallForm::editorOf(const QString& path) const
{
    const auto found
        = std::find_if(m_fields.begin(), m_fields.end(), [&path](const Field& field) { return field.path == path; });
    return found == m_fields.end() ? nullptr : found->editor;
}

void InstallForm::goTo(const QString& path)
{
    QWidget* const editor = editorOf(path);
    if (!editor)
        return;
    for (FoldOut* fold : {m_more, m_charts}) {
        if (fold->content()->isAncestorOf(editor))
            fold->setOpen(true);
    }
    editor->setFocus();
}

} // namespace ui

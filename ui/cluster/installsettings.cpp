// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/installsettings.h"

#include "client/privatefile.h"
#include "client/regularfile.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>

namespace ui {

using client::InstallOrder;
using models::ClusterFix;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024; ///< of an install file

models::Result<models::InstallFile> readNow(const QString& path)
{
    const auto bytes = client::contentsOf(path, kMostBytes);
    if (!bytes)
        return models::failed(bytes.error());
    return models::readInstallFile(QFileInfo(path).fileName(), *bytes);
}

} // namespace

InstallSettings::InstallSettings(const QString& workFolder, QWidget* parent)
    : QWidget(parent)
    , m_workFolder(workFolder)
    , m_form(new InstallForm(this))
    , m_previewTitle(new QLabel(this))
    , m_preview(new QPlainTextEdit(this))
    , m_open(new QPushButton(this))
    , m_save(new QPushButton(this))
{
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_form, &InstallForm::changed, this, [this] {
        showPreview();
        Q_EMIT changed();
    });
    connect(m_open, &QPushButton::clicked, this, &InstallSettings::openFile);
    connect(m_save, &QPushButton::clicked, this, &InstallSettings::saveAs);
    showPreview();
}

void InstallSettings::build()
{
    m_preview->setObjectName(QStringLiteral("cluster.dispatch.preview"));
    m_preview->setReadOnly(true);
    m_preview->setFont(monospaceFont(this));
    m_preview->setTabChangesFocus(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setMinimumWidth(letters(this, 30));
    m_previewTitle->setBuddy(m_preview);
    m_open->setObjectName(QStringLiteral("cluster.dispatch.open"));
    m_save->setObjectName(QStringLiteral("cluster.dispatch.save"));
    auto* area = new QScrollArea(this);
    area->setWidget(m_form);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(letters(this, 46));
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->addWidget(m_previewTitle);
    column->addWidget(m_preview, 1);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_open);
    row->addWidget(m_save);
    column->addLayout(row);
    auto* halves = new QSplitter(Qt::Horizontal, this);
    halves->addWidget(area);
    halves->addWidget(right);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    bareLayout<QVBoxLayout>(this)->addWidget(halves);
}

void InstallSettings::retranslate()
{
    m_previewTitle->setText(tr("The install &file, secrets masked"));
    m_preview->setAccessibleName(tr("The install file, secrets masked"));
    m_open->setText(tr("&Open…"));
    m_open->setAccessibleName(tr("Open an install file"));
    m_save->setText(tr("&Save as…"));
    m_save->setAccessibleName(tr("Save the install file, with its secrets"));
}

const models::InstallFile& InstallSettings::file() const
{
    return m_form->file();
}

QString InstallSettings::problem() const
{
    return m_form->problem();
}

QString InstallSettings::folder(const QString& profile) const
{
    return m_workFolder + u'/' + profile;
}

InstallOrder InstallSettings::order(InstallOrder::Deed deed, const QString& profile) const
{
    InstallOrder order;
    order.deed = deed;
    order.profile = profile;
    order.file = m_form->file();
    order.workFolder = folder(profile);
    const InstallForm::Options options = optionsOf(profile);
    order.chartsFolder = options.chartsFolder;
    order.timeoutSeconds = options.timeoutSeconds;
    order.ignoreFailedReleases = options.ignoresFailedReleases;
    return order;
}

InstallForm::Options InstallSettings::optionsOf(const QString& profile) const
{
    if (profile == m_profile)
        return m_form->options();
    const auto kept = m_options.find(profile);
    return kept == m_options.end() ? InstallForm::Options() : kept->second;
}

// ----- for one cluster after the other

void InstallSettings::setProfile(const QString& name, const QString& ip)
{
    const bool isOther = name != m_profile;
    if (isOther)
        keepTyped();
    m_profile = name;
    m_ip = ip;
    if (isOther)
        fill();
    followAddress();
}

void InstallSettings::keepTyped()
{
    if (m_profile.isEmpty())
        return;
    m_options.insert_or_assign(m_profile, m_form->options());
    if (m_untyped != m_form->file())
        m_typed.insert_or_assign(m_profile, Typed{m_form->file(), m_address});
}

void InstallSettings::fill()
{
    const auto options = m_options.find(m_profile);
    m_form->setOptions(options == m_options.end() ? InstallForm::Options() : options->second);
    if (const auto typed = m_typed.find(m_profile); typed != m_typed.end()) {
        m_untyped.reset();
        m_address = typed->second.address;
        m_form->setFile(typed->second.file);
        return;
    }
    models::InstallFile file = models::InstallFile::forHost(m_ip);
    models::replaceRepositories(file, true);
    m_untyped = file;
    m_address = m_ip;
    m_form->setFile(file);
    load(client::InstallFolder{folder(m_profile)}.installFile(), true);
}

/// Of a virtual machine the address may change with each start; another host that was typed stays.
void InstallSettings::followAddress()
{
    if (m_ip.isEmpty() || m_ip == m_address)
        return;
    const auto moved = [this](models::InstallFile file) {
        for (const char* const path : {"dispatch.host", "apiGateway.host"}) {
            if (file.text(QLatin1String(path)) == m_address)
                file.set(QLatin1String(path), m_ip);
        }
        return file;
    };
    if (m_untyped)
        m_untyped = moved(*m_untyped);
    const models::InstallFile file = moved(m_form->file());
    m_address = m_ip;
    m_form->setFile(file);
}

void InstallSettings::showPreview()
{
    // Not for nothing: a new text loses its place.
    const QString text = models::toYaml(m_form->file(), models::Secrets::Masked);
    if (text != m_preview->toPlainText())
        m_preview->setPlainText(text);
}

// ----- what mends something

bool InstallSettings::mends(ClusterFix fix)
{
    return fix == ClusterFix::ReplaceRepositories || fix == ClusterFix::UseClusterAddress
        || fix == ClusterFix::CheckForm;
}

void InstallSettings::mend(ClusterFix fix)
{
    if (fix == ClusterFix::CheckForm) {
        m_form->goTo(QStringLiteral("dispatch.host"));
        return;
    }
    models::InstallFile file = m_form->file();
    if (fix == ClusterFix::ReplaceRepositories) {
        models::replaceRepositories(file, true);
    } else if (fix == ClusterFix::UseClusterAddress) {
        file.set(QStringLiteral("dispatch.host"), m_ip);
        file.set(QStringLiteral("apiGateway.host"), m_ip);
    }
    m_form->setFile(file);
}

void InstallSettings::replaceRepositoriesOf(const QString& profile, const models::InstallFile& file)
{
    Typed& typed = m_typed.try_emplace(profile, Typed{file, {}}).first->second;
    models::replaceRepositories(typed.file, true);
}

// ----- files

void InstallSettings::load(const QString& path, bool isKept)
{
    client::whenDone(client::onWorker([path] { return readNow(path); }), this,
                     [this, isKept, profile = m_profile](const models::Result<models::InstallFile>& file) {
                         // What was typed meanwhile counts more.
                         if (profile != m_profile || (isKept && (!file || m_untyped != m_form->file())))
                             return;
                         if (!file) {
                             Q_EMIT failed(file.error());
                             return;
                         }
                         m_untyped = isKept ? file.value() : std::optional<models::InstallFile>();
                         m_form->setFile(*file);
                     });
}

void InstallSettings::openFile()
{
    auto* dialog = new QFileDialog(this, tr("Open an install file"));
    dialog->setObjectName(QStringLiteral("dialog.cluster.open"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("YAML files (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { load(path, false); });
    dialog->open();
}

void InstallSettings::saveAs()
{
    auto* dialog = new QFileDialog(this, tr("Save the install file"));
    dialog->setObjectName(QStringLiteral("dialog.cluster.save"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yaml"));
    dialog->selectFile(QStringLiteral("dispatch-%1.yaml").arg(m_profile));
    const QByteArray text = models::toYaml(m_form->file(), models::Secrets::Written).toUtf8();
    connect(dialog, &QFileDialog::fileSelected, this, [this, text](const QString& path) {
        const QString tried = tr("save the install file");
        client::whenDone(client::onWorker([path, text, tried] { return client::writePrivately(path, text, tried); }),
                         this, [this, path](const models::Result<bool>& saved) {
                             if (saved)
                                 Q_EMIT said(
                                     tr("Saved, readable for you only: %1").arg(QDir::toNativeSeparators(path)));
                             else
                                 Q_EMIT failed(saved.error());
                         });
    });
    dialog->open();
}

} // namespace ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/tourmode.h"

#include "ui/connections/connectiondesk.h"
#include "ui/tour/mainjob.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>

#include <cstdio>

namespace {

/// The tour keeps nothing.
models::Failure noKeychain()
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.meaning = QCoreApplication::translate("TourMode", "The tour keeps nothing.");
    return failure;
}

} // namespace

TourMode::TourMode(const ui::Tour::Options& options, QObject* parent)
    : QObject(parent)
    , m_local(m_folder.filePath(QStringLiteral("local")))
    , m_journal(m_folder.path())
    , m_profiles(m_folder.path())
    , m_keychain(models::failed(noKeychain()))
    , m_keeper(m_profiles, m_keychain)
    , m_window(std::make_unique<ui::MainWindow>(m_local, m_journal, ui::Memory::None))
    , m_options(options)
{
    new ui::ConnectionDesk(*m_window, m_keeper);
}

TourMode::~TourMode() = default;

void TourMode::start()
{
    const QString sample = writeSample();
    if (sample.isEmpty()) {
        Q_EMIT finished(
            ui::TourEnd::Failed,
            tr("The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.")
                .arg(QDir::tempPath()));
        return;
    }
    m_window->resize(1280, 800);
    m_window->show();
    m_window->startLocal();
    m_tour = std::make_unique<ui::Tour>(*m_window, ui::mainJob(sample), m_options);
    connect(m_tour.get(), &ui::Tour::stepStarted, this,
            [](int number, int count, const QString& title, const QString& narration) {
                std::printf("%d/%d %s\n    %s\n", number, count, qUtf8Printable(title), qUtf8Printable(narration));
                std::fflush(stdout);
            });
    connect(m_tour.get(), &ui::Tour::finished, this, &TourMode::finished);
    connect(&m_local, &client::LocalServer::failed, m_tour.get(),
            [this](const models::Failure& failure) { m_tour->fail(failure.summary()); });
    m_tour->start();
}

void TourMode::leave()
{
    m_tour.reset();
    m_window.reset();
    connect(&m_local, &client::LocalServer::stopped, this, &QObject::deleteLater);
    m_local.stop();
}

QString TourMode::writeSample() const
{
    const QString path = m_folder.filePath(QStringLiteral("hello.py"));
    QFile sample(QStringLiteral(":/samples/hello.py"));
    if (!m_folder.isValid() || !sample.copy(path))
        return {};
    return path;
}

void runTourForCommandLine(TourMode& tour, const QString& pictures)
{
    // Who closes the window ends the tour, and that ends the program with its own code.
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(
        &tour, &TourMode::finished, &tour,
        [pictures](ui::TourEnd end, const QString& problem) {
            if (!problem.isEmpty())
                std::fprintf(stderr, "%s\n", qUtf8Printable(problem));
            else if (!pictures.isEmpty())
                std::printf("%s\n",
                            qUtf8Printable(TourMode::tr("The pictures are in %1").arg(QDir(pictures).absolutePath())));
            QCoreApplication::exit(end == ui::TourEnd::Done ? 0 : 1);
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(&tour, &TourMode::start, Qt::QueuedConnection);
}

void runTourBeside(ui::MainWindow& window)
{
    auto* tour = new TourMode({}, &window);
    QObject::connect(
        tour, &TourMode::finished, &window,
        [tour, &window](ui::TourEnd end, const QString& problem) {
            if (end == ui::TourEnd::Failed) {
                models::Failure failure;
                failure.kind = models::FailureKind::Process;
                failure.tried = TourMode::tr("play the tour");
                failure.cameBack = problem;
                failure.meaning = TourMode::tr("The tour came to an early end: %1").arg(problem);
                failure.remedy = TourMode::tr("Start it again with Help → Tour.");
                window.tell(failure);
            }
            tour->leave();
        },
        Qt::QueuedConnection);
    tour->start();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/tourmode.h"

#include "ui/tour/mainjob.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>

TourMode::TourMode(const ui::Tour::Options& options, QObject* parent)
    : QObject(parent)
    , m_local(m_folder.filePath(QStringLiteral("local")))
    , m_journal(m_folder.path())
    , m_window(m_local, m_journal)
    , m_options(options)
{
}

TourMode::~TourMode() = default;

void TourMode::start()
{
    const QString sample = writeSample();
    if (sample.isEmpty()) {
        Q_EMIT finished(
            tr("The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.")
                .arg(QDir::tempPath()));
        return;
    }
    m_window.resize(1280, 800);
    m_window.show();
    m_window.startLocal();
    m_tour = std::make_unique<ui::Tour>(m_window, ui::mainJob(sample), m_options);
    connect(m_tour.get(), &ui::Tour::stepStarted, this,
            [](int number, int count, const QString& title, const QString& narration) {
                std::printf("%d/%d %s\n    %s\n", number, count, qUtf8Printable(title), qUtf8Printable(narration));
                std::fflush(stdout);
            });
    connect(m_tour.get(), &ui::Tour::finished, this, &TourMode::finished);
    m_tour->start();
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
    QObject::connect(
        &tour, &TourMode::finished, &tour,
        [pictures](const QString& problem) {
            if (!problem.isEmpty())
                std::fprintf(stderr, "%s\n", qUtf8Printable(problem));
            else if (!pictures.isEmpty())
                std::printf("%s\n",
                            qUtf8Printable(TourMode::tr("The pictures are in %1").arg(QDir(pictures).absolutePath())));
            QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(&tour, &TourMode::start, Qt::QueuedConnection);
}

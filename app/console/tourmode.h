// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/keychain.h"
#include "client/localserver.h"
#include "client/profilekeeper.h"
#include "ui/mainwindow.h"
#include "ui/tour/tour.h"

#include <QTemporaryDir>

#include <memory>

/// The guided tour in a window of its own, on a fresh local Dispatch in a temporary folder: it never touches what the
/// person has, the settings neither. Ends in finished().
class TourMode final : public QObject
{
    Q_OBJECT
public:
    explicit TourMode(const ui::Tour::Options& options, QObject* parent = nullptr);
    ~TourMode() override;

    void start();
    /// Closes the window, ends the local Dispatch without waiting for it, then deletes itself.
    void leave();

Q_SIGNALS:
    /// The problem is empty when every step happened.
    void finished(ui::TourEnd end, const QString& problem);

private:
    QString writeSample() const;

    QTemporaryDir m_folder;
    client::LocalServer m_local;
    client::Journal m_journal;
    client::ProfileStore m_profiles;
    client::Keychain m_keychain;
    client::ProfileKeeper m_keeper;
    std::unique_ptr<ui::MainWindow> m_window;
    ui::Tour::Options m_options;
    std::unique_ptr<ui::Tour> m_tour;
};

/// Starts the tour for `--tour`: tells each step on standard output and ends the program, with 1 when a step did not
/// happen, whatever the reason. `pictures` may be empty.
void runTourForCommandLine(TourMode& tour, const QString& pictures);

/// Help → Tour: in a window of its own, which goes when the tour is over. When it fails, `window` says why.
void runTourBeside(ui::MainWindow& window);

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventdraft.h"
#include "models/result.h"
#include "ui/events/filepreview.h"
#include "ui/forms/latestanswer.h"

#include <QFutureWatcher>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace ui {

class MessageLabel;

/// The file that an event sends: chosen, looked through on a worker, and described. Its content is never held.
class FilePane final : public QWidget
{
    Q_OBJECT
public:
    explicit FilePane(QWidget* parent = nullptr);
    ~FilePane() override;

    std::optional<models::FileReference> file() const { return m_file; }
    bool forceBinary() const;
    /// Shows what a draft holds; no changed(). A file that was never looked at is looked at now.
    void showFile(const std::optional<models::FileReference>& file, bool forceBinary);
    /// Looks at a file and takes it. `note` stays beside it until another one is chosen.
    void choose(const QString& path, const QString& note = {});
    bool isReading() const { return m_reading.isRunning(); }

Q_SIGNALS:
    void changed();

private:
    using Looked = models::Result<models::FileReference>;

    void build();
    void retranslate();
    QWidget* buildChooser();
    QWidget* buildProgress();
    QWidget* buildPreview();
    void askForFile();
    void fillRecent();
    void look(const QString& path);
    void stopLooking();
    void cancelled();
    void looked();
    void describe();
    void writeFacts();
    void showPreview(const FilePreview& preview);

    std::optional<models::FileReference> m_file;
    QFutureWatcher<Looked> m_reading;
    LatestAnswer<FilePreview> m_preview{this};
    QLineEdit* m_path = nullptr;
    QPushButton* m_browse = nullptr;
    QToolButton* m_recentButton = nullptr;
    QMenu* m_recent = nullptr;
    QPushButton* m_again = nullptr;
    QWidget* m_progressRow = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    MessageLabel* m_note = nullptr;
    MessageLabel* m_message = nullptr;
    QLabel* m_facts = nullptr;
    QCheckBox* m_binary = nullptr;
    QLabel* m_picture = nullptr;
    QPlainTextEdit* m_head = nullptr;
};

} // namespace ui

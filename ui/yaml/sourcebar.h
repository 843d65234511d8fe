// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// Where an import comes from: files, a folder, pasted text, an address.
class SourceBar final : public QWidget
{
    Q_OBJECT
public:
    explicit SourceBar(QWidget* parent = nullptr);

    /// What was chosen, in words.
    void setSummary(const QString& text);

    /// Ask for each of them, as the buttons do.
    void askForFiles();
    void askForFolder();
    void askForText();
    void askForAddress();

Q_SIGNALS:
    void pathsChosen(const QStringList& paths);
    void textGiven(const QString& text);
    void addressGiven(const QUrl& address);

private:
    QPushButton* makeButton(const char* objectName, void (SourceBar::*ask)());
    void retranslate();

    QPushButton* m_files;
    QPushButton* m_folder;
    QPushButton* m_paste;
    QPushButton* m_address;
    QLabel* m_summary;
};

} // namespace ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

class QTimer;

namespace ui {

/// A plain text editor that stays quick: long texts arrive in slices, and what would make typing slow is not taken in
/// but handed on. Keeps every character, also those that toPlainText() changes.
class LimitedTextEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    static constexpr qsizetype kMostText = 2'000'000; ///< UTF-16 units
    static constexpr qsizetype kLongestLine = 20'000;

    explicit LimitedTextEdit(QWidget* parent = nullptr);

    static bool fits(const QString& text);
    /// The text with line ends "\n".
    QString exactText() const;
    /// Replaces everything and forgets what can be undone. `text` must fit. No edited().
    void setExactText(const QString& text);
    /// Replaces everything as one step that can be undone.
    void replaceAll(const QString& text);
    /// False while slices of a long text still arrive; the editor is read-only then.
    bool isWhole() const { return m_waiting.isNull(); }

Q_SIGNALS:
    /// The text changed by more than setExactText(), and is whole.
    void edited();
    /// The last slice of a text came in.
    void arrived();
    /// Pasted or dropped text was not taken in.
    void tooLong(const QString& text);
    /// A file of this machine was pasted.
    void filesOffered(const QStringList& paths);

protected:
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    /// For text that does not fit.
    virtual void refuse(const QString& text);
    /// At the cursor, in place of what is selected.
    void insertText(const QString& text) { insertSliced(textCursor(), text); }

private:
    void insertSliced(QTextCursor cursor, const QString& text);
    void insertSlice();
    void announce();

    QTimer* m_feed;
    QTextCursor m_place;
    QString m_waiting;
    qsizetype m_taken = 0;
    bool m_quiet = false;
    bool m_wasReadOnly = false;
};

/// The files of this machine in what is pasted or dropped.
QStringList localFiles(const QMimeData& source);

} // namespace ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/formrow.h"

#include <QHash>
#include <QWidget>

class QFormLayout;

namespace ui {

class CataloguePicker;
class FoldOut;

/// The fields of one kind: builds them from the table, keeps them informed about each other, judges them, and knows
/// what changed since the beginning. It remembers fingerprints, not values, so that secrets live in their editors only.
class ResourceForm final : public QWidget
{
    Q_OBJECT
public:
    ResourceForm(const FormContext& context, QWidget* parent = nullptr);

    /// Fills the editors. `isStart` makes this the state that counts as unchanged.
    void fill(const models::Json& body, bool isStart);
    void markStart();
    bool hasChanges() const;
    /// The fields in which `body` differs from the state at the beginning.
    std::vector<const models::Field*> movedIn(const models::Json& body) const;
    /// Makes `body` the state against which movedIn() compares.
    void markServerCopy(const models::Json& body);

    /// The first reason not to send, with the name of its field; nothing when all is well.
    std::optional<QString> firstProblem() const;
    models::Json values() const;
    std::vector<Prerequisite> prerequisites() const;
    void prerequisiteDone(models::Kind kind, const QString& name);
    /// Continues with the values as they go on the wire, or the failure to make them.
    void whenFinal(QObject* receiver, const std::function<void(models::Result<models::Json>)>& then) const;
    void focusFirst();
    void wipe();

Q_SIGNALS:
    void changed();

private:
    void build();
    void addCatalogue(QFormLayout* form);
    void applyEntry(const models::CatalogueEntry& entry);
    void editorChanged(FieldEditor* editor);
    void judge();
    FieldEditor* editor(const QString& member) const;

    FormContext m_context;
    std::vector<FormRow*> m_rows;
    FoldOut* m_more = nullptr;
    QHash<QString, QByteArray> m_start;
    QHash<QString, QByteArray> m_server;
    bool m_filling = false;
};

} // namespace ui

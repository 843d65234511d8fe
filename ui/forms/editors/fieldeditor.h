// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"

#include <QFuture>
#include <QWidget>

namespace ui {

/// What every editor of one form may look at.
struct FormContext
{
    client::Session& session;
    const std::vector<models::CatalogueEntry>& catalogue;
    models::Kind kind;
    bool editing = false; ///< changes something that exists
};

/// A resource that has to exist before the one of the form is sent.
struct Prerequisite
{
    models::Kind kind = models::Kind::DriverType;
    models::Json body;
};

/// Edits one member of a resource. Editors follow the watch for what they offer, never for what was typed.
class FieldEditor : public QWidget
{
    Q_OBJECT
public:
    FieldEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    const models::Field& field() const { return m_field; }
    QString member() const { return QString::fromLatin1(m_field.member); }

    /// The control that takes the focus; it carries the object name and the accessible name.
    virtual QWidget* input() const = 0;
    virtual models::Json value() const = 0;
    virtual void setValue(const models::Json& value) = 0;
    /// Why this cannot be sent; nothing when it can.
    virtual std::optional<QString> problem() const;
    /// Worth saying, but no reason to refuse.
    virtual std::optional<QString> warning() const;
    /// A live remark instead of the help text; empty = the help text.
    virtual QString remark() const;

    /// Called for each other member of the form when it changes, and once at the beginning.
    virtual void siblingChanged(const QString& member, const models::Json& value);
    /// Another editor would like these names in or out.
    virtual void takeSuggestion(const QStringList& add, const QStringList& remove);
    virtual std::vector<Prerequisite> prerequisites() const;
    /// One of them exists now, whatever becomes of the rest.
    virtual void prerequisiteDone(models::Kind kind, const QString& name);
    /// What goes on the wire, when that takes time. Not called while there is a problem.
    virtual QFuture<models::Result<models::Json>> finalValue() const;
    /// Forgets secret values.
    virtual void wipe();

Q_SIGNALS:
    void changed();
    void suggested(const QString& member, const QStringList& add, const QStringList& remove);

protected:
    const FormContext& context() const { return m_context; }
    /// Names the control for tests and for screen readers.
    void adopt(QWidget* input);
    /// The server's rule for this member.
    std::optional<QString> ruleProblem(const QString& text) const;

private:
    FormContext m_context;
    const models::Field& m_field;
};

} // namespace ui

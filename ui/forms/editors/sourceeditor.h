// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QLineEdit;

namespace ui {

/// A function's code: a file or a folder, packed when the form is sent so that it is what is on disk then. value() is
/// the path; finalValue() is what goes on the wire.
class SourceEditor final : public FieldEditor
{
    Q_OBJECT
public:
    SourceEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    QString remark() const override;
    void siblingChanged(const QString& member, const models::Json& value) override;
    QFuture<models::Result<models::Json>> finalValue() const override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void pick(bool folder);
    QString path() const;

    QLineEdit* m_edit;
    bool m_hasHandler = false;
};

} // namespace ui

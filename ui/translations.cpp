// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

// Resources of a static library are only there once somebody asks for them, from outside any namespace.
static void registerTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace ui {

namespace {

bool install(QCoreApplication& application, const QLocale& locale, const QString& name, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(locale, name, QStringLiteral("_"), folder))
        return false;
    translator->setParent(&application);
    return QCoreApplication::installTranslator(translator.release());
}

} // namespace

void installTranslations(QCoreApplication& application)
{
    registerTranslations();
    // QTranslator::load walks all languages of the locale in the order the desktop prefers them; English is among the
    // files for its plurals, so it wins when it stands first. Qt's own words bring the direction of reading along.
    const QLocale desktop;
    const QLocale locale = desktop.language() == QLocale::C ? QLocale(QLocale::English) : desktop;
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(application, locale, QStringLiteral("dispatch-console"), QStringLiteral(":/i18n"));
}

} // namespace ui

// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"
#include "uiworld.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>

/// The form of a new cluster.
class TestClusterForm final : public QObject
{
    Q_OBJECT

    using Console = ClusterWorld::Console;

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClusterWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void judgesTheFormWhileItIsTyped()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.create");
        auto* form = console.dialog<QDialog>("dialog.cluster");
        auto* name = part<QLineEdit>(*form, "cluster.create.name");
        auto* ok = part<QAbstractButton>(*form, "cluster.create.create");
        part<QComboBox>(*form, "cluster.create.driver")->setCurrentText(QStringLiteral("docker"));
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        name->setText(QStringLiteral("new-one"));
        QTRY_VERIFY(ok->isEnabled());
        for (const char* bad : {"lab", "under_score", "x", "status"}) {
            name->setText(QLatin1String(bad));
            QVERIFY2(!ok->isEnabled(), bad);
            QVERIFY(part<QWidget>(*form, "cluster.create.name.problem")->isVisible());
        }
        name->setText(QStringLiteral("new-one"));
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(1'000);
        QTRY_VERIFY(!ok->isEnabled());
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        QVERIFY(ok->isEnabled());
        part<QAbstractButton>(*form, "cluster.create.forDispatch")->click();
        QCOMPARE(part<QComboBox>(*form, "cluster.create.kubernetes")->currentText(), QStringLiteral("v1.15.12"));
        // This minikube is too new for that, and the form says which one is not.
        QVERIFY(!ok->isEnabled());
        QVERIFY(part<QLabel>(*form, "cluster.create.kubernetes.problem")->text().contains(QLatin1String("v1.24.0")));
        UiWorld::picture(*form, QStringLiteral("cluster-create"));
        form->reject();
    }

    void offersANameThatIsFree()
    {
        m_world->standins.addProfile(QStringLiteral("minikube"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("minikube")), QStringLiteral("running"));
        console.click("cluster.create");
        auto* form = console.dialog<QDialog>("dialog.cluster");
        auto* name = part<QLineEdit>(*form, "cluster.create.name");
        QCOMPARE(name->text(), QStringLiteral("minikube-2"));
        // What was typed is not taken for a name to choose.
        QTest::keyClicks(name, QStringLiteral("x"));
        part<QAbstractButton>(*form, "cluster.create.forDispatch")->click();
        QVERIFY(name->text().endsWith(u'x'));
        form->reject();
    }

    void warnsOfAContextOfThatName()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        m_world->standins.replaceTool(QStringLiteral("kubectl"),
                                      "#!/bin/sh\ncase \"$*\" in *get-contexts*) echo lab; echo production ;; "
                                      "*version*) echo '{\"clientVersion\":{\"gitVersion\":\"v1.32.4\"}}' ;; esac\n");
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.click("cluster.create");
        auto* form = console.dialog<QDialog>("dialog.cluster");
        part<QLineEdit>(*form, "cluster.create.name")->setText(QStringLiteral("production"));
        auto* problem = part<QLabel>(*form, "cluster.create.name.problem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QLatin1String("overwrite")));
        form->reject();
    }

    /// What minikube says late must not overwrite what was typed early.
    void keepsWhatWasTypedIntoTheForm()
    {
        m_world->standins.scenario(QStringLiteral("config=slow:700"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.click("cluster.create");
        auto* form = console.dialog<QDialog>("dialog.cluster");
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(3);
        const auto isAnswered = [this] {
            const auto calls = m_world->standins.calls(QStringLiteral("minikube"));
            return std::any_of(calls.begin(), calls.end(), [](const StandinCall& call) {
                return call.arguments.value(0) == QLatin1String("config") && call.exitCode;
            });
        };
        QTRY_VERIFY(isAnswered());
        QTest::qWait(200); // it has yet to be heard here
        QCOMPARE(part<QSpinBox>(*form, "cluster.create.cpus")->value(), 3);
        form->reject();
    }

    /// minikube did not name its add-ons yet, or never does.
    void keepsAddonsThatWereChosen()
    {
        m_world->standins.scenario(QStringLiteral("start=fail-memory-over-system"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.click("cluster.create");
        auto* form = console.dialog<QDialog>("dialog.cluster");
        auto* addons = part<QListWidget>(*form, "cluster.create.addons");
        QTRY_VERIFY(addons->count() > 0);
        addons->findItems(QStringLiteral("ingress"), Qt::MatchExactly).first()->setCheckState(Qt::Checked);
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        part<QComboBox>(*form, "cluster.create.driver")->setCurrentText(QStringLiteral("docker"));
        QTRY_VERIFY(part<QAbstractButton>(*form, "cluster.create.create")->isEnabled());
        part<QAbstractButton>(*form, "cluster.create.create")->click();
        QTRY_VERIFY(console.isShown("cluster.failure"));
        const auto startedWith = [this] {
            int count = 0;
            for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube")))
                count += call.arguments.contains(QStringLiteral("--addons=ingress")) ? 1 : 0;
            return count;
        };
        QCOMPARE(startedWith(), 1);
        m_world->standins.scenario(QStringLiteral("addons-list=hang"));
        console.click("cluster.failure.remedy");
        form = console.dialog<QDialog>("dialog.cluster");
        part<QAbstractButton>(*form, "cluster.create.forDispatch")->click();
        part<QComboBox>(*form, "cluster.create.kubernetes")->setEditText({});
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        QTRY_VERIFY(part<QAbstractButton>(*form, "cluster.create.create")->isEnabled());
        part<QAbstractButton>(*form, "cluster.create.create")->click();
        QTRY_COMPARE(startedWith(), 2);
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterForm)
#include "tst_clusterform.moc"
